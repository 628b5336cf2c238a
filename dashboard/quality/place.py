"""Where each row of a table lies: by its own region, else by the institution, person, household or case that it names."""

from __future__ import annotations

from dashboard.records import TABLES, MonthRecords
from dashboard.records.schema import MONTH_COLUMN
from dashboard.roster.versions import TABLE as ROSTER
from dashboard.roster.versions import YEAR, list_year

PLACE = "place"
_LINKS = {"人员编号": ROSTER, "家庭编号": "贫困户", "患病编号": "患病核实", "机构编码": "医疗卫生机构"}
"""Tried in this order: a stay lies where the patient is registered, not where the hospital stands."""


def rows(records: MonthRecords, table: str) -> str:
    """SQL of the table's rows that count for the month: its own 监测期, the list year in force. Only for reported tables."""
    source = f"read_parquet('{str(records.path(table)).replace(chr(39), chr(39) * 2)}')"
    if TABLES[table].keyed_by_month:
        return f"(SELECT * FROM {source} WHERE \"{MONTH_COLUMN}\" = '{records.month}')"
    if table == ROSTER:
        return f'(SELECT * FROM {source} WHERE "{YEAR}" = {list_year(records) or 0})'
    return f"(SELECT * FROM {source})"


def located(records: MonthRecords, table: str) -> str:
    """SQL of `rows` with one more column, `place`: the region code of the row, null where nothing says it."""
    own = next((c for c in TABLES[table].columns.values() if c.locates), None)
    if own is not None:
        where = f't."{own.name}"[1]' if own.type == "list" else f't."{own.name}"'
        return f"(SELECT t.*, {where} AS {PLACE} FROM {rows(records, table)} t)"
    named = [link for link, holder in _LINKS.items() if link in TABLES[table].columns and holder != table]
    links = [link for link in named if records.reported(_LINKS[link])]
    if not links:
        return f"(SELECT t.*, NULL::VARCHAR AS {PLACE} FROM {rows(records, table)} t)"
    joins = " ".join(f'LEFT JOIN {_home(records, link)} j{n} ON t."{link}" = j{n}.id' for n, link in enumerate(links))
    where = f"coalesce({', '.join(f'j{n}.home' for n in range(len(links)))})"
    return f"(SELECT t.*, {where} AS {PLACE} FROM {rows(records, table)} t {joins})"


def _home(records: MonthRecords, link: str) -> str:
    """SQL of `id`, `home`, one row per id of the table that a link names."""
    holder = _LINKS[link]
    key = TABLES[holder].key[0]
    return f'(SELECT "{key}" AS id, max({PLACE}) AS home FROM {located(records, holder)} GROUP BY 1)'
