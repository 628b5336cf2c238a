"""A report's sheet: its title, what was found, what the figures rest on, and the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.workbook import Table
from dashboard.workbook import workbook as _workbook


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; a long text wraps."""

    title: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """`said`: the finding; `notes`: month, policy, what is a calculation."""

    name: str
    title: str
    said: str
    notes: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Any]]


def workbook(sheets: Sequence[Sheet], as_of: date) -> bytes:
    """An .xlsx file with one worksheet per sheet."""
    tables = [
        Table(s.title, (s.said, s.notes), [(column.title, column.width) for column in s.columns], s.rows, s.name) for s in sheets
    ]
    return _workbook(tables, as_of)
