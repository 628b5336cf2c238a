"""One workbook: a title, what the table is and rests on, a table that can be filtered and printed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

_FONT = {"font_name": "宋体", "font_size": 10, "valign": "top"}
_FIRST_ROW = 4


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; a long text wraps."""

    title: str
    width: int = 12
    number: str = ""
    """Excel number format, `#,##0`; empty for text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`said`: the finding; `notes`: month, policy, what is a calculation."""

    name: str
    title: str
    said: str
    notes: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file. Cells never become formulas or links, whatever an imported name looks like."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        for sheet in sheets:
            _write(book, sheet)
    return out.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, book.add_format({**_FONT, "font_size": 16, "bold": True}))
    page.write_string(1, 0, sheet.said, book.add_format({**_FONT, "font_size": 11}))
    page.write_string(2, 0, sheet.notes, book.add_format({**_FONT, "font_color": "#52606D"}))
    head = book.add_format({**_FONT, "bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#EEF2F5"})
    styles = [book.add_format({**_FONT, "text_wrap": True, "num_format": column.number or "@"}) for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(_FIRST_ROW, at, column.title, head)
    for number, row in enumerate(sheet.rows, _FIRST_ROW + 1):
        for at, (value, style) in enumerate(zip(row, styles, strict=True)):
            if value is None or value == "":
                page.write_blank(number, at, None, style)
            elif isinstance(value, int | float):
                page.write_number(number, at, value, style)
            else:
                page.write_string(number, at, str(value), style)
    page.freeze_panes(_FIRST_ROW + 1, 2)
    if sheet.rows:
        page.autofilter(_FIRST_ROW, 0, _FIRST_ROW + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_FIRST_ROW)
    page.set_footer("&C第 &P 页，共 &N 页")
