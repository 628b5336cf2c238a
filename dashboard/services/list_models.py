"""What the list screens are given: work lists, missing persons, slices, funnel, funds, tasks, policies.

Person-level rows are already masked for who asks. `absent_because` says why there is nothing to list, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.costs import CostAnalysis
from dashboard.funds import FundStatement
from dashboard.policy.compare import Difference, Setting
from dashboard.ratio import Ratio
from dashboard.rollup.slices import Where
from dashboard.services.models import IndicatorInfo, RateValue, RegionRef
from dashboard.statistics import Funnel, Trend
from dashboard.tasks import Task
from dashboard.worklists import Funnel as CaseFunnel
from dashboard.worklists import TeamLoad


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as the viewer may see one; `place` names township and village."""

    code: str
    name: str
    sex: str
    age: int | None
    region_code: str
    place: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    step: str
    case: str
    person: Shown
    disease: str
    since: date | None
    days: int | None
    reason: str
    hospital: str


@dataclass(frozen=True, slots=True)
class TreatmentSheet:
    """S09. `total`: open cases in all, of which `rows` are the first."""

    region: RegionRef
    month: str
    as_of: date
    funnel: CaseFunnel | None
    reasons: tuple[tuple[str, int], ...]
    rows: tuple[CaseRow, ...]
    total: int
    masked: bool
    absent_because: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    person: Shown
    team: str
    diseases: str
    sign: str
    sign_due: date | None
    unsigned_because: str
    visit_due: date | None
    overdue_days: int | None
    """Days since the visit was due, at the month's end; None when it is not due yet."""
    last_visit: date | None
    checkup: bool


@dataclass(frozen=True, slots=True)
class DutySheet:
    """S10, by team. `until`: the last day that the list looks ahead to."""

    region: RegionRef
    month: str
    as_of: date
    until: date
    teams: tuple[TeamLoad, ...]
    unassigned_households: int
    rows: tuple[DutyRow, ...]
    total: int
    masked: bool
    absent_because: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A person or case that the numerator lacks; `told` are (label, value) pairs of what the indicator knows."""

    person: Shown
    case: str
    disease: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MissingSheet:
    """还差 n 例: who they are."""

    region: RegionRef
    month: str
    indicator: IndicatorInfo
    rows: tuple[MissingRow, ...]
    total: int
    masked: bool
    absent_because: str


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A child region in the three-rates panel. `places`: best and worst rank by rate that chance leaves open."""

    region: RegionRef
    ratio: Ratio | None
    missing: int
    interval: tuple[float, float] | None
    small_sample: bool
    places: tuple[int, int] | None
    trend: Trend | None
    """None in a slice: slices have no months."""


@dataclass(frozen=True, slots=True)
class Panel:
    """S02: one rate over the children of a region, whole or within a slice; most missing first."""

    region: RegionRef
    month: str
    info: IndicatorInfo
    where: Where
    whole: RateValue
    """The region's own value without a slice."""
    total: Ratio | None
    rows: tuple[PanelRow, ...]
    diseases: tuple[tuple[str, str], ...]
    """(code, name) of the diseases one may slice by."""
    indicators: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FunnelView:
    """One rate of all units of a level below a region."""

    region: RegionRef
    month: str
    info: IndicatorInfo
    level: str
    levels: tuple[str, ...]
    funnel: Funnel | None
    names: dict[str, str]
    places: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class CostSheet:
    region: RegionRef
    month: str
    as_of: date
    costs: CostAnalysis


@dataclass(frozen=True, slots=True)
class CapRow:
    person: Shown
    spent_fen: int
    covered_fen: int
    percent: int
    at_cap: bool


@dataclass(frozen=True, slots=True)
class FundSheet:
    """S18. `caps` are masked for who asks; those of `statement` are withheld."""

    region: RegionRef
    month: str
    as_of: date
    statement: FundStatement | None
    caps: tuple[CapRow, ...]
    masked: bool
    absent_because: str
    elsewhere: tuple[RegionRef, ...] = ()
    """Regions below that have such funds, where the region itself has none."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    task: Task
    indicators: tuple[tuple[IndicatorInfo | None, RateValue | None, str], ...]
    """(definition, value, id): both None where the system does not count that indicator."""


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """S23."""

    region: RegionRef
    month: str
    expected: int
    clause: str
    rows: tuple[TaskRow, ...]
    absent_because: str
    elsewhere: tuple[RegionRef, ...] = ()
    """Regions below whose policy divides tasks, where the region's own does not."""


@dataclass(frozen=True, slots=True)
class PolicySpan:
    """From a day to a day; `profile_id` None: 无适用口径."""

    since: date
    until: date
    profile_id: str | None
    profile_name: str


@dataclass(frozen=True, slots=True)
class PolicySheet:
    """Which profile holds in a region on a day, what it says, what held when, and how it differs from another."""

    region: str
    day: date
    profile_id: str | None
    profile_name: str
    documents: str
    settings: tuple[Setting, ...]
    history: tuple[PolicySpan, ...]
    known: tuple[tuple[str, str], ...]
    """(id, name) of all profiles."""
    other_id: str | None
    differences: tuple[Difference, ...]
