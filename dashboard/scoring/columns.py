"""Arrow columns of the month's records as plain arrays, blanks kept apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.scoring.logic import BLANK

DECIMALS = 6
"""Exported decimals are stored with six digits; here they are whole millionths."""


def arrow(series: pd.Series) -> pa.Array:
    """The column as one Arrow array."""
    found = pa.array(series, from_pandas=True) if not isinstance(series.dtype, pd.ArrowDtype) else series.array.__arrow_array__()
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def flags(series: pd.Series) -> np.ndarray:
    """int8: 1 是, 0 否, −1 blank."""
    return pc.fill_null(pc.cast(arrow(series), pa.int8()), BLANK).to_numpy(zero_copy_only=False)


def counts(series: pd.Series) -> np.ndarray:
    """int64, BLANK where nothing was reported."""
    return pc.fill_null(pc.cast(arrow(series), pa.int64()), BLANK).to_numpy(zero_copy_only=False)


def millionths(series: pd.Series) -> np.ndarray:
    """int64 millionths of an exact decimal, BLANK where nothing was reported."""
    values = arrow(series).to_pylist()
    return np.array([BLANK if value is None else int(value.scaleb(DECIMALS)) for value in values], dtype=np.int64)


def dates(series: pd.Series) -> np.ndarray:
    """datetime64[D], NaT where blank."""
    return pc.cast(arrow(series), pa.date32()).to_numpy(zero_copy_only=False).astype("datetime64[D]")


def text(series: pd.Series) -> np.ndarray:
    """Objects: str, or "" where blank."""
    filled = pc.fill_null(pc.cast(arrow(series), pa.string()), "")
    return filled.to_numpy(zero_copy_only=False)


def exploded(series: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The members of a list column, and the row of each."""
    lists = arrow(series)
    rows = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
    return rows.astype(np.int64), text_array(pc.list_flatten(lists))


def text_array(values: pa.Array) -> np.ndarray:
    return pc.fill_null(pc.cast(values, pa.string()), "").to_numpy(zero_copy_only=False)


def coded(values: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Short codes (int16) and the words they stand for; a word list is small, the column long."""
    codes, words = pd.factorize(values, sort=True)
    return codes.astype(np.int16), [str(word) for word in words]


def in_words(codes: np.ndarray, words: list[str], wanted: Any) -> np.ndarray:
    """Whether each coded value is one of the `wanted` words."""
    table = np.array([word in set(wanted) for word in words] or [False], dtype=bool)
    return table[codes]


def among(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether each text is one of the known ones (pandas' own test walks long Arrow sets in Python)."""
    return pd.Index(known, dtype=object).get_indexer(pd.Index(values, dtype=object)) >= 0


def first_per_key(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """The frame indexed by its key, one row each (import keeps the first already)."""
    return frame.drop_duplicates(key).set_index(key)
