"""Where the expressions run: DuckDB inside the process, or a Spark cluster. The expressions are the same."""

from __future__ import annotations

import os
from typing import Any

import ibis
import ibis.expr.types as ir

from dashboard.records import TABLES, MonthRecords

ENGINES = ("duckdb", "spark")


def connect(engine: str | None = None) -> Any:
    """An Ibis backend. `spark` needs requirements-spark.txt and takes its cluster from SPARK_MASTER (default: local[*])."""
    if engine in (None, "duckdb"):
        return ibis.duckdb.connect()
    if engine == "spark":
        return _spark()
    raise ValueError(f"未知的计算引擎“{engine}”，可用：{'、'.join(ENGINES)}")


def _spark() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise RuntimeError("未安装 Spark：请先执行 pip install -r requirements-spark.txt") from missing
    builder = SparkSession.builder.appName("health-poverty-rollup").master(os.environ.get("SPARK_MASTER", "local[*]"))
    # Dates carry no clock here; a fixed zone keeps every worker from shifting one.
    builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.ui.enabled", "false")
    return ibis.pyspark.connect(builder.getOrCreate())


class Workspace:
    """A month's Parquet files as Ibis tables on one backend."""

    def __init__(self, records: MonthRecords, engine: str | None = None) -> None:
        self.backend = connect(engine)
        self._records = records

    def table(self, name: str) -> ir.Table:
        """The accepted rows of a table; no rows when the month did not bring it (callers ask `reported` where that differs)."""
        path = self._records.path(name)
        if path is None:
            return ibis.memtable(TABLES[name].arrow_schema.empty_table())
        return self.backend.read_parquet(str(path))

    def keep(self, expression: ir.Table) -> ir.Table:
        """Evaluates a relation once, so that the indicators which share it do not repeat its work."""
        return self.backend.create_table(ibis.util.gen_name("kept"), expression, temp=True)
