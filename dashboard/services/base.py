"""What every question needs: the published months, the policy in force, and the check of who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from dashboard import months
from dashboard.access import Action, Viewer
from dashboard.hierarchy import LEVELS, NATION, level_of
from dashboard.policy import PolicyBook, Profile
from dashboard.publishing import MonthCube, Store
from dashboard.selection import Selection
from dashboard.services.memo import Memo
from dashboard.services.models import IndicatorInfo, MonthInfo, RegionRef


class Unknown(LookupError):
    """The region, month, institution or indicator asked for does not exist; the message says what does."""


@dataclass(frozen=True)
class Context:
    """Shared by all services; holds no data of its own, only the store and the policies."""

    store: Store
    book: PolicyBook
    memo: Memo = field(default_factory=Memo, repr=False)
    _profiles: dict[tuple[str, date], Profile | None] = field(default_factory=dict, repr=False)

    def cube(self, month: str) -> MonthCube:
        if month not in self.store.current():
            known = "、".join(self.store.current()) or "尚无"
            raise Unknown(f"{month} 没有已发布的数据；已发布的月份：{known}。")
        return self.store.cube(month)

    def months(self) -> list[str]:
        """Published months, oldest first."""
        return list(self.store.current())

    def month_info(self, month: str) -> MonthInfo:
        self.cube(month)
        version = self.store.version(month, self.store.current()[month])
        return MonthInfo(
            month, version.version, months.as_of(month), version.published_at, version.rows, version.refused, version.note
        )

    def before(self, month: str) -> str | None:
        """The published month one calendar month earlier; a gap in publication is not bridged."""
        earlier = months.shift(month, -1)
        return earlier if earlier in self.store.current() else None

    def profile(self, region: str, month: str) -> Profile | None:
        """The policy in force for the region at the month's end; None → 无适用口径."""
        key = (region[:6], months.as_of(month))  # profiles are issued by counties and above
        if key not in self._profiles:
            self._profiles[key] = self.book.in_force(*key)
        return self._profiles[key]

    def resolve(self, viewer: Viewer, selection: Selection) -> Selection:
        """Fills the month (newest) and region (the viewer's area; the only province with data for a national viewer)."""
        known = self.months()
        if not known:
            raise Unknown("还没有发布任何月份的数据。请先导入：python -m dashboard import 目录 --month 2020-05")
        month = selection.month or known[-1]
        cube = self.cube(month)
        region = selection.region or self._home(viewer, cube)
        viewer.check(Action.READ, region)
        self.position(cube, region)
        return selection.but(month=month, region=region)

    def asked(self, viewer: Viewer, selection: Selection) -> tuple[str, str]:
        """Month and region of a selection, filled in where empty, checked against the viewer's rights."""
        if selection.month is None or selection.region is None:
            selection = self.resolve(viewer, selection)
        viewer.check(Action.READ, str(selection.region))
        return str(selection.month), str(selection.region)

    def _home(self, viewer: Viewer, cube: MonthCube) -> str:
        if viewer.area != NATION:
            return viewer.area
        provinces = cube.tree.children(NATION)
        return cube.tree.code(int(provinces[0])) if len(provinces) == 1 else NATION

    def position(self, cube: MonthCube, region: str) -> int:
        try:
            return cube.tree.position(region)
        except KeyError:
            raise Unknown(f"本月数据中没有区划“{region}”。请用名称、拼音首字母或代码搜索。") from None

    def ref(self, cube: MonthCube, at: int) -> RegionRef:
        code = cube.tree.code(at)
        return RegionRef(code, str(cube.tree.names[at]), LEVELS[cube.tree.level[at]])

    def path(self, cube: MonthCube, region: str) -> tuple[RegionRef, ...]:
        return tuple(self.ref(cube, at) for at in cube.tree.path(region))

    @cached_property
    def indicator_infos(self) -> dict[str, IndicatorInfo]:
        """Definitions by id, from policies/indicators/."""
        fields = ("id", "name", "short", "unit", "better", "definition", "why", "clause", "responsible")
        return {key: IndicatorInfo(**{f: entry.get(f, "") for f in fields}) for key, entry in self.book.indicators.items()}


def percent(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """100 n/d as float64, NaN for 0/0: for drawing and differences only, never for a verdict."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, 100.0 * numerator / denominator, np.nan)


def level_at_or_above(level: str, owned_at: str) -> bool:
    """Whether an indicator owned at `owned_at` stands at `level` (M-08 at the county and above)."""
    return LEVELS.index(level) <= LEVELS.index(owned_at)


def within(codes: Iterable[str], region: str) -> list[str]:
    return [code for code in codes if region == NATION or code.startswith(region)]


__all__ = ["Context", "Unknown", "level_at_or_above", "level_of", "percent", "within"]
