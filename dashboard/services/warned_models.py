"""What the queue of warned households answers (S16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.services.models import RegionRef
from dashboard.warned import Decision, Measure


@dataclass(frozen=True, slots=True)
class WarnedRow:
    """A household in the queue; amounts in yuan as text by year, "" when unknown. `state` and the open step: dashboard.warned."""

    household: str
    head: str
    region_code: str
    place: str
    year: int
    source: str
    members: int | None
    self_pay: tuple[tuple[str, str], ...]
    per_capita: tuple[tuple[str, str], ...]
    factors: str
    state: str
    next_step: str
    withdrawable: str
    here: bool
    """The state rests on a decision taken here that the national system does not show yet."""
    reason: str
    decided_on: date | None
    decided_by: str
    since_month: str
    """The first published month of the year in whose queue the household stands."""
    waiting_days: int | None
    """From that month's first day to the month's end; None when no step is open."""
    marked_on: date | None
    marked_twice_on: date | None
    measures: tuple[Measure, ...]
    lines: tuple[Decision, ...]
    """What was decided here, oldest first; of a single household only."""


@dataclass(frozen=True, slots=True)
class WarnedSheet:
    """S16's queue: those that wait first, then by per capita self-pay."""

    region: RegionRef
    month: str
    as_of: date
    line_yuan: str
    clause: str
    households: int
    undecided: int
    """Households of the warning population without a usable 家庭人口数 or costs."""
    candidates: int
    """Of them those whom the model finds over the line."""
    counts: tuple[tuple[str, str, int], ...]
    """(source, state, households) of the whole queue."""
    without_measures: int
    """Confirmed households for whom no measure is on record."""
    rows: tuple[WarnedRow, ...]
    total: int
    masked: bool
    absent_because: str
