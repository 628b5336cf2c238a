"""The imported parts behind a region and month, each with the profile that counts its villages."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

import pandas as pd

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


def holds(territory: Territory, codes: pd.Series) -> pd.Series:
    """Which region codes lie in a territory."""
    text = codes.astype(str)
    return text.str.startswith(territory.prefix) & ~text.str.startswith(territory.without or ("-",))


def policy_note(context: Context, month: str, region: str) -> str:
    """Which areas are counted by which policy, and which by none; "" where one policy governs all of the region."""
    cube, found = context.cube(month), scopes(context, month, region)
    own = {(territory.prefix, territory.without): profile.name for _, profile, territory in found}
    prefixes = [prefix for prefix, _ in own]
    below = [context.ref(cube, int(at)) for at in cube.tree.children(region)] if own else []
    none = [ref.name for ref in below if not any(p.startswith(ref.code) or ref.code.startswith(p) for p in prefixes)]
    if not own:
        none = [context.ref(cube, context.position(cube, region)).name]
    said = []
    if len(set(own.values())) > 1 or none:
        for (prefix, without), policy in sorted(own.items(), reverse=True):
            at = cube.tree.find(prefix)
            area = context.ref(cube, at).name if at >= 0 and not without else "其余地区"
            said.append(f"{area}按“{policy}”")
    if none:
        said.append(f"没有现行政策口径、未作统计的地区：{'、'.join(none)}")
    return "；".join(said)
