"""What an import found: per file and per refused cell."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from dashboard.importing.ledger import Entry
from dashboard.records import MonthRecords


class UnreadableError(Exception):
    """An input that cannot be read at all; the message says why and what to do, in zh-CN."""


@dataclass
class FileReport:
    file: str
    table: str
    rows: int = 0  # always accepted + refused
    accepted: int = 0
    refused: int = 0
    repairs: dict[str, int] = field(default_factory=dict)  # kind of repair -> cells
    notices: list[str] = field(default_factory=list)
    sha256: str = ""


@dataclass
class ImportReport:
    """`records` holds the accepted rows; nothing is accepted while `unreadable` names a file."""

    month: str
    files: list[FileReport]
    rejects: Path  # rejects.csv, one line per bad cell
    repairs: Path  # Parquet: table, file, sheet, row, column, original, kind
    quality: Path  # Parquet: table, rule, column, key, region_code, detail
    records: MonthRecords
    unreadable: list[tuple[str, str]]
    notices: list[str]

    @classmethod
    def reopen(cls, folder: Path, files: list[dict]) -> "ImportReport":
        """The report of an import whose folder was kept; `files` are its FileReports as dictionaries."""
        kept = [FileReport(**file) for file in files]
        records = MonthRecords.open(folder)
        rejects, repairs, quality = (folder / name for name in ("rejects.csv", "repairs.parquet", "quality.parquet"))
        return cls(records.month, kept, rejects, repairs, quality, records, unreadable=[], notices=[])

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def refused(self) -> int:
        return sum(file.refused for file in self.files)

    def entry(self, at: str, by: str, area: str) -> Entry:
        """The line of the import ledger."""
        files = [asdict(file) for file in self.files]
        return Entry(at, by, self.month, area, self.rows, self.rows - self.refused, self.refused, files)

    @property
    def hits(self) -> pd.DataFrame:
        """Quality hits: accepted rows that contradict themselves or other tables (M-24)."""
        return pq.read_table(self.quality).to_pandas(types_mapper=pd.ArrowDtype)
