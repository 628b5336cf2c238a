"""What S19 花名册 shows."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.ratio import Ratio
from dashboard.services.models import RegionRef


@dataclass(frozen=True, slots=True)
class ListMark:
    """A month counted on another list than the one before: a mark on every trend chart."""

    month: str
    before: int
    after: int
    words: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """Persons of a region on the two lists."""

    region: RegionRef
    before: int
    after: int
    new: int
    removed: int
    moved_in: int
    moved_out: int
    moved_within: int
    recategorised: int


@dataclass(frozen=True, slots=True)
class DenominatorEffect:
    """Why a denominator changed: before + new − removed + moved_in − moved_out + staying = after.

    `same_before` → `same_after` is the rate of those on both lists: the change that the list does not explain.
    """

    indicator: str
    name: str
    unit: str
    before: Ratio
    after: Ratio
    new: int
    removed: int
    moved_in: int
    moved_out: int
    staying: int
    same_before: Ratio
    same_after: Ratio


@dataclass(frozen=True, slots=True)
class RosterView:
    """Two months compared. `before`/`after` None: there is no earlier month to compare with."""

    region: RegionRef
    path: tuple[RegionRef, ...]
    month: str
    before: str | None
    after: str | None
    before_year: int | None
    after_year: int | None
    finding: str
    total: RosterRow | None
    rows: tuple[RosterRow, ...]
    effects: tuple[DenominatorEffect, ...]
    marks: tuple[ListMark, ...]
    policy_note: str = ""
    """Which areas are counted by which policy, and which by none; "" where one policy governs all."""


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    """`person` masked where persons may not be read."""

    person: str
    kind: str
    source: str
    target: str
    source_categories: str
    target_categories: str
