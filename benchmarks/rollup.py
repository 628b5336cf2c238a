"""Roll-up: the generated Ibis expressions against SQL written by hand for the same indicators, on DuckDB, results compared."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.figures import Figure, cpu_seconds
from dashboard import rollup
from dashboard.policy import load
from dashboard.records import TABLES, MonthRecords

TITLE = "Roll-up: person → village counts"
ABOUT = (
    "500,000 made-up persons of 125,000 households in 4,700 villages, 1.4 M rows; M-01 … M-10 and M-17 of QH-2020, June 2020. "
    "Plain way: one SQL script written by hand for exactly these indicators (`benchmarks/rollup.sql`). Both results are equal."
)
PERSONS = 500_000
MONTH = "2020-06"
HERE = Path(__file__).parent
CORE = [f"M-{number:02d}" for number in (*range(1, 11), 17)]
SQL_TYPES = {"bool": "boolean", "int64": "bigint", "date32[day]": "date", "list<item: string>": "text[]", "string": "text"}


def run(persons: int = PERSONS) -> list[Figure]:
    """CPU seconds of both in one run, after each has run once on the same files (so that neither pays for a cold page cache)."""
    with tempfile.TemporaryDirectory() as scratch:
        records = make(Path(scratch), persons)
        profile = load().profile("QH-2020")
        counted = sorted(rollup.counts(records, profile, CORE).itertuples(index=False, name=None))
        if counted != sorted(by_hand(records)):
            raise AssertionError("the two ways disagree")
        plain = cpu_seconds(lambda: by_hand(records))
        ours = cpu_seconds(lambda: rollup.counts(records, profile, CORE))
        every = cpu_seconds(lambda: rollup.counts(records, profile))
        warned = cpu_seconds(lambda: rollup.warnings(records, profile))
    ratio = f"{ours / plain:.2f} × hand-written SQL"
    return [
        Figure(f"M-01 … M-10, M-17 ({len(counted):,} counts)", f"{plain:.2f} CPU-s", f"{ours:.2f} CPU-s", ratio),
        Figure("every indicator of the profile", "", f"{every:.2f} CPU-s", ""),
        Figure("warned households", "", f"{warned:.2f} CPU-s", ""),
    ]


def make(root: Path, persons: int) -> MonthRecords:
    """A month of made-up records of that many persons, typed as the importer leaves them."""
    db = duckdb.connect()
    db.execute((HERE / "rollup_data.sql").read_text(encoding="utf-8").replace("$persons", str(persons)))
    views = {row[0] for row in db.execute("select view_name from duckdb_views() where not internal").fetchall()}
    tables = [table for table in TABLES if table in views]
    for table in tables:
        have = {row[0] for row in db.execute(f"describe {table}").fetchall()}
        columns = ", ".join(_cast(field, have) for field in TABLES[table].arrow_schema)
        db.execute(f"copy (select {columns} from {table}) to '{root / table}.parquet' (compression zstd)")
    MonthRecords.write_meta(root, MONTH, {t: list(TABLES[t].columns) for t in tables}, dict.fromkeys(tables, 0))
    return MonthRecords.open(root)


def by_hand(records: MonthRecords) -> list[tuple[str, str, int, int]]:
    """The same counts, by SQL that a careful person would write for exactly this month and policy."""
    db = duckdb.connect()
    for table in records.columns:
        db.execute(f"create view {table} as select * from '{records.path(table)}'")
    return db.execute((HERE / "rollup.sql").read_text(encoding="utf-8")).fetchall()


def _cast(field: pa.Field, have: set[str]) -> str:
    value = f'"{field.name}"' if field.name in have else "null"
    return f'cast({value} as {SQL_TYPES.get(str(field.type), "decimal(18, 6)")}) "{field.name}"'
