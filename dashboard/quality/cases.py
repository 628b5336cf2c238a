"""The cases that each test looks at, as SQL with `place, key, detail, hit`: one row per institution, rate or record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import duckdb
import pyarrow as pa

from dashboard.quality.place import PLACE, located, rows
from dashboard.records import TABLES, MonthRecords

Limits = Mapping[str, Any]
_STAMPS = ("监测期", "填报日期", "核实状态", "核实人", "系统评分", "机构编码")
"""Columns that say when and by whom, not what was found."""
_RATES = (
    ("三种慢病签约率", "三种慢病已签约人数", "三种慢病应签约人数"),
    ("三种慢病随访率", "三种慢病已随访人数", "三种慢病应随访人数"),
)
_ENTRIES = (("随访", "随访编号", "录入日期"), ("签约", "签约编号", "录入日期"), ("诊疗费用", "就诊编号", "填报日期"))


def totals(db: duckdb.DuckDBPyConnection, month: MonthRecords, before: MonthRecords | None, limits: Limits) -> str | None:
    """Institutions scored under the default preset inside the band; a hit stands at the pass line."""
    path = month.root / "derived" / "institutions.arrow"
    if not path.exists():
        return None
    db.register("scored", pa.ipc.open_file(pa.memory_map(str(path))).read_all())
    low, high = limits["among"]
    return f"""SELECT region_code AS {PLACE}, institution_code AS key, institution_name || ' ' || total || '分' AS detail,
        points >= {limits["from"]} AND points < {limits["below"]} AS hit
        FROM (SELECT *, TRY_CAST(total AS DECIMAL(9, 2)) AS points FROM scored)
        WHERE preset = 'default' AND tier <> 'village' AND eligible AND points >= {low} AND points < {high}"""


def exact_90(db: duckdb.DuckDBPyConnection, month: MonthRecords, before: MonthRecords | None, limits: Limits) -> str | None:
    """Reported rates that can be exactly 90 % (a denominator that ten divides)."""
    return _rates(month, limits, "whole % 10 = 0", "10 * part = 9 * whole")


def exact_100(db: duckdb.DuckDBPyConnection, month: MonthRecords, before: MonthRecords | None, limits: Limits) -> str | None:
    """Reported rates; a hit has nobody missing."""
    return _rates(month, limits, "true", "part = whole")


def _rates(month: MonthRecords, limits: Limits, possible: str, hit: str) -> str | None:
    table = "乡镇卫生院监测"
    if not month.reported(table):
        return None
    found = [
        f"""SELECT {PLACE}, "机构编码" AS key, '{name} ' || part || '/' || whole AS detail, {hit} AS hit
        FROM (SELECT *, "{part}" AS part, "{whole}" AS whole FROM {located(month, table)})
        WHERE whole >= {limits["least_denominator"]} AND part <= whole AND {possible}"""
        for name, part, whole in _RATES
    ]
    return " UNION ALL ".join(found)


def copied(db: duckdb.DuckDBPyConnection, month: MonthRecords, before: MonthRecords | None, limits: Limits) -> str | None:
    """Institutions with a monitoring row in both months and enough counts in it; a hit has every value of the month before."""
    if before is None:
        return None
    found = []
    for table in limits["tables"]:  # kept apart: what is rare among hospitals is usual among clinics
        if not (month.reported(table) and before.reported(table)):
            continue
        columns = [c for c in TABLES[table].columns.values() if c.name not in _STAMPS and not c.locates]
        counts = [c.name for c in columns if c.type == "int"]
        if len(counts) < limits["least_numbers"]:
            continue
        same = " AND ".join(f'n."{c.name}" IS NOT DISTINCT FROM b."{c.name}"' for c in columns)
        filled = " + ".join(f'(n."{c}" IS NOT NULL)::INT' for c in counts)
        found.append(
            f"""SELECT n.{PLACE}, n."机构编码" AS key, '{table}与上月逐项相同' AS detail, {same} AS hit
            FROM {located(month, table)} n JOIN {rows(before, table)} b USING ("机构编码")
            WHERE {filled} >= {limits["least_numbers"]}"""
        )
    return " UNION ALL ".join(found) or None


def massed(db: duckdb.DuckDBPyConnection, month: MonthRecords, before: MonthRecords | None, limits: Limits) -> str | None:
    """Records entered within the month; a hit was entered on one of its last days."""
    first = month.as_of.replace(day=1)
    last = month.as_of - timedelta(days=limits["last_days"] - 1)
    found = [
        f"""SELECT {PLACE}, "{key}" AS key, '{table} ' || "{entered}" || ' 录入' AS detail, "{entered}" >= DATE '{last}' AS hit
        FROM {located(month, table)} WHERE "{entered}" BETWEEN DATE '{first}' AND DATE '{month.as_of}'"""
        for table, key, entered in _ENTRIES
        if month.reported(table)
    ]
    return " UNION ALL ".join(found) or None


CASES = {
    "totals": totals,
    "exact_90": exact_90,
    "exact_100": exact_100,
    "copied": copied,
    "copied_clinics": copied,
    "massed": massed,
}
"""Test id (policies/quality.yaml) → its cases."""
