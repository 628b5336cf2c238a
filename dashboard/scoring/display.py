"""Points, values and inputs as the files write them."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.scoring.logic import BLANK, Bools, Bounds, Ints
from dashboard.scoring.rates import PERCENT_SCALE, PERCENTAGE, SOURCES, Share


def hundredths(values: Ints, blank: Bools | None = None) -> np.ndarray:
    """Whole hundredths as text without trailing zeros: 6999 → 69.99, 7000 → 70; "" where `blank` or BLANK."""
    distinct, inverse = np.unique(values, return_inverse=True)
    words = np.array([_decimal(value, 2) for value in distinct.tolist()], dtype=object)
    found = words[inverse]
    found[(values == BLANK) if blank is None else blank] = ""
    return found


def scaled(value: int, digits: int) -> str:
    """`value` / 10^digits, exact, without trailing zeros; "" for BLANK."""
    return "" if value == BLANK else _decimal(value, digits)


def _decimal(value: int, digits: int) -> str:
    sign, size = "-" if value < 0 else "", abs(value)
    whole, part = divmod(size, 10**digits)
    fraction = str(part).zfill(digits).rstrip("0")
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def bounds_columns(points: Bounds) -> dict[str, np.ndarray]:
    """`points, low, high`: points are empty while the bounds differ."""
    return {
        "points": hundredths(points.low, points.open),
        "low": hundredths(points.low, np.zeros(len(points.low), bool)),
        "high": hundredths(points.high, np.zeros(len(points.high), bool)),
    }


def flag_words(flags: np.ndarray) -> np.ndarray:
    """JSON values of 1, 0, −1."""
    return np.array(["null", '"否"', '"是"'], dtype=object)[flags + 1]


def number_words(numbers: Ints) -> np.ndarray:
    """JSON values of counts."""
    distinct, inverse = np.unique(numbers, return_inverse=True)
    return np.array(["null" if n == BLANK else str(n) for n in distinct.tolist()], dtype=object)[inverse]


def share_words(share: Share, names: tuple[str, str]) -> dict[str, np.ndarray]:
    """JSON fields of a share: its two counts or its percentage, and where they come from."""
    by_percent = share.source == PERCENTAGE
    counts = (
        number_words(np.where(by_percent, BLANK, share.numerator)),
        number_words(np.where(by_percent, BLANK, share.denominator)),
    )
    percent = np.full(len(share.source), "null", dtype=object)
    percent[by_percent] = [_decimal(value * 100, 8) for value in share.numerator[by_percent].tolist()]
    sources = np.array([f'"{word}"' for word in SOURCES], dtype=object)[share.source]
    return {names[0]: counts[0], names[1]: counts[1], "百分比": percent, "来源": sources}


def json_rows(fields: dict[str, np.ndarray]) -> np.ndarray:
    """One JSON object per row from columns of ready JSON values."""
    pieces: list[pa.Scalar | pa.Array] = []
    for number, (name, values) in enumerate(fields.items()):
        pieces += [
            pa.scalar((", " if number else "{") + json.dumps(name, ensure_ascii=False) + ": "),
            pa.array(values, pa.string()),
        ]
    joined = pc.binary_join_element_wise(*pieces, pa.scalar("}"), pa.scalar(""))
    return joined.to_numpy(zero_copy_only=False)


assert PERCENT_SCALE == 10**8  # `share_words` prints percentages by this scale
