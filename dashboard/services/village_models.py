"""One village on one card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.services.models import LedgerRow, RegionRef
from dashboard.services.oversight_models import Nearest


@dataclass(frozen=True, slots=True)
class Doctor:
    """Somebody who serves the village. `name` as the viewer may see it; `qualified` None: not to be told from the records."""

    name: str
    age: int | None
    local: bool | None
    mode: str
    licence: str
    certificate_until: date | None
    qualified: bool | None
    villages: int
    """Villages that the doctor serves."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic of the village. `drugs` against `drug_limit`, which has to be exceeded."""

    code: str
    name: str
    mobile: bool
    drugs: int | None
    drug_limit: int
    decides: bool


@dataclass(frozen=True, slots=True)
class VillageCard:
    """`status`: 无风险, 有风险, 空白点, 缺报, or 不评定 with the reason in `not_judged`."""

    region: RegionRef
    path: tuple[RegionRef, ...]
    month: str
    status: str
    not_judged: str
    reason: str
    flags: tuple[tuple[str, str, str], ...]
    """(mark, words, clause)."""
    ahead: tuple[str, ...]
    """What will become a flag soon, in words."""
    since: str
    since_or_before: bool
    residents: int | None
    service_mode: str
    clinics: tuple[Clinic, ...]
    doctors: tuple[Doctor, ...]
    masked: bool
    nearest_doctor: Nearest | None
    nearest_clinic: Nearest | None
    cases: tuple[LedgerRow, ...]
    """Items of 督战台账 about the village or its clinics, the open ones first."""
