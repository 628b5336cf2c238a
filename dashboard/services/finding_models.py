"""What a search among judged units answers."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.finding import Filter
from dashboard.publishing.cube import TIERS
from dashboard.services.models import UnitRow

MOST_POINTS = 1500
"""More are told by colour and numbers only: dots upon dots say nothing."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that can be looked for, in words, and how many units have it under the filter's other keys."""

    value: str
    words: str
    units: int
    tier: str = ""
    """Of a rule: the tier that it judges."""


@dataclass(frozen=True, slots=True)
class Found:
    """Units under a filter. `total`: how many; `rows` are the first of them, worst first. `of`: units without the filter.

    `by_child`: child region → how many of them lie in it (zeros left out). `unplaced`: under an area, units that have no point.
    """

    filter: Filter
    total: int
    of: int
    by_status: dict[str, int]
    by_child: dict[str, int]
    tiers: tuple[Facet, ...]
    statuses: tuple[Facet, ...]
    rules: tuple[Facet, ...]
    near: tuple[Facet, ...]
    rows: tuple[UnitRow, ...] = ()
    unplaced: int = 0

    @property
    def drawn(self) -> tuple[str, ...]:
        """Tiers whose institutions a map shows though nobody asked for points: those looked for, unless they are too many."""
        return () if self.total > MOST_POINTS else self.filter.tier or TIERS
