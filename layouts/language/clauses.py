"""Figures that Chinese writes with characters: dates, clause numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "两": 2}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_UP_TO_99 = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CLAUSE = re.compile(rf"(?:第?{_UP_TO_99}[条章]?)?(?:[（(]{_UP_TO_99}[)）]|\d|[（(]\d+[)）]|[①-⑳]|、)*")
_NUMERAL = re.compile(rf"([（(]?)第?({_UP_TO_99})[条章]?([)）]?)")


_FILE = re.compile(r"[\w./-]+\.(?:csv|xlsx|parquet|zip|txt|yaml|geojson|shp|gpkg)")
"""A file keeps its name."""


def _number(text: str) -> int:
    """Up to 99."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text]
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def _month(number: str) -> str | None:
    return _MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else None


def _date(year: str | None, month: str, day: str | None) -> str | None:
    named = _month(month)
    return named and " ".join(part for part in (day and str(int(day)), named, year) if part)


def _things(number: str) -> str:
    count = int(number) if number.isdigit() else _DIGITS[number]
    return f"{count} thing" if count == 1 else f"{count} things"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"), lambda m: _date(m[1], m[2], m[3])),
    (re.compile(r"(\d{4})年(\d{1,2})月"), lambda m: _date(m[1], m[2], None)),
    (re.compile(r"(\d{1,2})月(\d{1,2})日"), lambda m: _date(None, m[1], m[2])),
    (re.compile(r"(\d{1,2})月"), lambda m: (_month(m[1]) or "")[:3] or None),
    (re.compile(r"(\d{4})年"), lambda m: m[1]),
    (re.compile(r"([一两三四五六七八九十]|\d+)件事"), lambda m: _things(m[1])),
    (re.compile(rf"规范第({_UP_TO_99})条"), lambda m: f"Specification art. {_number(m[1])}"),
)


def figure(text: str) -> str | None:
    """`2020年6月30日` → `30 June 2020`; `一(二)3(1)④` → `I(2)3(1)④`; None for anything else."""
    for form, said in _FORMS:
        if found := form.fullmatch(text):
            return said(found)
    if _FILE.fullmatch(text):
        return text
    if text in _DIGITS:
        return _ROMAN[_DIGITS[text]]
    if len(text) > 1 and _CLAUSE.fullmatch(text):
        return _NUMERAL.sub(_clause, text).replace("、", ", ")
    return None


def _clause(found: re.Match[str]) -> str:
    number = _number(found[2])
    if found[1]:
        return f"({number})"
    return (_ROMAN[number] if number < len(_ROMAN) else str(number)) + found[3]
