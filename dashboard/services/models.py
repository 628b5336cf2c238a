"""What a screen, a report or an API call is given: plain, immutable, already checked against the viewer's rights.

Counts are integers; `None` means "no data", never zero. Status words are those of the documents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dashboard.ratio import Ratio

MET, BELOW, NO_DATA, NO_POLICY = "达标", "未达标", "无数据", "无适用口径"
"""Indicator status words (contract: `indicators.csv`)."""
NOT_JUDGED = "不评定"
"""A region that the scoring rules leave out: a community among villages, a closed township (scoring.gather)."""


@dataclass(frozen=True, slots=True)
class MonthInfo:
    month: str
    version: int
    as_of: date
    published_at: str
    rows: int
    refused: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class RegionRef:
    """A region to name and to link: level is nation/province/city/county/township/village."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """The definition of an indicator as the policies give it."""

    id: str
    name: str
    short: str
    unit: str
    better: str
    definition: str
    why: str
    clause: str
    responsible: str


@dataclass(frozen=True, slots=True)
class RateValue:
    """One indicator of one region and month. `missing` = denominator − numerator; `short` = still needed to meet the target."""

    indicator: str
    ratio: Ratio | None
    status: str
    target: str | None = None
    target_clause: str | None = None
    small_sample: bool = False
    interval: tuple[float, float] | None = None
    short: int | None = None
    change_points: float | None = None
    """Percentage points against the month before; None when either month has no data."""
    absent_because: str | None = None
    """When `ratio` is None: which table is missing and who owes it, in words."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    month: str
    ratio: Ratio | None
    status: str


@dataclass(frozen=True, slots=True)
class RatePanel:
    """A rate with its target line and trend over the published months."""

    info: IndicatorInfo
    value: RateValue
    trend: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class TierCounts:
    """Units of a tier by status word (达标/未达标/缺报/无机构 or 无风险/有风险/空白点/缺报)."""

    tier: str
    counts: dict[str, int]
    reading_sensitive: int
    previous: dict[str, int] | None = None

    @property
    def units(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Child:
    """A child region under the chosen layer: what the map colours, the ranking lists, the hover tells."""

    region: RegionRef
    status: str
    """The colour class: indicator status, unit status of a township/county, or the worst village status below."""
    ratio: Ratio | None
    missing: int | None
    """Persons, cases or units missing; lists rank by it."""
    short: int | None
    gap_points: float | None
    """Percentage points below the target (positive = behind); None without target or data."""
    change_points: float | None
    small_sample: bool
    interval: tuple[float, float] | None
    spark: tuple[float | None, ...]
    """Percent by published month, oldest first."""
    counts: dict[str, int] = field(default_factory=dict)
    """Units by status for the layers `institutions` and `blank_spots`."""
    drawn: bool = True
    """False: no polygon (a code change, a zone without host); it stands in lists and totals."""


@dataclass(frozen=True, slots=True)
class Children:
    parent: RegionRef
    layer: str
    month: str
    target: str | None
    items: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything beside the map for one region, month and layer."""

    region: RegionRef
    path: tuple[RegionRef, ...]
    """From the nation down to the region itself, placeholder levels skipped."""
    month: MonthInfo
    policy_id: str | None
    policy_name: str | None
    policy_documents: str
    finding: str
    """One sentence made by rules from the data: where behind, how many, since when."""
    rates: tuple[RatePanel, ...]
    tiers: tuple[TierCounts, ...]
    """Empty where the policy has no institution scores."""
    not_reported: tuple[str, ...]
    """Tables that the month did not bring, in words."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A judged unit (county, township or village) with its deciding institution."""

    tier: str
    region: RegionRef
    parent_name: str
    institution_code: str
    institution_name: str
    total: str
    low: str
    high: str
    status: str
    flags: tuple[str, ...]
    reason: str
    """Why in one phrase: the items that lost points, or the flags in words."""
    reading_sensitive: bool
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstitutionPoint:
    code: str
    name: str
    tier: str
    status: str
    lon: float
    lat: float
    region_code: str
    total: str
    schematic: bool
    """True: no coordinates in the records, placed at the region's label point."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: str
    name: str
    points: str
    maximum: str
    low: str
    high: str
    state: str
    clause: str
    inputs: tuple[tuple[str, str], ...]
    """(input name, value in words) pairs: ("X光机", "有，不能操作")."""
    previous_points: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    rank: int
    actions: tuple[str, ...]
    labels: tuple[str, ...]
    total_after: str


@dataclass(frozen=True, slots=True)
class History:
    month: str
    total: str
    low: str
    high: str
    status: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One institution (or, for villages, the clinic with its village's flags) in one month."""

    code: str
    name: str
    category: str
    tier: str
    region: RegionRef
    path: tuple[RegionRef, ...]
    month: str
    preset: str
    status: str
    total: str
    low: str
    high: str
    pass_line: str
    decides: bool
    eligible: bool
    eligible_note: str
    official_score: str | None
    items: tuple[ItemRow, ...]
    flags: tuple[tuple[str, str, str], ...]
    """Villages: (flag, words, clause)."""
    peers: tuple[UnitRow, ...]
    ways: tuple[Way, ...]
    history: tuple[History, ...]
    reading_sensitive: bool
    readings: tuple[tuple[str, str], ...]
    """(reading id, words) that turn the verdict."""
    responsible: str = ""
    cases: tuple[LedgerRow, ...] = ()
    """Items of 督战台账 about the institution, the open ones first."""


@dataclass(frozen=True, slots=True)
class RegionHit:
    region: RegionRef
    path: str
    """Names of the ancestors, for a search list."""


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """One institution with its own result, whether or not it decides its unit."""

    code: str
    name: str
    category: str
    tier: str
    region: RegionRef
    total: str
    low: str
    high: str
    status: str
    eligible: bool
    decides: bool
    official_score: str | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One item of 督战台账 (D2-05, D2-26)."""

    code: str
    subject_type: str
    subject: str
    clause: str
    found_on: date | None
    listed_on: date | None
    leader: str
    responsible: str
    measure: str
    due_on: date | None
    state: str
    overdue_days: int | None
    """Days past the due date at the month's end; None when it is not overdue or already written off."""
