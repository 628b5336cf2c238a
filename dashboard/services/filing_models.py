"""What S11 填报及时性 and S12 报送看板 show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.ratio import Ratio
from dashboard.services.models import RegionRef


@dataclass(frozen=True, slots=True)
class ClockCounts:
    """Cases, institutions or villages by how they stand: 按时, 迟报, 未报, 日期不明, 未到期."""

    on_time: int
    late: int
    missing: int
    undated: int
    pending: int

    @property
    def ratio(self) -> Ratio:
        """On time of all that can be judged; what is not due yet or carries no date is neither."""
        return Ratio(self.on_time, self.on_time + self.late + self.missing)

    @property
    def filed_ratio(self) -> Ratio:
        """On time of what came: where a month without a record may be in order."""
        return Ratio(self.on_time, self.on_time + self.late)

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.missing + self.undated + self.pending


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A region by month; None: nothing was due or known in that month."""

    region: RegionRef
    months: tuple[ClockCounts | None, ...]
    total: ClockCounts


@dataclass(frozen=True, slots=True)
class ClockMatrix:
    """One clock over regions × months. `unit`: 例, 家 or 村; rows with the most late and missing come first.

    `missing_word`: 未报, or 无记录 where a month without a record may be in order (an interval of visits longer than a month).
    """

    clock: str
    unit: str
    missing_word: str
    rule: str
    clause: str
    months: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    total: MatrixRow

    def ratio(self, counts: ClockCounts) -> Ratio:
        """On time of all that can be judged under this clock."""
        return counts.ratio if self.missing_word == "未报" else counts.filed_ratio


@dataclass(frozen=True, slots=True)
class OverdueStay:
    """A stay filed late or not at all; `days` late or overdue; `person` masked where persons may not be read."""

    region_code: str
    place: str
    visit: str
    person: str
    disease: str
    institution: str
    filer: str
    discharged: date
    due: date
    filed: date | None
    state: str
    days: int


@dataclass(frozen=True, slots=True)
class DataYearRow:
    """Cases first treated in a data year and those of them with a visit on record in that year.

    By child region, or by institution in a county and below (`institution`: its name, else empty); the region itself comes first.
    """

    region: RegionRef
    institution: str
    year: int
    expected: int
    entered: int

    @property
    def ratio(self) -> Ratio:
        return Ratio(self.entered, self.expected)


@dataclass(frozen=True, slots=True)
class FilingView:
    """Who files late."""

    region: RegionRef
    path: tuple[RegionRef, ...]
    month: str
    as_of: date
    version: int
    finding: str
    matrices: tuple[ClockMatrix, ...]
    not_reported: tuple[str, ...]
    """Tables without which a clock cannot run."""
    policy_note: str = ""
    """Which areas are counted by which policy, and which by none; "" where one policy governs all."""
    data_years: tuple[DataYearRow, ...] = ()
    data_years_clause: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A unit and one of its reporting tasks; `days` late, overdue or left."""

    unit: RegionRef
    kind: str
    period: str
    due: date
    sent: date | None
    state: str
    days: int | None
    verified: bool
    remind: bool


@dataclass(frozen=True, slots=True)
class Round:
    """One round that the policy asks for. `days_left`: until the end of the due day; negative when it has passed."""

    kind: str
    period: str
    due: date
    clause: str
    days_left: int
    counts: dict[str, int]
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    published_at: str
    by: str
    rows: int
    refused: int
    note: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class FilingBoard:
    """Has every prefecture reported? As things stand on the day `on`; `rounds` newest first, `others` tasks beyond the rounds."""

    region: RegionRef
    path: tuple[RegionRef, ...]
    month: str
    on: date
    finding: str
    upcoming: Round | None
    rounds: tuple[Round, ...]
    others: tuple[TaskRow, ...]
    versions: tuple[VersionRow, ...]
