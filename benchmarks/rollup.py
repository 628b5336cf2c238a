"""Roll-up: the generated Ibis expressions against SQL written by hand for the same indicators, on DuckDB, results compared.

BENCH_PERSONS sets the size (10000000: a large province, 60 M events, about 10 minutes and 8 GB), BENCH_SPARK_PERSONS that of the
leg on a local Spark cluster (0: none). Every leg runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.figures import Figure
from dashboard.records import TABLES, MonthRecords

PERSONS = int(os.environ.get("BENCH_PERSONS", "500000"))
SPARK_PERSONS = int(os.environ.get("BENCH_SPARK_PERSONS", str(min(PERSONS, 500_000))))
TITLE = "Roll-up: person → village counts"
ABOUT = (
    f"{PERSONS:,} made-up persons of {PERSONS // 4:,} households in {PERSONS // 106:,} villages, {PERSONS * 6:,} records of "
    "events; M-01 … M-10 and M-17 of QH-2020, June 2020. Plain way: one SQL script written by hand for exactly these indicators "
    "(`benchmarks/rollup.sql`). Both results are equal. Another size: `BENCH_PERSONS=10000000 python -m benchmarks rollup`. "
    f"Spark: a real cluster of this machine (a master, two workers of one core and 1 GB), {SPARK_PERSONS:,} persons; CPU of all "
    "its processes. Memory is the peak."
)
MONTH = "2020-06"
HERE = Path(__file__).parent
SQL_TYPES = {"bool": "boolean", "int64": "bigint", "date32[day]": "date", "list<item: string>": "text[]", "string": "text"}


def run() -> list[Figure]:
    """CPU seconds and peak memory of each leg; the two ways must give equal counts."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "month"
        make(root, PERSONS)
        plain, ours = _leg("hand", root), _leg("core", root)
        counts = _equal(plain, ours, root)
        every, warned = _leg("every", root), _leg("warned", root)
        figures = [
            Figure(
                f"M-01 … M-10, M-17 ({counts:,} counts)", _cost(plain), _cost(ours), f"{ours['cpu'] / plain['cpu']:.2f} × the CPU"
            ),
            Figure("every indicator of the profile", "", _cost(every), ""),
            Figure("warned households", "", _cost(warned), ""),
        ]
        if SPARK_PERSONS and importlib.util.find_spec("pyspark"):
            figures.append(_on_spark(Path(scratch) / "spark"))
        return figures


def _on_spark(root: Path) -> Figure:
    make(root, SPARK_PERSONS)
    duck, spark = _leg("core", root), _leg("spark", root)
    _equal(duck, spark, root)
    question = f"M-01 … M-10, M-17 of {SPARK_PERSONS:,} persons on Spark, against DuckDB"
    return Figure(question, _cost(duck), _cost(spark), f"{spark['cpu'] / duck['cpu']:.1f} × the CPU")


def make(root: Path, persons: int) -> MonthRecords:
    """A month of made-up records of that many persons, typed as the importer leaves them; rows stream from DuckDB to Parquet."""
    root.mkdir()
    db = duckdb.connect()
    db.execute("set preserve_insertion_order = false")
    db.execute((HERE / "rollup_data.sql").read_text(encoding="utf-8").replace("$persons", str(persons)))
    views = {row[0] for row in db.execute("select view_name from duckdb_views() where not internal").fetchall()}
    tables = [table for table in TABLES if table in views]
    for table in tables:
        have = {row[0] for row in db.execute(f"describe {table}").fetchall()}
        columns = ", ".join(_cast(field, have) for field in TABLES[table].arrow_schema)
        db.execute(f"copy (select {columns} from {table}) to '{root / table}.parquet' (compression zstd)")
    rows = {table: pq.read_metadata(root / f"{table}.parquet").num_rows for table in tables}
    MonthRecords.write_meta(root, MONTH, {t: list(TABLES[t].columns) for t in tables}, rows)
    return MonthRecords.open(root)


def _cast(field: pa.Field, have: set[str]) -> str:
    value = f'"{field.name}"' if field.name in have else "null"
    return f'cast({value} as {SQL_TYPES.get(str(field.type), "decimal(18, 6)")}) "{field.name}"'


def _leg(name: str, root: Path) -> dict:
    command = [sys.executable, "-m", "benchmarks.rollup_legs", name, str(root)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, start_new_session=True)
    return json.loads(done.stdout.splitlines()[-1]) | {"file": root / f"{name}.arrow"}


def _cost(leg: dict) -> str:
    return f"{leg['cpu']:.1f} CPU-s, {leg['seconds']:.0f} s, {leg['peak_gb']:.1f} GB"


def _equal(one: dict, other: dict, root: Path) -> int:
    """How many counts both legs agree on."""
    frames = [pd.read_feather(leg["file"]) for leg in (one, other)]
    if not frames[0].equals(frames[1]):
        raise AssertionError(f"the two ways disagree on {root}")
    return len(frames[0])
