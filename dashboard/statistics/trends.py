"""A trend test before an arrow is drawn.

Mann–Kendall on the monthly shares: free of any assumption on their distribution, exact for short series (scipy's Kendall τ with
time). Cochran–Armitage is not used: it takes the months for independent samples, while a month here holds nearly the same persons
as the one before. What remains of that dependence makes the test too ready to see a trend, so an arrow means "worth a look".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import kendalltau

LEAST_MONTHS = 5
"""With four months even a perfect order has p = 0.083."""
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Trend:
    """`direction`: +1 rising, −1 falling, 0 no trend shown; `p_value` None when there are too few months to test."""

    direction: int
    p_value: float | None
    months: int


def trend(counts: Sequence[tuple[int, int] | None]) -> Trend:
    """`counts`: (numerator, denominator) per month, oldest first; None or 0/0 for a month without data, which keeps its place."""
    points = [(at, pair[0] / pair[1]) for at, pair in enumerate(counts) if pair and pair[1] > 0]
    if len(points) < LEAST_MONTHS:
        return Trend(0, None, len(points))
    found = kendalltau([at for at, _ in points], [share for _, share in points])
    p = float(found.pvalue)
    if not p <= SIGNIFICANT:  # also NaN: a constant series has no order at all
        return Trend(0, None if p != p else p, len(points))
    return Trend(1 if found.statistic > 0 else -1, p, len(points))
