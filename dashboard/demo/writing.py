"""Month folders on disk: one file per table (`_1`, `_2` when there are several), the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import xlsxwriter

FORMATS = ("parquet", "csv", "xlsx")
SHEET_ROWS = 1_000_000
"""Rows per workbook: a sheet ends at 1,048,576."""

BOM = b"\xef\xbb\xbf"
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed stamp inside the workbook, so that its bytes do not change


def write(folder: Path, name: str, parts: Sequence[pa.Table], form: str) -> list[Path]:
    """Writes the parts of table `name` and returns their paths; empty tables are written with their header."""
    if form == "xlsx":
        parts = [part.slice(start, SHEET_ROWS) for part in parts for start in range(0, max(1, part.num_rows), SHEET_ROWS)]
    paths = []
    for n, part in enumerate(parts, start=1):
        path = folder / (f"{name}.{form}" if len(parts) == 1 else f"{name}_{n}.{form}")
        {"parquet": _parquet, "csv": _csv, "xlsx": _xlsx}[form](part, path)
        paths.append(path)
    return paths


def _parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd", compression_level=1, store_schema=False, write_statistics=False)


def _csv(table: pa.Table, path: Path) -> None:
    with path.open("wb") as handle:
        handle.write(BOM)
        pyarrow.csv.write_csv(table, handle)


def _xlsx(table: pa.Table, path: Path) -> None:
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, table.column_names)
        row = 0
        for batch in table.to_batches(max_chunksize=20_000):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                row += 1
                for column, value in enumerate(values):
                    _cell(sheet, row, column, value)


def _cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value))
