"""What the pages of supervision are given: blank spots, readings, triggers, ways to pass, what-if, the three threes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dashboard.ratio import Ratio
from dashboard.services.models import RegionRef


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the blank-spot list; "" takes all. `group`: 空白点, 有风险, 缺报, 临近."""

    group: str = ""
    flag: str = ""
    watch: str = ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """`person` is masked for who may not read persons there; `schematic`: at either end a cell centre stood in for a point."""

    role: str
    name: str
    person: str
    km: float
    schematic: bool


@dataclass(frozen=True, slots=True)
class BlankSpot:
    """One village of the list."""

    group: str
    region: RegionRef
    place: str
    status: str
    flags: tuple[str, ...]
    reason: str
    ahead: tuple[str, ...]
    """What will become a flag soon, in words."""
    residents: int | None
    doctors: int | None
    doctor_age: int | None
    doctor_mode: str
    drugs: int | None
    drug_limit: int | None
    since: str
    since_or_before: bool
    case_state: str
    """状态 of the village's item in 督战台账, "" without one."""
    clinic_code: str
    nearest_doctor: Nearest | None
    nearest_clinic: Nearest | None
    distance_known: bool
    """False: this village has no point of its own here; its county's list, or the export, places it."""


@dataclass(frozen=True, slots=True)
class BlankSpotList:
    """`total`: rows under the filters, of which `rows` are the first. Counts are those of the whole region."""

    region: RegionRef
    month: str
    as_of: date
    finding: str
    groups: dict[str, int]
    flags: dict[str, int]
    watches: dict[str, int]
    rows: tuple[BlankSpot, ...]
    total: int
    communities: int
    """Residents' committees, which the text does not judge."""
    absent_because: str = ""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One point of the text with several readings. `changes`: setting → units that change their verdict in this region."""

    id: str
    tiers: tuple[str, ...]
    question: str
    clause: str
    default: str
    why: str
    says: dict[str, str]
    changes: dict[str, int] = field(default_factory=dict)

    @property
    def most(self) -> int:
        return max(self.changes.values(), default=0)


@dataclass(frozen=True, slots=True)
class ReadingSheet:
    region: RegionRef
    month: str
    finding: str
    rows: tuple[ReadingRow, ...]
    absent_because: str = ""


@dataclass(frozen=True, slots=True)
class Turned:
    """A unit whose verdict differs. `why`: the items, inputs or reading behind it."""

    tier: str
    region: RegionRef
    place: str
    before: str
    after: str
    cause: str = ""
    """投入变化 or 口径变化; both may have happened."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two presets of one month, or two months under one preset (or both at once)."""

    region: RegionRef
    before: str
    after: str
    better: int
    worse: int
    rows: tuple[Turned, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RateShort:
    """A rate below its target: how many persons are missing to meet it."""

    indicator: str
    name: str
    ratio: Ratio
    target: str
    short: int
    unit: str


@dataclass(frozen=True, slots=True)
class CountyTriggers:
    """What the text lets a county be supervised for, each figure by itself. None: no data."""

    region: RegionRef
    place: str
    hospital: str
    centres_failing: int
    centres: int
    blank: int
    flagged: int
    flags: dict[str, int]
    rates: tuple[RateShort, ...]
    late: int | None
    open_items: int

    @property
    def persons_missing(self) -> int:
        return sum(rate.short for rate in self.rates)

    @property
    def failing_units(self) -> int:
        """未达标 or 无机构 hospital (1), centres that fail, villages 空白点 or 有风险."""
        return int(self.hospital in ("未达标", "无机构")) + self.centres_failing + self.blank + self.flagged


@dataclass(frozen=True, slots=True)
class Cover:
    """The k counties that together hold most of a measure. `share` of the region's total."""

    measure: str
    name: str
    unit: str
    chosen: tuple[tuple[RegionRef, int], ...]
    covered: int
    total: int


@dataclass(frozen=True, slots=True)
class TriggerSheet:
    region: RegionRef
    month: str
    finding: str
    rows: tuple[CountyTriggers, ...]
    cover: Cover | None
    absent_because: str = ""


@dataclass(frozen=True, slots=True)
class WayRow:
    """The cheapest set of one failing unit. `actions` empty: not reachable, `total_after` is the best within reach."""

    tier: str
    region: RegionRef
    institution: str
    institution_code: str
    total: str
    actions: tuple[str, ...]
    total_after: str
    alternatives: int


@dataclass(frozen=True, slots=True)
class CountyWays:
    """`steps`: (actions spent, units rescued so far); the last step rescues all that can be."""

    region: RegionRef
    rows: tuple[WayRow, ...]
    steps: tuple[tuple[int, int], ...]
    reachable: int
    unreachable: int
    headline: str


@dataclass(frozen=True, slots=True)
class WaySheet:
    region: RegionRef
    month: str
    finding: str
    counties: tuple[CountyWays, ...]
    absent_because: str = ""
