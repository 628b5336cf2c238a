"""Whether a share has changed by more than chance: an interval for the difference of two shares.

Newcombe (1998), "Interval estimation for the difference between independent proportions", method 10: built from the two Wilson
intervals, so it behaves at 0 % and 100 % and for small numbers. Two months of one region hold nearly the same persons, so their
counts rise and fall together and the true interval is narrower: what is called a change here is one, and some real changes
are called noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from dashboard.statistics.intervals import wilson


@dataclass(frozen=True, slots=True)
class Change:
    """Percentage points from before to after with the 95 % interval; `direction` +1 up, −1 down, 0 when chance explains it."""

    points: float
    low: float
    high: float
    direction: int


def change(before: tuple[int, int], after: tuple[int, int]) -> Change | None:
    """Counts (numerator, denominator) of both months; None when either is 0/0."""
    old, new = wilson(*before), wilson(*after)
    if old is None or new is None:
        return None
    was, now = 100 * before[0] / before[1], 100 * after[0] / after[1]
    points = now - was
    low = points - sqrt((now - new[0]) ** 2 + (old[1] - was) ** 2)
    high = points + sqrt((new[1] - now) ** 2 + (was - old[0]) ** 2)
    return Change(points, low, high, 1 if low > 0 else -1 if high < 0 else 0)
