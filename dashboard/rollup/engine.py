"""Where the expressions run: DuckDB inside the process, or a Spark cluster. The expressions are the same."""

from __future__ import annotations

import os
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir
import pandas as pd

from dashboard.records import TABLES, MonthRecords

ENGINES = ("duckdb", "spark")


class EngineMissingError(RuntimeError):
    """The engine that was asked for is not installed; the message says what to do."""


class Engine(Protocol):
    """What a roll-up asks of a backend."""

    def read(self, path: str) -> ir.Table:
        """A Parquet file as a relation."""

    def keep(self, expression: ir.Table) -> ir.Table:
        """Evaluates a relation once, so that the indicators which share it do not repeat its work."""


class DuckDB:
    def __init__(self) -> None:
        self._backend = ibis.duckdb.connect()
        self._backend.raw_sql("set enable_progress_bar = false")  # commands print their own progress

    def read(self, path: str) -> ir.Table:
        return self._backend.read_parquet(path)

    def keep(self, expression: ir.Table) -> ir.Table:
        return self._backend.create_table(ibis.util.gen_name("kept"), expression, temp=True)


class Spark:
    """The cluster of SPARK_MASTER (default `local[*]`). Workers must see the Parquet files under the same path as the driver."""

    def __init__(self) -> None:
        try:
            from pyspark.errors import PySparkRuntimeError
            from pyspark.sql import SparkSession
        except ImportError as missing:
            raise EngineMissingError("未安装 Spark：请先执行 pip install -r requirements-spark.txt") from missing
        builder = SparkSession.builder.appName("health-poverty-rollup")
        settings = {
            "spark.master": os.environ.get("SPARK_MASTER", "local[*]"),
            # Dates carry no clock here; a fixed zone keeps every worker from shifting one.
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        for key, value in settings.items():
            builder = builder.config(key, value)
        try:
            self._session: Any = builder.getOrCreate()
        except PySparkRuntimeError as fault:
            raise EngineMissingError(f"Spark 没有启动：需要 Java 17 或更新版本，见 docs/spark.md。（{fault}）") from fault
        self._backend = ibis.pyspark.connect(self._session)

    def read(self, path: str) -> ir.Table:
        return self._backend.read_parquet(path)

    def keep(self, expression: ir.Table) -> ir.Table:
        # Ibis has no temporary tables on Spark, and its own cache drops them too late to be safe at exit.
        name = ibis.util.gen_name("kept")
        self._session.sql(self._backend.compile(expression)).cache().createOrReplaceTempView(name)
        return self._backend.table(name)


def connect(engine: str | None = None) -> Engine:
    """`duckdb` (the default) or `spark` (needs requirements-spark.txt); ValueError for any other."""
    if engine in (None, "duckdb"):
        return DuckDB()
    if engine == "spark":
        return Spark()
    raise ValueError(f"未知的计算引擎“{engine}”，可用：{'、'.join(ENGINES)}")


class Workspace:
    """A month's Parquet files as Ibis tables on one engine."""

    def __init__(self, records: MonthRecords, engine: str | None = None) -> None:
        self._engine = connect(engine)
        self._records = records
        self._tables: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        """The accepted rows of a table; no rows when the month did not bring it (callers ask `reported` where that differs)."""
        if name not in self._tables:
            path = self._records.path(name)
            self._tables[name] = self._empty(name) if path is None else self._engine.read(str(path))
        return self._tables[name]

    def file(self, name: str) -> ir.Table:
        """A Parquet file that stands beside the tables."""
        return self._engine.read(str(self._records.root / name))

    def _empty(self, name: str) -> ir.Table:
        """No rows of the table's schema, drawn from a table that is there: works alike on every engine."""
        some = self.table(next(iter(self._records.columns)))
        schema = ibis.Schema.from_pyarrow(TABLES[name].arrow_schema)
        return some.filter(ibis.literal(False)).select(**{column: ibis.null(dtype) for column, dtype in schema.items()})

    def keep(self, expression: ir.Table) -> ir.Table:
        return self._engine.keep(expression)


def fetch(expression: ir.Table) -> pd.DataFrame:
    """The rows as ArrowDtype columns: nulls stay nulls and integers stay integers on every engine."""
    return expression.to_pyarrow().to_pandas(types_mapper=pd.ArrowDtype)
