"""Sheets of an .xlsx as batches of text with the row number that Excel shows."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from dashboard.importing import headers
from dashboard.importing.delimited import ROW, SURPLUS
from dashboard.importing.report import UnreadableError
from dashboard.records import Table

_BATCH_ROWS = 20_000
SERIAL = "\ue000"  # private-use mark: the number after it was a numeric cell in a date column, so an Excel serial date
_SERIALS = range(20_000, 80_000)  # 1954 … 2119: a numeric cell in this range is a day, not a 202005


@dataclass(frozen=True)
class Sheet:
    name: str
    header: headers.Header
    rows: list[list[Any]]  # from A1 on
    dated: frozenset[int]  # positions of date and month columns


def sheets(path: Path, table: Table, aliases: headers.Aliases) -> tuple[list[Sheet], list[str]]:
    """The sheets whose header matches the table, and a notice for each other sheet."""
    found: list[Sheet] = []
    notices: list[str] = []
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        contents = [(name, _cells(workbook, name)) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError(_why(path, error)) from error
    for name, rows in contents:
        header = headers.find(rows, table, aliases)
        if header is None:
            notices.append(f"工作表“{name}”没有《{table.name}》的表头，已忽略")
        else:
            dated = (i for column, i in header.columns.items() if table.columns[column].value_type in ("date", "month"))
            found.append(Sheet(name, header, rows, frozenset(dated)))
    if not found:
        raise UnreadableError(f"没有一个工作表在前 {headers.TITLE_ROWS + 1} 行内有《{table.name}》的表头")
    return found, notices


def _why(path: Path, error: Exception) -> str:
    """Why a file is no workbook, by its first bytes: what it is instead, where that is known."""
    with path.open("rb") as stream:
        start = stream.read(512)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "是加密的工作簿或旧版 .xls（Excel 97-2003），只是改了扩展名。请用表格软件打开，去掉密码，另存为 .xlsx"
    if b"<html" in start.lower() or b"<table" in start.lower() or start.startswith(b"<?xml"):
        return "是网页或 XML，只是改了扩展名。请用表格软件打开，另存为 .xlsx"
    if not start.startswith(b"PK"):
        return "不是 .xlsx，只是改了扩展名；若是文字表格，请把扩展名改为 .csv，否则另存为 .xlsx"
    return f"不是可读的 .xlsx（{error}）。文件可能损坏；请用表格软件打开后另存为 .xlsx"


def _cells(workbook: CalamineWorkbook, name: str) -> list[list[Any]]:
    """The sheet's cells; a merged cell near the top speaks for every cell it covers, as in two-line headers."""
    sheet = workbook.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top > headers.TITLE_ROWS or (left == right and top == bottom) or top >= len(rows):
            continue
        for row in rows[top : bottom + 1]:
            for position in range(left, min(right + 1, len(row))):
                row[position] = rows[top][left]
    return rows


def batches(sheet: Sheet) -> Iterator[pa.RecordBatch]:
    """As `delimited.batches`, for one sheet."""
    width = len(sheet.header.names)
    names = [f"c{i}" for i in range(width)] + [ROW, SURPLUS]
    numbered = enumerate(sheet.rows[sheet.header.row + 1 :], start=sheet.header.row + 2)
    while part := list(itertools.islice(numbered, _BATCH_ROWS)):
        columns = [_text([row[i] if i < len(row) else "" for _, row in part], dated=i in sheet.dated) for i in range(width)]
        arrays = [*columns, pa.array([row for row, _ in part], pa.int64()), pa.nulls(len(part), pa.string())]
        yield pa.RecordBatch.from_arrays(arrays, names=names)


def _text(cells: Sequence[Any], dated: bool) -> pa.Array:
    return pa.array([_one(cell, dated) for cell in cells], pa.string())


def _one(cell: Any, dated: bool) -> str | None:
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        text = str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)
        return SERIAL + text if dated and int(cell) in _SERIALS else text
    if isinstance(cell, dt.datetime):
        return str(cell.date() if cell.time() == dt.time() else cell)
    return None if cell is None else str(cell)
