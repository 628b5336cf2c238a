"""Under the map: the published months as bars of the active rate, and which institutions are drawn as points."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.points import drawable
from layouts import words
from layouts.screen import Screen


def months(screen: Screen) -> list[Any]:
    """A bar per month; the chosen one is marked. Layers of judged units have no rate, so their bars are level."""
    trend = {point.month: point.ratio for point in screen.rate.trend} if screen.rate else {}
    shown = {info.month: _percent(trend.get(info.month)) for info in screen.months}
    known = [value for value in shown.values() if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    here = screen.overview.month.month
    return [_bar(screen, month, value, low, high, month == here, bool(trend)) for month, value in shown.items()]


def _percent(ratio: Any) -> float | None:
    return float(ratio.value * 100) if ratio and ratio.value is not None else None


def _bar(screen: Screen, month: str, value: float | None, low: float, high: float, active: bool, rated: bool) -> dcc.Link:
    height = 4 if value is None else 6 + 18 * (value - low) / ((high - low) or 1)
    said = (f"{value:.1f}%" if value is not None else "无数据") if rated else ""
    year, number = month.split("-")
    label = f"{int(number)}月" if int(number) > 1 or len(_years(screen)) == 1 else f"{year[2:]}年"
    return dcc.Link(
        [
            html.I(style={"height": f"{height:.0f}px"}, className="" if value is not None or not rated else "hatch"),
            html.Span([label, *_marks(screen, month)]),
        ],
        href=screen.href(month=month),
        title="　".join(
            part for part in (words.month(month), said, screen.breaks.get(month, ""), screen.turns.get(month, "")) if part
        ),
        className="strip-month active" if active else "strip-month",
    )


def _marks(screen: Screen, month: str) -> list[html.Span]:
    """┊ another list is counted, ◆ another rule is followed; the words stand in the title."""
    told = (("┊", "mark-break", screen.breaks), ("◆", "mark-turn", screen.turns))
    return [html.Span(sign, className=name) for sign, name, months in told if month in months]


def _years(screen: Screen) -> set[str]:
    """Where all months are of one year, the header tells it and the narrow bars need not."""
    return {info.month[:4] for info in screen.months}


def points(screen: Screen) -> list[Any]:
    """Toggles of institution points by tier; absent where nothing is judged."""
    if not screen.overview.tiers:
        return []
    chosen = {tier for tier in screen.selection.points.split(",") if tier}
    labels = {"county": "县级医院", "township": "卫生院", "village": "村卫生室"}
    crowded = chosen and screen.found is None and not drawable(tuple(chosen), screen.overview, None)
    told = [html.Span("点位过多，进入下级后显示", className="small")] if crowded else []
    return [html.Span("点位", className="small"), *told] + [
        dcc.Link(
            label,
            href=screen.href(points=",".join(sorted(chosen ^ {tier}))),
            className="point-toggle active" if tier in chosen else "point-toggle",
        )
        for tier, label in labels.items()
    ]
