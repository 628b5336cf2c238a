"""Rank intervals ("第 3–11 位"): how far a place in a ranking can be trusted.

Method: Klein, Wright & Wieczorek (2020), "A joint confidence region for an overall ranking of populations", JRSS C 69(3). With
intervals that hold jointly (Wilson at the Šidák level, units being independent), a unit ranks behind all units whose
interval lies wholly above its own, and before all whose interval lies wholly below. With joint cover of 95 %, so have the ranks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from scipy.stats import norm

from dashboard.statistics.intervals import wilson


def rank_intervals(counts: Sequence[tuple[int, int]], coverage: float = 95.0) -> list[tuple[int, int] | None]:
    """Best and worst place (1 = highest share) of each (numerator, denominator); None for units without cases."""
    known = [at for at, (n, d) in enumerate(counts) if 0 <= n <= d and d > 0]
    if not known:
        return [None] * len(counts)
    each = (coverage / 100) ** (1 / len(known))  # Šidák: independent units, joint cover
    z = float(norm.ppf((1 + each) / 2))
    bounds = {at: wilson(*counts[at], z) for at in known}
    lows = sorted(bound[0] for bound in bounds.values() if bound)
    highs = sorted(bound[1] for bound in bounds.values() if bound)
    places: list[tuple[int, int] | None] = []
    for at in range(len(counts)):
        bound = bounds.get(at)
        if bound is None:
            places.append(None)
            continue
        better = len(lows) - bisect_right(lows, bound[1])
        worse = bisect_left(highs, bound[0])
        places.append((1 + better, len(known) - worse))
    return places
