"""Three-valued facts and point bounds as arrays: what is certain, what is possible."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

BLANK = -1
"""A count that was not reported (a negative count is refused at import)."""
HUNDRED = 100
"""Points travel as whole hundredths: G-3's decimals are cut there, and 70 stays 7000, so that pass/fail is exact."""


class Tri(NamedTuple):
    """A fact: `must` where it is certainly true, `may` where it can still be true (Kleene's logic)."""

    must: Bools
    may: Bools

    @classmethod
    def of(cls, flags: NDArray[np.int8]) -> Tri:
        """From 1 (是), 0 (否), −1 (blank)."""
        return cls(flags == 1, flags != 0)

    @classmethod
    def certain(cls, facts: Bools) -> Tri:
        return cls(facts, facts)

    def unless_blank(self, blank: Bools) -> Tri:
        """The same facts, open where the input is blank."""
        return Tri(self.must & ~blank, self.may | blank)

    def __and__(self, other: Tri) -> Tri:
        return Tri(self.must & other.must, self.may & other.may)

    def __or__(self, other: Tri) -> Tri:
        return Tri(self.must | other.must, self.may | other.may)

    def __invert__(self) -> Tri:
        return Tri(~self.may, ~self.must)

    def take(self, where: NDArray[np.integer]) -> Tri:
        return Tri(self.must[where], self.may[where])


class Bounds(NamedTuple):
    """Lowest and highest points that the missing inputs leave reachable, in hundredths."""

    low: Ints
    high: Ints

    @property
    def open(self) -> Bools:
        return self.low < self.high

    def at_worst(self) -> Bounds:
        """G-6 strict: a blank takes the value that gives fewest points."""
        return Bounds(self.low, self.low)


def after_deductions(maximum: int, each: int, conditions: list[Tri]) -> Bounds:
    """`maximum` less `each` for every condition that does not hold, never below 0 (G-5)."""
    lost_most = sum((~c.must).astype(np.int64) for c in conditions)
    lost_least = sum((~c.may).astype(np.int64) for c in conditions)
    return Bounds(
        HUNDRED * np.maximum(0, maximum - each * np.asarray(lost_most)),
        HUNDRED * np.maximum(0, maximum - each * np.asarray(lost_least)),
    )


def awarded(points: int, condition: Tri) -> Bounds:
    """`points` where the condition holds, else 0."""
    return Bounds(HUNDRED * points * condition.must.astype(np.int64), HUNDRED * points * condition.may.astype(np.int64))


def add(parts: list[Bounds]) -> Bounds:
    """The sum of items; their missing inputs are independent, so that bounds add."""
    return Bounds(np.sum([p.low for p in parts], axis=0), np.sum([p.high for p in parts], axis=0))


def either(first_possible: Bools, first: Bounds, second_possible: Bools, second: Bounds) -> Bounds:
    """Bounds over the alternatives that are possible in each row (at least one is)."""
    low = np.where(first_possible, np.where(second_possible, np.minimum(first.low, second.low), first.low), second.low)
    high = np.where(first_possible, np.where(second_possible, np.maximum(first.high, second.high), first.high), second.high)
    return Bounds(low, high)
