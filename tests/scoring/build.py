"""Months of records from plain rows: what a test says is what the engine reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard import scoring
from dashboard.policy import load
from dashboard.records import TABLES, MonthRecords

MONTH = "2020-05"
BOOK = load()
PROFILE = BOOK.profile("QH-2020")
NO_COUNTS = pd.DataFrame(
    {
        "region_code": pd.Series(dtype="str"),
        "indicator": pd.Series(dtype="str"),
        "numerator": pd.Series(dtype="int64"),
        "denominator": pd.Series(dtype="int64"),
    }
)

Rows = list[dict[str, Any]]


def records(root: Path, tables: dict[str, Rows], month: str = MONTH) -> MonthRecords:
    """The tables as an import would have stored them; a table that is absent was not reported."""
    root.mkdir(parents=True, exist_ok=True)
    columns, rows = {}, {}
    for name, given in tables.items():
        schema = TABLES[name].arrow_schema
        filled = [{"监测期": month, **row} if TABLES[name].keyed_by_month else row for row in given]
        unknown = {key for row in given for key in row} - set(schema.names)
        assert not unknown, unknown
        table = pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in filled], schema=schema)
        pq.write_table(table, root / f"{name}.parquet")
        columns[name], rows[name] = tuple(schema.names), len(given)
    MonthRecords.write_meta(root, month, columns, rows)
    return MonthRecords.open(root)


def regions(rows: list[tuple[str, int | None]], closed: tuple[str, ...] = ()) -> pd.DataFrame:
    """Regions from (code, residents); villages are administrative ones."""
    levels = {1: "nation", 2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
    frame = pd.DataFrame({"code": [code for code, _ in rows]}, dtype="str")
    frame["name"] = "地区" + frame["code"]
    frame["level"] = [levels[len(code)] for code, _ in rows]
    frame["residents"] = pd.array([number for _, number in rows], dtype="Int64")
    frame["is_admin_village"] = frame["level"] == "village"
    frame["closed"] = frame["code"].isin(closed)
    return frame.sort_values("code", ignore_index=True)


def rules(preset: str = "default", overrides: dict[str, str] | None = None, month: str = MONTH) -> scoring.Rules:
    """QH-2020 at the month's end."""
    from dashboard import months

    return scoring.Rules.load(BOOK, PROFILE, months.as_of(month), preset, overrides)


def gathered(
    root: Path, tables: dict[str, Rows], places: pd.DataFrame, counts: pd.DataFrame = NO_COUNTS, month: str = MONTH
) -> scoring.Inputs:
    return scoring.gather(records(root, tables, month), places, counts)
