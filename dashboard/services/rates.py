"""Indicator values with their target, gap, change and trend: the one place where counts become a status."""

from __future__ import annotations

from dashboard import months
from dashboard.policy import Profile, Target
from dashboard.publishing import MonthCube
from dashboard.ratio import Ratio
from dashboard.services.base import Context, level_at_or_above
from dashboard.services.models import BELOW, MET, NO_DATA, NO_POLICY, RatePanel, RateValue, TrendPoint
from dashboard.services.statistics import wilson

PANEL_ORDER = ("M-01", "M-02", "M-03", "M-04")
"""The headline rates; a region shows those that its policy defines (requirements, finding 3)."""


def panel_indicators(profile: Profile | None) -> tuple[str, ...]:
    """大病救治率, then the signing and follow-up rates that the policy sets a target for; the national triple without any."""
    if profile is None:
        return ("M-01", "M-02", "M-04")
    chosen = tuple(i for i in PANEL_ORDER if i in profile.targets)
    return chosen if len(chosen) > 1 else ("M-01", "M-02", "M-04")


def ratio_at(cube: MonthCube, indicator: str, at: int) -> Ratio | None:
    """The region's counts; None when the month holds no such indicator (0/0 is a Ratio without value)."""
    found = cube.values(indicator, at)
    return None if found is None else Ratio(int(found[0]), int(found[1]))


def status(ratio: Ratio | None, target: Target | None, profile: Profile | None) -> str:
    """达标 / 未达标 by exact comparison; 无数据 for 0/0 or an absent indicator; 无适用口径 without a valid profile or target."""
    if profile is None:
        return NO_POLICY
    if ratio is None or not ratio.denominator:
        return NO_DATA
    if target is None:
        return NO_POLICY
    return MET if target.met_by(ratio.numerator, ratio.denominator) else BELOW


def rate_value(context: Context, month: str, region: str, indicator: str) -> RateValue:
    """One indicator of one region and month."""
    cube = context.cube(month)
    profile = context.profile(region, month)
    target = profile.target(indicator, months.as_of(month)) if profile else None
    at = context.position(cube, region)
    entry = context.book.indicators.get(indicator, {})
    stands = level_at_or_above(context.ref(cube, at).level, entry.get("level", "village"))
    ratio = ratio_at(cube, indicator, at) if stands else None
    counted = ratio if ratio and ratio.denominator else None
    return RateValue(
        indicator=indicator,
        ratio=counted,
        status=status(ratio, target, profile),
        target=str(target) if target else None,
        target_clause=target.clause if target else None,
        small_sample=bool(counted and profile and counted.denominator < profile.small_number),
        interval=wilson(counted.numerator, counted.denominator) if counted else None,
        short=target.short_by(counted.numerator, counted.denominator) if counted and target else None,
        change_points=_change(context, month, region, indicator, counted),
        absent_because=None if counted else _absent(cube, profile, region, indicator, stands, ratio),
    )


def _change(context: Context, month: str, region: str, indicator: str, now: Ratio | None) -> float | None:
    before = context.before(month)
    if before is None or now is None:
        return None
    then = _ratio_in(context, before, region, indicator)
    return None if then is None else float(100 * (now.value - then.value))  # type: ignore[operator]


def _ratio_in(context: Context, month: str, region: str, indicator: str) -> Ratio | None:
    """The counts in another month, None when the region or any count was not there."""
    cube = context.cube(month)
    at = cube.tree.find(region)
    ratio = ratio_at(cube, indicator, at) if at >= 0 else None
    return ratio if ratio and ratio.denominator else None


def _absent(cube: MonthCube, profile: Profile | None, region: str, indicator: str, stands: bool, ratio: Ratio | None) -> str:
    if not stands:
        return "本级不统计该指标"
    if profile is None:
        return "该月没有适用的政策口径"
    missing = cube.missing(profile.id, region).get(indicator)
    if missing:
        return f"本月未报送：{'、'.join(missing)}（由县级卫生健康部门报送）"
    return "没有应计入的人员或病例" if ratio else "该口径未定义此指标"


def trend(context: Context, region: str, indicator: str) -> tuple[TrendPoint, ...]:
    """The region over all published months, oldest first."""
    points = []
    for month in context.months():
        profile = context.profile(region, month)
        target = profile.target(indicator, months.as_of(month)) if profile else None
        ratio = _ratio_in(context, month, region, indicator)
        points.append(TrendPoint(month, ratio, status(ratio, target, profile)))
    return tuple(points)


def panels(context: Context, month: str, region: str) -> tuple[RatePanel, ...]:
    """The headline rates of the region's policy, each with its trend."""
    wanted = panel_indicators(context.profile(region, month))
    return tuple(
        RatePanel(context.indicator_infos[i], rate_value(context, month, region, i), trend(context, region, i))
        for i in wanted
        if i in context.indicator_infos
    )
