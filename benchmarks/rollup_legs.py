"""One leg of the roll-up benchmark in its own process: `python -m benchmarks.rollup_legs NAME FOLDER`, cost as JSON on stdout."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.rollup import HERE
from dashboard import rollup
from dashboard.policy import load
from dashboard.records import MonthRecords

CORE = [f"M-{number:02d}" for number in (*range(1, 11), 17)]
COLUMNS = ["region_code", "indicator", "numerator", "denominator"]
TICKS = os.sysconf("SC_CLK_TCK")
SETTINGS = {
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
    "spark.executor.memory": "900m",
    "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
    "spark.executor.extraJavaOptions": "-XX:+UseParallelGC",
}
"""Unlike the tests' few rows, these are worth compiling for."""


def by_hand(records: MonthRecords) -> pd.DataFrame:
    """The same counts, by SQL that a careful person would write for exactly this month and policy."""
    db = duckdb.connect()
    for table in records.columns:
        db.execute(f"create view {table} as select * from '{records.path(table)}'")
    return db.execute((HERE / "rollup.sql").read_text(encoding="utf-8")).df()


def spark(records: MonthRecords, measured: Callable[[Callable[[], pd.DataFrame]], None]) -> None:
    """Measures the roll-up on a cluster that is already up; starting it is not what a province waits for every month."""
    from tests.rollup import cluster

    with tempfile.TemporaryDirectory() as scratch, cluster.running(Path(scratch), SETTINGS) as address:
        os.environ |= {"SPARK_MASTER": address, "SPARK_CONF_DIR": scratch}
        measured(lambda: rollup.counts(records, load().profile("QH-2020"), CORE, engine="spark"))


def session() -> tuple[float, float]:
    """CPU seconds and peak gigabytes of all processes of this session that are alive (Spark's are many)."""
    cpu = peak_kb = 0
    mine = str(os.getsid(0))
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if fields[3] == mine:
                cpu += int(fields[11]) + int(fields[12])
                status = stat.with_name("status").read_text()
                peak_kb += int(status.partition("VmHWM:")[2].split()[0])
        except (OSError, IndexError):  # it ended meanwhile
            continue
    return cpu / TICKS, peak_kb / 1024**2


def main(name: str, root: Path) -> None:
    records, profile = MonthRecords.open(root), load().profile("QH-2020")

    def measured(work: Callable[[], pd.DataFrame]) -> None:
        before, start = session()[0], time.perf_counter()
        found = work()
        seconds = time.perf_counter() - start
        after, peak_gb = session()
        if set(COLUMNS) <= set(found.columns) or len(found.columns) == len(COLUMNS):
            keep(found, root / f"{name}.arrow")
        print(json.dumps({"cpu": after - before, "seconds": seconds, "peak_gb": peak_gb}))

    match name:
        case "hand":
            measured(lambda: by_hand(records))
        case "core":
            measured(lambda: rollup.counts(records, profile, CORE))
        case "every":
            measured(lambda: rollup.counts(records, profile))
        case "warned":
            measured(lambda: rollup.warnings(records, profile))
        case "spark":
            spark(records, measured)


def keep(found: pd.DataFrame, path: Path) -> None:
    """In one order and one form, so that two legs can be compared."""
    frame = pd.DataFrame({name: found.iloc[:, n] for n, name in enumerate(COLUMNS)})
    frame = frame.astype({"region_code": str, "indicator": str, "numerator": "int64", "denominator": "int64"})
    frame.sort_values(["region_code", "indicator"], ignore_index=True).to_feather(path)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
