"""What hands do to the cells, rows and columns of a table; each says what it did, `heading` when rows cannot be counted."""

from __future__ import annotations

import random
from collections.abc import Callable

Rows = list[list[str]]  # header first

_NASTY = (
    "", " ", "\u3000", "0", "-1", "1e400", "NaN", "9" * 40, "1,2,3", "１２．５", "43952", "2020-02-30", "2020/5/1", "5月1日",
    "=1+1", "#REF!", "是", "无", "√", "是;否", "6328", "0632801", "632801001201.0", "63;6328", "V1", "P1", "'", '"',
    "a,b", "a;b", "a\tb", "a\nb", "\x00", "\ufeff", "\ue00043952", "𠮷", "\u202e", "NULL", "nan", "None", "-", "—",
    "%", "元", "12.345元", "1.005", "９９", "true", "²", "٣", "2020-05-01 24:00:00", "0.1e2", "+5", "--5", "x" * 5_000,
)  # fmt: skip


def _cell(rows: Rows, rng: random.Random) -> str:
    if len(rows) > 1:
        row = rng.randrange(1, len(rows))
        if rows[row]:
            rows[row][rng.randrange(len(rows[row]))] = rng.choice(_NASTY)
    return "cell"


def _blank_row(rows: Rows, rng: random.Random) -> str:
    rows.insert(rng.randrange(1, len(rows) + 1), [rng.choice(("", " ", "\u3000"))] * len(rows[0]))
    return "blank row"


def _twice(rows: Rows, rng: random.Random) -> str:
    if len(rows) > 1:
        rows.append(list(rng.choice(rows[1:])))
    return "row twice"


def _short(rows: Rows, rng: random.Random) -> str:
    if len(rows) > 1:
        del rng.choice(rows[1:])[rng.randrange(1, 4) :]
    return "short row"


def _long(rows: Rows, rng: random.Random) -> str:
    if len(rows) > 1:
        rng.choice(rows[1:]).extend(["", rng.choice(_NASTY)][rng.randrange(2) :])
    return "long row"


def _column(rows: Rows, rng: random.Random) -> str:
    """Columns in another order."""
    one, two = (rng.randrange(len(rows[0])) for _ in range(2))
    for row in rows:
        if max(one, two) < len(row):
            row[one], row[two] = row[two], row[one]
    return "columns" if all(len(row) > max(one, two) for row in rows) else "heading"


def _unknown_column(rows: Rows, rng: random.Random) -> str:
    for row in rows:
        row.insert(0, rng.choice(_NASTY) if row is not rows[0] else "备注")
    return "heading"


def _heading(rows: Rows, rng: random.Random) -> str:
    at = rng.randrange(len(rows[0]))
    rows[0][at] = rng.choice((rows[0][at] + "*", f" {rows[0][at]}\n", rows[0][0], "", "序号", rows[0][at] + "（元）", "就诊编号"))
    return "heading"


def _title(rows: Rows, rng: random.Random) -> str:
    rows.insert(0, ["2020年5月报表", *[""] * rng.randrange(3)])
    return "heading"


def _no_rows(rows: Rows, rng: random.Random) -> str:
    if rng.random() < 0.2:
        del rows[1:]
    return "no rows"


CELLS: tuple[Callable[[Rows, random.Random], str], ...] = (
    _cell, _cell, _cell, _cell, _blank_row, _twice, _short, _long, _column, _unknown_column, _heading, _title, _no_rows,
)  # fmt: skip
