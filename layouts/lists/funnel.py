"""漏斗图: which units differ from their region by more than chance of their size explains."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.ratio import Ratio
from dashboard.services.list_models import FunnelView
from dashboard.statistics import Funnel, FunnelUnit
from dashboard.statistics.funnel import BEYOND_95, BEYOND_998, INSIDE
from layouts import words
from layouts.address import Address
from layouts.lists import parts
from layouts.trust.parts import section, table

_LOOKS: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    ("限内", INSIDE, 0, {"color": "#9AA7B3", "symbol": "circle", "size": 7}),
    ("偏低（95%限以下）", BEYOND_95, -1, {"color": "#F39C5A", "symbol": "triangle-down", "size": 10}),
    ("明显偏低（99.8%限以下）", BEYOND_998, -1, {"color": "#8C2D04", "symbol": "triangle-down", "size": 12}),
    ("偏高（95%限以上）", BEYOND_95, 1, {"color": "#9CC3DE", "symbol": "triangle-up", "size": 10}),
    ("明显偏高（99.8%限以上）", BEYOND_998, 1, {"color": "#0072B2", "symbol": "triangle-up", "size": 12}),
)
"""Name, position and side of the units that look so. Those that do better are no warning."""
_TICKS = [step * 10**power for power in range(7) for step in (1, 2, 5)]
_CONFIG: Any = {"displayModeBar": False, "scrollZoom": False, "responsive": True, "locale": "zh-CN"}


def page(view: FunnelView, address: Address) -> html.Article:
    levels = [(level, words.LEVEL[level]) for level in view.levels]
    chosen = address if address.get("level") else Address(address.path, address.selection, (("level", view.level),))
    tabs = parts.chips("比较", "level", levels, chosen, every=None)
    links = [dcc.Link("三率面板", href=address.href("/panel"), className="more")]
    if view.funnel is None:
        return parts.page(f"{view.region.name}{view.info.name}：没有可比较的单位。", words.month(view.month), tabs, tools=links)
    far = sorted((u for u in view.funnel.units if u.side), key=lambda u: (u.side, u.position != BEYOND_998, u.percent))
    return parts.page(
        _finding(view, view.funnel),
        f"{words.month(view.month)} · 本地区 {_percent(*view.funnel.units)} · 限值按二项分布精确概率",
        tabs,
        html.Div(dcc.Graph(figure=figure(view.funnel, view.names), config=_CONFIG, className="funnel"), className="funnel-box"),
        section(
            "超出限值的单位",
            table(
                ["单位", "率", "已做到/应做到", "位置", "名次区间"], [_row(u, view, address) for u in far], "没有单位超出限值。"
            ),
            note="限内的差异，人数少就会出现，不宜据此排名；政策结论仍按各自的目标判定。",
        ),
        tools=links,
    )


def _percent(*units: FunnelUnit) -> str:
    """Of one unit, or of all together; truncated like every percentage."""
    return words.percent(Ratio(sum(u.numerator for u in units), sum(u.denominator for u in units)))


def _finding(view: FunnelView, funnel: Funnel) -> str:
    units = len(funnel.units)
    low = sum(u.side < 0 and u.position == BEYOND_998 for u in funnel.units)
    odd = sum(u.side < 0 and u.position == BEYOND_95 for u in funnel.units)
    head = f"{view.region.name}{view.info.name}：{units:,} 个{words.LEVEL[view.level]}级单位中"
    if not low and not odd:
        return f"{head}没有一个低于机遇所能解释的范围。"
    return f"{head} {low:,} 个明显偏低（99.8%限以下）、{odd:,} 个偏低（95%限以下），其余没有低于机遇所能解释的范围。"


def figure(funnel: Funnel, names: dict[str, str]) -> dict[str, Any]:
    """Size of the unit against its rate, with the limits around the region's value."""
    sizes = [point[0] for point in funnel.curve]
    lines = [
        _line(sizes, [point[n] for point in funnel.curve], dash, legend=n in (1, 3))
        for n, dash in ((1, "dash"), (2, "dash"), (3, "dot"), (4, "dot"))
    ]
    centre = _line([sizes[0], sizes[-1]], [funnel.centre] * 2, "solid")
    dots = [
        _dots([u for u in funnel.units if (u.position, u.side) == (place, side)], name, look, names)
        for name, place, side, look in _LOOKS
    ]
    axis = {"gridcolor": "#EEF2F5", "linecolor": "#CBD5DF", "zeroline": False}
    low = min(u.percent for u in funnel.units)  # limits of tiny units may run out of the picture
    return {
        "data": [*lines, centre, *dots],
        "layout": {
            "xaxis": {
                **axis,
                "title": {"text": "应做到（人、例，对数轴）"},
                "type": "log",
                "tickvals": _TICKS,
                "tickformat": ",d",
            },
            "yaxis": {**axis, "title": {"text": "率（%）"}, "range": [max(-2, low - 8), 102]},
            "margin": {"l": 56, "r": 16, "t": 8, "b": 48},
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "Noto Sans CJK SC, sans-serif", "size": 13, "color": "#1F2933"},
        },
    }


def _line(x: list, y: list, dash: str, legend: bool = True) -> dict[str, Any]:
    name = {"solid": "本地区", "dash": "95%限", "dot": "99.8%限"}[dash]
    style = {"color": "#52606D", "width": 1, "dash": dash}
    shown = {"name": name, "legendgroup": name, "showlegend": legend}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": style, "hoverinfo": "skip", **shown}


def _dots(units: list[FunnelUnit], name: str, look: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [u.denominator for u in units],
        "y": [u.percent for u in units],
        "text": [f"{names.get(u.key, u.key)} {_percent(u)}（{u.numerator:,}/{u.denominator:,}）" for u in units],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": look,
    }


def _row(unit: FunnelUnit, view: FunnelView, address: Address) -> list[Any]:
    name = view.names.get(unit.key, unit.key)
    linked: Any = (
        name if view.level == "village" else dcc.Link(name, href=address.href(region=unit.key, level=""), className="into")
    )
    side = "▼ 偏低" if unit.side < 0 else "▲ 偏高"
    return [
        html.Td(linked, className="name"),
        _percent(unit),
        f"{unit.numerator:,}/{unit.denominator:,}",
        f"{side}（{unit.position}）",
        parts.places(view.places.get(unit.key)),
    ]
