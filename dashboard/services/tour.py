"""The tour of the big screen: the regions that lack most, and why, three reasons each."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.selection import Selection
from dashboard.services.base import Context
from dashboard.services.children import children
from dashboard.services.models import BELOW, Child, RatePanel, RegionRef, TierCounts
from dashboard.services.overview import tier_counts
from dashboard.services.rates import panels

STOPS, REASONS = 10, 3
_GOOD = {"county": "达标", "township": "达标", "village": "无风险"}
_UNITS = {"county": ("县级医院", "家"), "township": ("乡镇卫生院", "家"), "village": ("行政村", "个")}


@dataclass(frozen=True, slots=True)
class TourStop:
    """`path`: names above the region; `reasons`: worst first, at most three, fewer where fewer things are wrong."""

    region: RegionRef
    path: str
    reasons: tuple[str, ...]


def tour(context: Context, selection: Selection) -> tuple[TourStop, ...]:
    """For a resolved selection: its counties with most missing under the layer; below a county, its children."""
    found = [child for child in _counties(context, selection, str(selection.region)) if child.missing]
    worst = sorted(found, key=lambda child: (-(child.missing or 0), child.region.code))[:STOPS]
    return tuple(_stop(context, selection, child.region) for child in worst)


def _counties(context: Context, selection: Selection, region: str) -> list[Child]:
    below = children(context, str(selection.month), region, selection.layer, selection.preset).items
    wide = ("province", "city")
    return [
        found
        for child in below
        for found in (_counties(context, selection, child.region.code) if child.region.level in wide else [child])
    ]


def _stop(context: Context, selection: Selection, region: RegionRef) -> TourStop:
    month = str(selection.month)
    reasons = [_behind(panel) for panel in panels(context, month, region.code) if panel.value.status == BELOW]
    reasons += [_failing(tier) for tier in tier_counts(context, month, region.code, selection.preset) if _bad(tier)]
    above = context.path(context.cube(month), region.code)[1:-1]
    told = tuple(words for _, words in sorted(reasons, reverse=True)[:REASONS])
    return TourStop(region, " › ".join(ref.name for ref in above), told)


def _behind(panel: RatePanel) -> tuple[float, str]:
    """How much of the whole is short of the target, and the sentence."""
    value = panel.value
    assert value.ratio is not None
    goal = (value.target or "").lstrip("<>=")
    said = f"{panel.info.short} {value.ratio.percent()}%，目标 {goal}%，还差 {value.short:,} {panel.info.unit}"
    if value.change_points is not None and value.change_points <= -0.05:
        said += f"，较上月下降 {-value.change_points:.1f} 个百分点"
    return (value.short or 0) / value.ratio.denominator, said


def _bad(tier: TierCounts) -> int:
    return tier.units - tier.counts.get(_GOOD[tier.tier], 0)


def _failing(tier: TierCounts) -> tuple[float, str]:
    name, measure = _UNITS[tier.tier]
    parts = [f"{word} {number:,} {measure}" for word, number in tier.counts.items() if number and word != _GOOD[tier.tier]]
    return _bad(tier) / tier.units, f"{tier.units:,} {measure}{name}中{'、'.join(parts)}"
