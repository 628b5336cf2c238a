"""Tables as an .xlsx file that prints on A4: title and notes above, the header repeated on every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

YUAN = "#,##0.00"


@dataclass(frozen=True, slots=True)
class Table:
    """One worksheet. `columns`: (header, width in characters); a header that ends in （元） holds fen and is shown in yuan."""

    title: str
    notes: Sequence[str]
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Any]]
    name: str
    """Name of the worksheet, at most 31 characters."""


def workbook(tables: Sequence[Table], as_of: date) -> bytes:
    """The file's bytes; equal tables give equal cells, and the creation date is that of the data."""
    out = io.BytesIO()
    # A cell that begins with “=” is text that somebody typed, never a formula of ours.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": tables[0].title, "created": datetime(as_of.year, as_of.month, as_of.day)})  # noqa: DTZ001
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#F0F3F6"})
        formats = {
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "yuan": book.add_format({"num_format": YUAN, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        }
        for table in tables:
            _write(book.add_worksheet(table.name[:31]), table, bold, head, formats)
    return out.getvalue()


def _write(sheet: Any, table: Table, bold: Any, head: Any, formats: dict[str, Any]) -> None:
    sheet.write_string(0, 0, table.title, bold)
    for n, note in enumerate(table.notes, start=1):
        sheet.write_string(n, 0, note)
    top = 1 + len(table.notes)
    for column, (name, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, name, head)
    for n, row in enumerate(table.rows, start=top + 1):
        for column, value in enumerate(row):
            _cell(sheet, n, column, value, table.columns[column][0].endswith("（元）"), formats)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(1, len(table.rows)), len(table.columns) - 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + table.title.replace("&", "&&") + "&R第 &P / &N 页")


def _cell(sheet: Any, row: int, column: int, value: Any, yuan: bool, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, column, None, formats["text"])
        case bool():
            sheet.write_string(row, column, "是" if value else "否", formats["text"])
        case int() if yuan:
            sheet.write_number(row, column, value / 100, formats["yuan"])
        case int():
            sheet.write_number(row, column, value, formats["text"])
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001
        case _:
            sheet.write_string(row, column, str(value), formats["text"])
