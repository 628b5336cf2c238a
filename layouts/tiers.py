"""Institutions and villages by tier and status; each count opens the list behind it."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.services.models import TierCounts
from layouts import ids, words
from layouts.palette import LOOKS
from layouts.screen import Screen

_GOOD = ("达标", "无风险")


def tiers(screen: Screen) -> list[Any]:
    if not screen.overview.tiers:
        return [html.Span("本地区现行口径没有机构评分。", className="small")]
    sensitive = sum(tier.reading_sensitive for tier in screen.overview.tiers)
    note = (
        [html.Span(f"口径敏感 {words.count(sensitive)} 家", className="small", title="换一种合理读法，结论会变")]
        if sensitive
        else []
    )
    return [*(_tier(tier) for tier in screen.overview.tiers), *note]


def _tier(tier: TierCounts) -> html.Div:
    good = next((status for status in _GOOD if status in tier.counts), _GOOD[tier.tier == "village"])
    passed = tier.counts.get(good, 0)
    rest = [(status, number) for status, number in tier.counts.items() if status != good and number]
    before = (tier.previous or {}).get(good)
    delta = f"较上月 {passed - before:+d}".replace("-", "−") if before is not None and passed != before else ""
    return html.Div(
        [
            html.Span(words.TIER[tier.tier], className="tier-name"),
            html.Button(
                [html.Strong(words.count(passed)), f"/{words.count(tier.units)} {good}"],
                className="tier-good",
                title="查看名单",
                **ids.open_units(tier.tier, good),
            ),
            *(_count(tier.tier, status, number) for status, number in rest),
            html.Span(delta, className="small"),
        ],
        className="tier",
    )


def _count(tier: str, status: str, number: int) -> html.Button:
    look = LOOKS.get(status)
    symbol = look.symbol if look else ""
    return html.Button(
        [html.Span(symbol, className=f"symbol symbol-{status}"), f"{status} {words.count(number)}"],
        className="tier-count",
        title=f"查看{status}名单",
        **ids.open_units(tier, status),
    )
