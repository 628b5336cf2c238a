"""What the work lists hold (S09, S10). Case-level: nothing here is masked, services decide who may look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is about, as the roster has it."""

    code: str
    name: str
    sex: str
    age: int | None
    household: str
    region_code: str


@dataclass(frozen=True, slots=True)
class TreatmentCase:
    """A case and its next step: 待核实, 待救治, 待填报 or 待销号; waiting since that day."""

    step: str
    case: str
    person: Person
    disease: str
    since: date | None
    days: int | None
    reason: str
    """未救治原因 of the ledger, where the case is not treated."""
    hospital: str
    """The designated hospital."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """核实 → 救治 → 填报 → 销号: each a part of the one before; `verified` and `treated` are M-01's denominator and numerator.

    `unverified` are found and not yet verified; `closable` may be written off by the profile's rule and are not.
    """

    unverified: int
    verified: int
    treated: int
    filed: int
    closed: int
    closable: int

    def __add__(self, other: Funnel) -> Funnel:
        return Funnel(*(getattr(self, name) + getattr(other, name) for name in Funnel.__slots__))


@dataclass(frozen=True, slots=True)
class Duty:
    """What one person is owed until the list's last day. A date is when it is due; before the month's end it is overdue."""

    person: Person
    team: str
    """团队编号, "" when no team is known."""
    diseases: tuple[str, ...]
    sign: str
    """待签约, 到期续签 or ""."""
    sign_due: date | None
    unsigned_because: str
    visit_due: date | None
    last_visit: date | None
    checkup: bool

    @property
    def tasks(self) -> int:
        return bool(self.sign) + (self.visit_due is not None) + self.checkup


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """Persons to sign, to visit (of them overdue) and to examine, by team."""

    team: str
    name: str
    app_active: bool | None
    sign: int
    visit: int
    overdue: int
    checkup: int

    @property
    def tasks(self) -> int:
        return self.sign + self.visit + self.checkup
