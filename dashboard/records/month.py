"""The accepted rows of one imported month."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard import months
from dashboard.records.schema import MONTH_COLUMN, TABLES, Table

META = "meta.json"


@dataclass(frozen=True)
class MonthRecords:
    """Accepted rows of one imported folder: `root/<table>.parquet` and `root/meta.json`.

    A table that the month did not bring is "not reported" (未报送), which differs from one that it brought empty.
    """

    month: str
    root: Path
    columns: Mapping[str, tuple[str, ...]]  # table -> standard columns that its files had

    @classmethod
    def open(cls, root: Path) -> "MonthRecords":
        meta = json.loads((root / META).read_text(encoding="utf-8"))
        return cls(meta["month"], root, {name: tuple(entry["columns"]) for name, entry in meta["tables"].items()})

    @staticmethod
    def write_meta(root: Path, month: str, columns: Mapping[str, Sequence[str]], rows: Mapping[str, int]) -> None:
        """Write the meta.json that `open` reads; the tables' Parquet files stand beside it."""
        tables = {name: {"rows": rows[name], "columns": list(present)} for name, present in columns.items()}
        text = json.dumps({"month": month, "tables": tables}, ensure_ascii=False, indent=1)
        (root / META).write_text(text, encoding="utf-8")

    @property
    def as_of(self) -> date:
        return months.as_of(self.month)

    @property
    def rows(self) -> int:
        """Accepted rows of all tables."""
        tables = json.loads((self.root / META).read_text(encoding="utf-8"))["tables"]
        return sum(entry["rows"] for entry in tables.values())

    def reported(self, table: str) -> bool:
        """False: the month did not bring this table (未报送)."""
        return _known(table).name in self.columns

    def has_column(self, table: str, column: str) -> bool:
        """Whether a file of the table had that column (a column of nulls otherwise)."""
        return column in self.columns.get(_known(table).name, ())

    def path(self, table: str) -> Path | None:
        """The table's Parquet file with every accepted row, also those of other 监测期; None if not reported."""
        return self.root / f"{table}.parquet" if self.reported(table) else None

    def frame(self, table: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The table's rows that count for the month, as ArrowDtype columns; empty with all columns if not reported.

        Tables keyed by 监测期 (the monitoring tables) give only the rows whose 监测期 is the month.
        """
        schema = _known(table)
        wanted = list(columns if columns is not None else schema.columns)
        path = self.path(table)
        if path is None:
            rows = pa.schema([schema.arrow_schema.field(name) for name in wanted]).empty_table()
        else:
            only = [(MONTH_COLUMN, "==", self.month)] if schema.keyed_by_month else None
            rows = pq.read_table(path, columns=wanted, filters=only)
        return rows.to_pandas(types_mapper=pd.ArrowDtype)


def _known(table: str) -> Table:
    return TABLES[table]
