"""Accepted rows that contradict themselves or other tables (M-24): the hits the import kept, each in its county."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.importing.keys import key_text
from dashboard.quality.place import PLACE, located
from dashboard.records import TABLES, MonthRecords

COLUMNS = ["table", "rule", "column", "key", "region_code", "detail"]
KEPT = "quality.parquet"
"""The file that an import leaves beside the records."""


def contradictions(records: MonthRecords) -> pd.DataFrame:
    """`table, rule, column, key, region_code, detail`; region_code is "" where nothing places the row."""
    path = records.root / KEPT
    if not path.exists():
        return pd.DataFrame(columns=COLUMNS)
    with duckdb.connect() as db:
        hits = db.execute("SELECT * FROM read_parquet($path)", {"path": str(path)}).df()[COLUMNS]
        for table in hits.loc[hits["region_code"].isna(), "table"].unique():
            hits = _placed(db, records, str(table), hits)
    hits["region_code"] = hits["region_code"].astype(object).where(hits["region_code"].notna(), "")
    return hits.sort_values(["region_code", "table", "rule", "key"], ignore_index=True)


def _placed(db: duckdb.DuckDBPyConnection, records: MonthRecords, table: str, hits: pd.DataFrame) -> pd.DataFrame:
    """The hits of a table with the place of the row that each key names."""
    schema = TABLES[table]
    if not schema.key:
        return hits
    key = key_text(schema)
    wanted = hits.loc[(hits["table"] == table) & hits["region_code"].isna(), ["key"]].drop_duplicates()
    db.register("wanted", wanted)
    where = db.execute(f"SELECT {key} AS key, any_value({PLACE}) AS home FROM {located(records, table)} t SEMI JOIN wanted w "
                       f"ON {key} = w.key GROUP BY 1").df()  # fmt: skip
    db.unregister("wanted")
    home = hits["key"].map(where.set_index("key")["home"])
    missing = (hits["table"] == table) & hits["region_code"].isna()
    return hits.assign(region_code=hits["region_code"].where(~missing, home))
