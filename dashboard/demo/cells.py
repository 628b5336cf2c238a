"""Arrow columns as an export holds them: text from small dictionaries, dates, money with two decimals, blanks as nulls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zlib import crc32

import numpy as np
import pandas as pd
import pyarrow as pa

NEVER = np.int32(2_000_000)
"""A day beyond every calendar: the event does not happen. Days count from 1970-01-01."""

_EPOCH = date(1970, 1, 1).toordinal()


def day(when: date) -> int:
    """Days since 1970-01-01."""
    return when.toordinal() - _EPOCH


def calendar_date(days: int) -> date:
    return date.fromordinal(int(days) + _EPOCH)


def stream(seed: int, name: str) -> np.random.Generator:
    """An independent random stream per part of the world, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, crc32(name.encode())])


def dates(days: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """date32; null where `days` is NEVER (or beyond) or not `known`."""
    blank = days >= NEVER
    if known is not None:
        blank = blank | ~known
    return pa.array(days.astype(np.int32), mask=blank).cast(pa.date32())


def words(index: np.ndarray, vocabulary: Sequence[str], known: np.ndarray | None = None) -> pa.DictionaryArray:
    """Text `vocabulary[index]`; null where index < 0 or not `known`. Words differ: Parquet writes equal ones by chance."""
    if len(set(vocabulary)) < len(vocabulary):
        raise ValueError(f"repeated words: {vocabulary}")
    blank = index < 0
    if known is not None:
        blank = blank | ~known
    indices = pa.array(np.where(blank, 0, index).astype(np.int32), mask=blank)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(vocabulary), pa.string()))


def flags(values: np.ndarray, known: np.ndarray | None = None) -> pa.DictionaryArray:
    """是/否, null where not `known`."""
    return words(np.asarray(values).astype(np.int8), ("否", "是"), known)


def whole(values: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """int32, null where not `known`."""
    return pa.array(np.asarray(values).astype(np.int32), mask=None if known is None else ~known)


def text(values: Sequence[str] | np.ndarray | pd.Series, known: np.ndarray | None = None) -> pa.Array:
    return pa.array(np.asarray(values, dtype=object), pa.string(), mask=None if known is None else ~known)


def const(value: str, rows: int) -> pa.DictionaryArray:
    """One word in every row."""
    return words(np.zeros(rows, np.int8), (value,))


def blank(rows: int) -> pa.Array:
    return pa.nulls(rows, pa.string())


def serials(prefix: str, rows: int, width: int, start: int = 1) -> pa.Array:
    """`prefix0000001` …: ids that are visibly synthetic."""
    return pa.array([f"{prefix}{n:0{width}d}" for n in range(start, start + rows)], pa.string())


def pick(ids: pa.Array, index: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """`ids[index]`; null where index < 0 or not `known`."""
    blank = index < 0
    if known is not None:
        blank = blank | ~known
    return ids.take(pa.array(np.where(blank, 0, index).astype(np.int64), mask=blank))


def yuan(fen: np.ndarray, known: np.ndarray | None = None) -> pa.Array:
    """decimal(14,2) yuan from integer fen, without a detour through floating point."""
    low = np.asarray(fen, dtype=np.int64)
    both = np.column_stack([low, low >> 63])  # a 128-bit little-endian integer: low half, sign extension
    exact = pa.Array.from_buffers(pa.decimal128(14, 2), len(low), [None, pa.py_buffer(np.ascontiguousarray(both))])
    return exact if known is None else pa.compute.if_else(pa.array(known), exact, pa.scalar(None, exact.type))


def names(index: np.ndarray, known: np.ndarray | None = None) -> pa.DictionaryArray:
    """示例甲子, 示例乙丑 …: names that can belong to nobody."""
    stems, branches = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
    vocabulary = [f"示例{a}{b}" for a in stems for b in branches]
    return words(index % len(vocabulary), vocabulary, known)


def masked_ids(index: np.ndarray) -> pa.DictionaryArray:
    """`示例**0042`: an identity number of no valid form."""
    return words(index % 10_000, [f"示例**{n:04d}" for n in range(10_000)])
