"""Blanks per table, column and county; and what a month did not bring at all, which is no blank."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.quality.place import PLACE, located
from dashboard.quality.thresholds import Thresholds
from dashboard.records import TABLES, MonthRecords

COLUMNS = ["table", "column", "county", "rows", "blank", "matters"]
NOWHERE = ""
"""County of rows that nothing places."""


def missingness(records: MonthRecords, thresholds: Thresholds) -> pd.DataFrame:
    """`table, column, county (6 digits), rows, blank, matters`: columns that some file had, where a cell is blank.

    `rows` are those in which the column applies (a visit without stay has no 出院日期). `matters`: a rule reads the column, or
    `required_too` names it. Columns that no file had are in `not_reported`.
    """
    with duckdb.connect() as db:
        found = [_of_table(db, records, table, thresholds) for table in TABLES if records.reported(table)]
    return pd.concat(found, ignore_index=True)[COLUMNS] if found else pd.DataFrame(columns=COLUMNS)


def _of_table(db: duckdb.DuckDBPyConnection, records: MonthRecords, table: str, thresholds: Thresholds) -> pd.DataFrame:
    columns = [name for name in TABLES[table].columns if records.has_column(table, name)]
    applies = {name: _applies(table, name, thresholds) for name in columns}
    counted = [f'count(*) FILTER ({applies[c]}), count("{c}") FILTER ({applies[c]})' for c in columns]
    sql = f"SELECT coalesce(left({PLACE}, 6), '{NOWHERE}'), {', '.join(counted)} FROM {located(records, table)} GROUP BY 1"
    rows = []
    for county, *counts in db.execute(sql).fetchall():
        for n, column in enumerate(columns):
            total, filled = counts[2 * n], counts[2 * n + 1]
            if filled < total:
                rows.append((table, column, county, total, total - filled, _matters(table, column, thresholds)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _applies(table: str, column: str, thresholds: Thresholds) -> str:
    only = thresholds.get("missing", "only_where").get(f"{table}.{column}")
    if only is None:
        return "true"
    if only.get("blank"):
        return f'"{only["column"]}" IS NULL'
    return f'"{only["column"]}" IN ({", ".join(repr(str(value)) for value in only["is"])})'


def _matters(table: str, column: str, thresholds: Thresholds) -> bool:
    if column in TABLES[table].key_fallback:  # a village without a clinic has no 机构编码 to give
        return False
    return TABLES[table].columns[column].required or f"{table}.{column}" in thresholds.get("missing", "required_too")


def not_reported(records: MonthRecords) -> pd.DataFrame:
    """`table, column`: tables (column "") and columns of reported tables that no file of the month had."""
    rows = []
    for name, table in TABLES.items():
        if not records.reported(name):
            rows.append((name, ""))
        else:
            rows += [(name, column) for column in table.columns if not records.has_column(name, column)]
    return pd.DataFrame(rows, columns=["table", "column"])
