"""What the what-if page is given."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.services.models import RegionRef
from dashboard.services.oversight_models import Turned


@dataclass(frozen=True, slots=True)
class TierShift:
    """Units by status, as they are and as tried."""

    tier: str
    before: dict[str, int]
    after: dict[str, int]


@dataclass(frozen=True, slots=True)
class TargetShift:
    """A rate's target in force and tried: counties under it and persons missing, in this order."""

    indicator: str
    name: str
    unit: str
    target_before: int
    target_after: int
    counties: int
    under_before: int
    under_after: int
    short_before: int
    short_after: int


@dataclass(frozen=True, slots=True)
class Movable:
    """An institution whose inputs can be tried."""

    code: str
    name: str
    status: str
    tier: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`total`: units whose verdict changes, of which `turned` are the first; `values`: rule values in force by key."""

    region: RegionRef
    month: str
    preset: str
    tiers: tuple[TierShift, ...]
    targets: tuple[TargetShift, ...]
    turned: tuple[Turned, ...]
    total: int
    movable: tuple[Movable, ...]
    values: dict[str, int]
    absent_because: str = ""

    def absent(self, because: str) -> WhatIf:
        return replace(self, absent_because=because)
