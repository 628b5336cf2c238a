"""S02 三率面板 and the funnel of a rate: who is missing most, how sure a rank is, what is only chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.hierarchy import LEVELS
from dashboard.naming import disease_names
from dashboard.publishing import MonthCube
from dashboard.ratio import Ratio
from dashboard.rollup.diseases import DiseaseLists
from dashboard.rollup.slices import Where, sliced
from dashboard.services.base import Context, Unknown, level_at_or_above
from dashboard.services.list_models import FunnelView, Panel, PanelRow
from dashboard.services.rates import rate_value
from dashboard.services.scopes import kept, scopes
from dashboard.statistics import funnel, rank_intervals, trend, wilson

RATES = ("M-01", "M-02", "M-03", "M-04", "M-05", "M-06", "M-07")
"""Rates that count persons or cases, and so can be sliced."""


def panel(context: Context, month: str, region: str, indicator: str, where: Where) -> Panel:
    """One rate over the children of a region, most missing first; within a slice the counts are those of the slice."""
    _known(context, indicator)
    if wrong := where.invalid():
        raise Unknown(f"没有筛选项“{getattr(where, wrong[0])}”；可用：{'、'.join(wrong[1])}")
    cube = context.cube(month)
    at = cube.tree.children(region)
    codes = [cube.tree.code(int(i)) for i in at]
    counts = _sliced(context, month, region, indicator, where, codes) if where else _whole(cube, at, indicator)
    places = rank_intervals(counts)
    trends = [None] * len(codes) if where else [trend(_series(context, code, indicator)) for code in codes]
    rows = []
    for k, i in enumerate(at):
        n, d = counts[k]
        profile = context.profile(codes[k], month)
        rows.append(
            PanelRow(
                region=context.ref(cube, int(i)),
                ratio=Ratio(n, d) if d else None,
                missing=d - n,
                interval=wilson(n, d),
                small_sample=bool(d and profile and d < profile.small_number),
                places=places[k],
                trend=trends[k],
            )
        )
    total = (sum(n for n, _ in counts), sum(d for _, d in counts))
    profile = context.profile(region, month)
    offered = [i for i in RATES if i in context.indicator_infos and (profile is None or i in cube.indicators)]
    return Panel(
        region=context.ref(cube, context.position(cube, region)),
        month=month,
        info=context.indicator_infos[indicator],
        where=where,
        whole=rate_value(context, month, region, indicator),
        total=Ratio(*total) if total[1] else None,
        rows=tuple(sorted(rows, key=lambda row: (row.ratio is None, -row.missing, row.region.code))),
        diseases=kept(context, month, ("diseases", region), lambda: _diseases(context, month, region)),
        indicators=tuple((i, context.indicator_infos[i].name) for i in offered),
    )


def funnel_view(context: Context, month: str, region: str, indicator: str, level: str | None = None) -> FunnelView:
    """All units of a level below the region (by default its children's) against the region's own value."""
    info = context.indicator_infos.get(indicator)
    if info is None:
        raise Unknown(f"没有指标“{indicator}”。")
    cube = context.cube(month)
    home = context.position(cube, region)
    owned = context.book.indicators[indicator].get("level", "village")
    below = [w for w in LEVELS[cube.tree.level[home] + 1 :] if level_at_or_above(w, owned)]
    children = cube.tree.children(region)
    chosen = level or (LEVELS[cube.tree.level[children[0]]] if len(children) else "")
    if level is not None and level not in below:
        raise Unknown(f"{info.name}在这里可按：{'、'.join(below) or '无'}")
    inside = np.arange(home, cube.tree.end[home])
    at = inside[cube.tree.level[inside] == LEVELS.index(chosen)] if chosen in below else inside[:0]
    codes = [cube.tree.code(int(i)) for i in at]
    counts = _whole(cube, at, indicator)
    places = rank_intervals(counts)
    return FunnelView(
        region=context.ref(cube, home),
        month=month,
        info=info,
        level=chosen,
        levels=tuple(below),
        funnel=funnel((code, *pair) for code, pair in zip(codes, counts, strict=True)),
        names={code: str(cube.tree.names[int(i)]) for code, i in zip(codes, at, strict=True)},
        places={code: span for code, span in zip(codes, places, strict=True) if span},
    )


def _known(context: Context, indicator: str) -> None:
    if indicator not in RATES or indicator not in context.indicator_infos:
        raise Unknown(f"三率面板没有指标“{indicator}”；可用：{'、'.join(i for i in RATES if i in context.indicator_infos)}")


def _whole(cube: MonthCube, at: np.ndarray, indicator: str) -> list[tuple[int, int]]:
    found = cube.values(indicator, at)
    return [(0, 0)] * len(at) if found is None else [(int(n), int(d)) for n, d in found.T]


def _series(context: Context, code: str, indicator: str) -> list[tuple[int, int] | None]:
    """The region's counts over the published months up to twelve."""
    series: list[tuple[int, int] | None] = []
    for month in context.months()[-12:]:
        cube = context.cube(month)
        at = cube.tree.find(code)
        found = cube.values(indicator, at) if at >= 0 else None
        series.append(None if found is None else (int(found[0]), int(found[1])))
    return series


def _sliced(context: Context, month: str, region: str, indicator: str, where: Where, codes: list[str]) -> list[tuple[int, int]]:
    rows = kept(context, month, ("slice", region, indicator, where), lambda: _slice(context, month, region, indicator, where))
    owned = rows["region_code"].astype(str)
    found = []
    for code in codes:
        own = rows[owned.str.startswith(code).to_numpy(dtype=bool)]
        found.append((int(own["numerator"].sum()), int(own["denominator"].sum())))
    return found


def _slice(context: Context, month: str, region: str, indicator: str, where: Where) -> pd.DataFrame:
    """Village counts of the slice, each village by its own profile."""
    frames = []
    for records, profile, territory in scopes(context, month, region):
        rows = sliced(records, profile, indicator, where)
        codes = rows["region_code"].astype(str)
        inside = codes.str.startswith(territory.prefix)
        if territory.without:
            inside &= ~codes.str.startswith(territory.without)
        frames.append(rows[inside.to_numpy(dtype=bool)])
    return pd.concat(frames) if frames else pd.DataFrame(columns=["region_code", "numerator", "denominator"])


def _diseases(context: Context, month: str, region: str) -> tuple[tuple[str, str], ...]:
    """Diseases on the region's 大病 and chronic lists, by name."""
    found: dict[str, str] = {}
    for records, profile, _ in scopes(context, month, region):
        names, lists = disease_names(records), DiseaseLists(records, profile)
        for name in profile.disease_lists:
            found |= {code: names.get(code, code) for code in lists.codes(name)}
    return tuple(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))
