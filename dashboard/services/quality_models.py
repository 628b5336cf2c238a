"""What S25 数据质量 shows."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.services.models import RegionRef


@dataclass(frozen=True, slots=True)
class BlankRow:
    """Blank cells of a column in the region; `worst`: the child region with most of them."""

    table: str
    column: str
    rows: int
    blank: int
    matters: bool
    worst: RegionRef | None
    worst_blank: int

    @property
    def percent(self) -> float:
        return 100 * self.blank / self.rows


@dataclass(frozen=True, slots=True)
class HitRow:
    """An accepted row that contradicts itself or another table."""

    table: str
    rule: str
    column: str
    key: str
    region: RegionRef | None
    detail: str


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    kind: str
    table: str
    keys: tuple[str, ...]
    counties: tuple[str, ...]
    county_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """A reported rate beside the computed one, in words with their counts; `points` apart."""

    item: str
    region: RegionRef
    parent_name: str
    reported: str
    computed: str
    points: float
    ask: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A pattern worth asking about, as a question. `caution` is empty unless the sample is small."""

    test: str
    title: str
    region: RegionRef
    words: str
    hits: int
    cases: int
    other_hits: int
    other_cases: int
    p_value: float
    reason: str
    caution: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One row behind a question."""

    region: RegionRef
    key: str
    detail: str


@dataclass(frozen=True, slots=True)
class NationalRow:
    """Rows of a table in a county by source; None: that source did not report the table, or gave counts alone."""

    table: str
    county: RegionRef | None
    national: int | None
    provincial: int | None
    only_national: int | None
    only_provincial: int | None
    differing: int | None

    @property
    def difference(self) -> int | None:
        """National less provincial rows; None where one side is not known."""
        return None if self.national is None or self.provincial is None else self.national - self.provincial


@dataclass(frozen=True, slots=True)
class NationalView:
    """A comparison of what somebody sent for `area` with version `version` of the month; `stale`: another is in force now."""

    region: RegionRef
    month: str
    area: RegionRef
    at: str
    by: str
    version: int
    stale: bool
    files: tuple[str, ...]
    refused: int
    counts_only: bool
    rows: tuple[NationalRow, ...]


@dataclass(frozen=True, slots=True)
class QualityView:
    """`tested`: how many regions each test looked at, so that silence is known to be an answer."""

    region: RegionRef
    path: tuple[RegionRef, ...]
    month: str
    version: int
    finding: str
    questions: tuple[Question, ...]
    tested: dict[str, int]
    reported: tuple[ReportedRow, ...]
    blanks: tuple[BlankRow, ...]
    contradictions: tuple[tuple[str, str, int], ...]
    """(table, rule, hits) by rule, most first."""
    duplicates: tuple[DuplicateRow, ...]
    not_reported: tuple[str, ...]
    absent_columns: tuple[tuple[str, tuple[str, ...]], ...]
    """Columns that a rule reads and no file of the month had, by table."""
    policy_note: str = ""
    """Which areas are counted by which policy, and which by none; "" where one policy governs all."""
