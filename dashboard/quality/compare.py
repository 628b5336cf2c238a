"""National against provincial: the same month from two sources, table by table and county by county (D0-54; T36 国省比对差异)."""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import pandas as pd

from dashboard.quality.place import PLACE, located
from dashboard.records import TABLES, MonthRecords

DIFFERENCES = ["national", "provincial", "only_national", "only_provincial", "differing"]
COLUMNS = ["table", "county", *DIFFERENCES]


def compare(national: MonthRecords, provincial: MonthRecords, tables: Collection[str] | None = None) -> pd.DataFrame:
    """Per table and county: rows of each source, rows that only one has (by key), and shared rows with any differing value.

    Tables that only one source reported have null counts for the other: not reported is not zero. Only columns that both
    sources had are compared. Rows without differences give no line. `tables`: only these (a source sent no others).
    """
    with duckdb.connect() as db:
        found = []
        for name, table in TABLES.items():
            if tables is not None and name not in tables:
                continue
            both = national.reported(name), provincial.reported(name)
            if all(both) and table.key:
                found.append(_both(db, national, provincial, name))
            elif any(both):
                found.append(_alone(db, national if both[0] else provincial, name, *both))
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=COLUMNS)
    return frame[COLUMNS].astype(dict.fromkeys(DIFFERENCES, "Int64"))


def _both(db: duckdb.DuckDBPyConnection, national: MonthRecords, provincial: MonthRecords, table: str) -> pd.DataFrame:
    schema = TABLES[table]
    shared = [
        c for c in schema.columns if national.has_column(table, c) and provincial.has_column(table, c) and c not in schema.key
    ]
    differs = " OR ".join(f'n."{c}" IS DISTINCT FROM p."{c}"' for c in shared) or "false"
    same = " AND ".join(f'n."{c}" IS NOT DISTINCT FROM p."{c}"' for c in schema.identity)
    sql = f"""SELECT coalesce(left(coalesce(n.{PLACE}, p.{PLACE}), 6), '') AS county, count(n.here) AS national,
        count(p.here) AS provincial, count(*) FILTER (p.here IS NULL) AS only_national,
        count(*) FILTER (n.here IS NULL) AS only_provincial,
        count(*) FILTER (n.here AND p.here AND ({differs})) AS differing
        FROM (SELECT *, true AS here FROM {located(national, table)}) n
        FULL JOIN (SELECT *, true AS here FROM {located(provincial, table)}) p ON {same}
        GROUP BY 1 HAVING only_national + only_provincial + differing > 0 ORDER BY 1"""
    return db.execute(sql).df().assign(table=table)


def _alone(db: duckdb.DuckDBPyConnection, records: MonthRecords, table: str, national: bool, provincial: bool) -> pd.DataFrame:
    sql = (
        f"SELECT coalesce(left({PLACE}, 6), '') AS county, count(*) AS rows FROM {located(records, table)} GROUP BY 1 ORDER BY 1"
    )
    rows = db.execute(sql).df()
    none = pd.array([pd.NA] * len(rows), dtype="Int64")
    side, other = ("national", "provincial") if national else ("provincial", "national")
    rows = rows.assign(
        **{side: rows["rows"], other: none, f"only_{side}": rows["rows"], f"only_{other}": none, "differing": none}
    )
    return rows.assign(table=table)
