"""What the fund statement answers (S18): due by rule, recorded, paid, pending; integer fen; None is unknown, never zero."""

from __future__ import annotations

from dataclasses import dataclass

SPECIAL, REDUCTION = "健康扶贫专项基金", "医疗减免资金"
"""Two funds that must not be mixed: the first from the county's 新农合 surplus, the second set up by 县扶贫办 (三(二)1、2)."""


@dataclass(frozen=True, slots=True)
class FundLine:
    """One use of a fund in the year to date.

    `due_fen` None: 待定, `undetermined` says why. `recorded_fen`: what the care records show as carried by the fund.
    `paid_fen`, `pending_fen`: what the ledger shows as paid, and as entered but not yet paid; None without the ledger.
    """

    fund: str
    use: str
    quantity: int | None
    unit: str
    rule: str
    due_fen: int | None
    recorded_fen: int | None
    paid_fen: int | None
    pending_fen: int | None
    undetermined: str
    clause: str
    note: str = ""
    total_only: bool = False
    """The ledger's total of several lines: nothing is due by it."""

    @property
    def unpaid_fen(self) -> int | None:
        """Due and not yet paid; negative when more was paid than the rule gives."""
        return None if self.due_fen is None or self.paid_fen is None else self.due_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class CapCase:
    """A person whose free drugs of the year reach the line or the cap. Case-level: services decide who may look."""

    person: str
    region_code: str
    spent_fen: int
    covered_fen: int
    percent: int
    """Of the cap, truncated."""
    at_cap: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """Reductions at one step of the two-step approval; `oldest_days` since the step before (None where no day is known)."""

    name: str
    owner: str
    rows: int
    fen: int
    oldest_days: int | None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A reduction that differs from the rule by more than half a fen of rounding, or was approved out of order."""

    voucher: str
    item: str
    institution: str
    price_fen: int | None
    claimed_fen: int | None
    due_fen: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class FundStatement:
    """The funds of one region under one profile, year to date."""

    year: int
    lines: tuple[FundLine, ...]
    stages: tuple[Stage, ...]
    mismatches: tuple[Mismatch, ...]
    caps: tuple[CapCase, ...]
    cap_fen: int | None
    not_reported: tuple[str, ...]
    """Tables that the month did not bring."""

    def of(self, fund: str) -> tuple[FundLine, ...]:
        return tuple(line for line in self.lines if line.fund == fund)
