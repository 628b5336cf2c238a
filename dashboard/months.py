"""Months as text `YYYY-MM`; the as-of date of a month, A in the rules, is always its last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def as_of(month: str) -> date:
    """The last day of `month`; ValueError when it is not `YYYY-MM`."""
    match = _MONTH.fullmatch(month)
    if not match:
        raise ValueError(f"月份应写作 2020-05 的形式，收到的是“{month}”")
    year, number = int(match[1]), int(match[2])
    return date(year, number, monthrange(year, number)[1])


def shift(month: str, by: int) -> str:
    """The month `by` months later (earlier when negative)."""
    end = as_of(month)
    total = end.year * 12 + end.month - 1 + by
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def label(month: str) -> str:
    """`2020年6月`, as officials write it."""
    end = as_of(month)
    return f"{end.year}年{end.month}月"
