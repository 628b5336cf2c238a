"""Funnel plot: which units differ from their region by more than chance of their size explains.

A unit lies beyond a limit when a count as far out as its own has less than the tail probability under the region's share
(exact binomial, each side). The limits drawn are those of Spiegelhalter (2005), "Funnel plots for comparing institutional
performance", appendix A.1: binomial quantiles, interpolated so that they move smoothly with the size of the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

LEVELS = (95.0, 99.8)
"""Coverage in percent: about 2 and 3 standard errors of a normal distribution."""
_CURVE_POINTS = 60
INSIDE, BEYOND_95, BEYOND_998 = "限内", "超出95%限", "超出99.8%限"


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """`position`: 限内 / 超出95%限 / 超出99.8%限; `side`: −1 below the region's share, +1 above, 0 inside the limits."""

    key: str
    numerator: int
    denominator: int
    percent: float
    position: str
    side: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """`centre`: the region's share in percent. `curve`: (denominator, low95, high95, low99.8, high99.8) in percent, to draw."""

    centre: float
    units: tuple[FunnelUnit, ...]
    curve: tuple[tuple[int, float, float, float, float], ...]


def funnel(units: Iterable[tuple[str, int, int]]) -> Funnel | None:
    """`units`: (key, numerator, denominator). Units without cases are left out; None when nothing is left."""
    counted = [(key, n, d) for key, n, d in units if 0 <= n <= d and d > 0]
    if not counted:
        return None
    sizes = np.array([d for _, _, d in counted])
    hits = np.array([n for _, n, _ in counted])
    share = hits.sum() / sizes.sum()
    below, above = binom.cdf(hits, sizes, share), binom.sf(hits - 1, sizes, share)
    placed = []
    for at, (key, n, d) in enumerate(counted):
        far = min(below[at], above[at])
        position = BEYOND_998 if far < _tail(LEVELS[1]) else BEYOND_95 if far < _tail(LEVELS[0]) else INSIDE
        side = 0 if position == INSIDE else -1 if below[at] < above[at] else 1
        placed.append(FunnelUnit(key, n, d, 100 * n / d, position, side))
    return Funnel(100 * float(share), tuple(placed), _curve(float(share), int(sizes.min()), int(sizes.max())))


def limits(share: float, sizes: Sequence[int] | np.ndarray, coverage: float) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of a unit's share for each size, when the true share is `share` (0 … 1)."""
    sizes = np.asarray(sizes, dtype=np.int64)
    # Where even none, or all, of a unit's cases are likelier than the tail, there is no limit on that side.
    low = np.where(binom.cdf(0, sizes, share) >= _tail(coverage), 0.0, _quantile(_tail(coverage), sizes, share))
    high = np.where(binom.pmf(sizes, sizes, share) >= _tail(coverage), 1.0, _quantile(1 - _tail(coverage), sizes, share))
    return low, high


def _tail(coverage: float) -> float:
    """The probability on each side."""
    return (1 - coverage / 100) / 2


def _quantile(probability: float, sizes: np.ndarray, share: float) -> np.ndarray:
    """Interpolated binomial quantile as a share, between the counts whose distribution function brackets it."""
    if share in (0.0, 1.0):
        return np.full(len(sizes), share)
    count = binom.ppf(probability, sizes, share)
    reached, mass = binom.cdf(count, sizes, share), binom.pmf(count, sizes, share)
    return np.clip((count - (reached - probability) / mass) / sizes, 0.0, 1.0)


def _curve(share: float, least: int, most: int) -> tuple[tuple[int, float, float, float, float], ...]:
    sizes = np.unique(np.geomspace(least, most, _CURVE_POINTS).round().astype(np.int64))
    bounds = [side for coverage in LEVELS for side in limits(share, sizes, coverage)]
    return tuple((int(n), *(100 * float(bound[at]) for bound in bounds)) for at, n in enumerate(sizes))  # type: ignore[misc]
