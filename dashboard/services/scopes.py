"""The imported parts behind a region and month, each with the profile that counts its villages."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from dashboard import months
from dashboard.hierarchy import NATION
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.services.base import Context
from dashboard.services.models import RegionRef
from dashboard.territory import Territory, territories

Answer = TypeVar("Answer")


def parts(context: Context, month: str, region: str) -> Iterator[tuple[MonthRecords, set[str]]]:
    """Records of each part that holds something of the region, and which of its provinces are asked for."""
    version = context.store.version(month, context.store.current()[month])
    for folder in context.store.parts(month):
        provinces = set(version.parts[folder.name].provinces)
        if region != NATION:
            provinces &= {region[:2]}
        if provinces:
            yield MonthRecords.open(folder), provinces


def scopes(context: Context, month: str, region: str) -> list[tuple[MonthRecords, Profile, Territory]]:
    """Every village of the region once, under the profile in force for it; villages without a profile are in none."""
    day = months.as_of(month)
    return [
        (records, profile, territory)
        for records, provinces in parts(context, month, region)
        for profile, territory in territories(context.book, region, provinces, day)
    ]


def elsewhere(context: Context, month: str, region: str, has: Callable[[Profile], bool]) -> tuple[RegionRef, ...]:
    """Regions below, of the month, with a policy of their own of that kind: where to go when the region itself has none."""
    cube, day = context.cube(month), months.as_of(month)
    own = sorted({p.region for p in context.book.profiles.values() if p.valid_on(day) and has(p)})
    below = (code for code in own if code != region and (region == NATION or code.startswith(region)))
    return tuple(context.ref(cube, at) for code in below if (at := cube.tree.find(code)) >= 0)


def kept(context: Context, month: str, key: Hashable, make: Callable[[], Answer]) -> Answer:
    """An answer about the month's version in force, made once."""
    return context.memo.get((month, context.store.current()[month], key), make)
