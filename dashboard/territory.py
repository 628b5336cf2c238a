"""Whose rules count a village: the part of a region that one policy profile governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from dashboard.hierarchy import NATION
from dashboard.policy import PolicyBook, Profile


@dataclass(frozen=True, slots=True)
class Territory:
    """The villages below `prefix` ("" for all) but those below any of `without`, which another profile governs."""

    prefix: str
    without: tuple[str, ...] = ()

    def holds(self, codes: Any) -> Any:
        """Which village codes lie in it, as an Ibis boolean expression over a text expression."""
        return reduce(and_, (~codes.startswith(other) for other in self.without), codes.startswith(self.prefix))


def territories(book: PolicyBook, region: str, provinces: set[str], day: date) -> Iterator[tuple[Profile, Territory]]:
    """The region's villages by the profile in force on `day`; each village once, none without a valid profile.

    The longest known prefix of a village's code names its profile (requirements 5.3).
    """
    known = book.prefixes_in_force(provinces, day)
    area = "" if region == NATION else region
    host = max((p for p in known if area.startswith(p)), key=len, default=None)
    for prefix, profile in sorted(known.items()):
        own = prefix if prefix.startswith(area) else area if prefix == host else None
        if own is not None and profile is not None:
            yield profile, Territory(own, tuple(sorted(p for p in known if p.startswith(own) and p != own)))
