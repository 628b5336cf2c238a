"""What publishing would change: verdicts and indicators of a candidate against the month's version in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard.hierarchy import NATION
from dashboard.policy import PolicyBook, Target
from dashboard.publishing.cube import TIERS, MonthCube, assemble
from dashboard.publishing.deriving import derive
from dashboard.publishing.store import Store
from dashboard.ratio import Ratio
from dashboard.records import MonthRecords

NEW, GONE = "新增", "不再测算"
TIER_NAMES = {"county": "县", "township": "乡镇", "village": "村"}
_COUNTY = 6


@dataclass(frozen=True, slots=True)
class Turned:
    """Units of a tier whose status word changes; `names` of them all, by code. The words may be 新增 and 不再测算."""

    tier: str
    was: str
    now: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator of the whole area before and after, and the counties that reach its target now, or no longer."""

    indicator: str
    was: Ratio | None
    now: Ratio | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`version` in force that is compared with; None: the month's first."""

    version: int | None
    turned: tuple[Turned, ...]
    moved: tuple[Moved, ...]

    @property
    def finding(self) -> str:
        """The worst news in one sentence."""
        if self.version is None:
            return "本月首次发布，没有可比的版本"
        for tier, good in (("county", "达标"), ("township", "达标"), ("village", "无风险")):
            worse = sum(len(t.names) for t in self.turned if t.tier == tier and t.was == good and t.now not in (good, GONE))
            if worse:
                now = "或".join(sorted({t.now for t in self.turned if t.tier == tier and t.was == good} - {GONE}, reverse=True))
                return f"发布后 {worse} 个{TIER_NAMES[tier]}由{good}变{now}"
        if self.turned:
            return f"发布后 {sum(len(t.names) for t in self.turned)} 个单位的结论有变，没有单位变差"
        return "发布后没有单位的结论改变"


def preview(records: MonthRecords, area: str, store: Store, book: PolicyBook, work: Path) -> Preview:
    """Derives the candidate below its folder, assembles it below `work`, and compares the area with the version in force."""
    derived = derive(records, book)
    assemble([derived], work / "cube")
    after = MonthCube(work / "cube")
    number = store.current().get(records.month)
    before = store.cube(records.month) if number is not None else None
    if before is None:
        return Preview(None, (), ())
    profile = book.in_force(area, records.as_of)
    moved = _moved(before, after, area, lambda indicator: profile.target(indicator, records.as_of) if profile else None)
    return Preview(number, tuple(_turned(before, after, area)), tuple(moved))


def _turned(before: MonthCube, after: MonthCube, area: str) -> list[Turned]:
    sides = [_verdicts(cube, area) for cube in (before, after)]
    both = sides[0].merge(sides[1], on=["tier", "region_code"], how="outer", suffixes=("_was", "_now"))
    both["name"] = both["region_name_now"].fillna(both["region_name_was"])
    both = both.fillna({"status_was": NEW, "status_now": GONE})
    both = both[both["status_was"] != both["status_now"]].sort_values("region_code")
    found = [
        Turned(str(tier), str(was), str(now), tuple(rows["name"]))
        for (tier, was, now), rows in both.groupby(["tier", "status_was", "status_now"])
    ]
    return sorted(found, key=lambda turned: (TIERS.index(turned.tier), -len(turned.names)))


def _verdicts(cube: MonthCube, area: str) -> pd.DataFrame:
    columns = ["tier", "region_code", "region_name", "status"]
    if not cube.judged:
        return pd.DataFrame(columns=columns, dtype=object)
    return cube.under("verdicts", area, "default").select(columns).to_pandas().astype(object)


def _moved(before: MonthCube, after: MonthCube, area: str, target_of: Callable[[str], Target | None]) -> Iterator[Moved]:
    names = dict(zip(after.regions["code"].to_pylist(), after.regions["name"].to_pylist(), strict=True))
    inside = "" if area == NATION else area
    counties = [code for code in names if len(code) == _COUNTY and code.startswith(inside)]
    for indicator in sorted({*before.indicators, *after.indicators}):
        was, now = (_ratio(cube, indicator, area) for cube in (before, after))
        target = target_of(indicator)
        gained, lost = [], []
        for code in counties if target else ():
            met = [_met(target, _ratio(cube, indicator, code)) for cube in (before, after)]
            if met == [False, True]:
                gained.append(names[code])
            elif met == [True, False]:
                lost.append(names[code])
        if was != now or gained or lost:
            yield Moved(indicator, was, now, tuple(gained), tuple(lost))


def _met(target: Target | None, ratio: Ratio | None) -> bool | None:
    return target.met_by(ratio.numerator, ratio.denominator) if target and ratio else None


def _ratio(cube: MonthCube, indicator: str, code: str) -> Ratio | None:
    at = cube.tree.find(code)
    found = cube.values(indicator, at) if at >= 0 else None
    return None if found is None else Ratio(int(found[0]), int(found[1]))
