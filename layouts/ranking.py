"""Children by how many are missing: people rank, not percentages. A row leads into the child."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.models import BELOW, Child
from dashboard.services.units import FAILING
from layouts import finding, village, words
from layouts.palette import LOOKS, class_of
from layouts.screen import Screen


def ranking(screen: Screen) -> list[Any]:
    """A heading and one row per child, worst first; children without figures stand at the end and say so."""
    if screen.found is not None and screen.map_region.level != "township":
        return finding.ranking(screen, screen.found)
    items = sorted(screen.children.items, key=lambda c: (c.missing is None, -(c.missing or 0), c.region.code))
    most = max((child.missing or 0 for child in items), default=0)
    if not items:
        return [html.H2("下级排名"), html.P("已到最末一级，没有下级区划。", className="small")]
    card = [village.card(screen.village, screen.address.at(screen.selection))] if screen.village else []
    scope = "下级排名" if screen.overview.region.code == screen.map_region.code else f"{screen.map_region.name}各村"
    ahead = [finding.next_button()] if any(_fails(screen, child) for child in items) else []
    arrows = [] if screen.shows_verdicts else [html.Span(" · 箭头较上月（百分点）", className="rank-arrows")]
    title = html.H2([scope, html.Small([f"{screen.layer_name} · {_order(screen)}", *arrows]), *ahead])
    return [*card, title, html.Ol([_row(screen, child, most) for child in items], className="ranks")]


def _order(screen: Screen) -> str:
    if screen.shows_verdicts:
        return "不达标在前"
    return f"按{'不达标单位数' if screen.judges_units else '缺口人数'}"


def _row(screen: Screen, child: Child, most: int) -> html.Li:
    look = LOOKS[class_of(child, screen.selection.layer)]
    share = 100 * (child.missing or 0) / most if most else 0
    fill = look.fill if not look.pattern else "#CBD5DF"
    bar = html.Span(html.Span(style={"width": f"{share:.1f}%", "background": fill}) if share else None, className="bar")
    amount = "—" if child.missing is None else words.count(child.missing)
    cells = [
        html.Span([child.region.name, *_notes(child)], className="rank-name"),
        bar,
        html.Span(amount, className="rank-missing"),
        html.Span(_rate(child), className="rank-rate"),
        html.Span(_arrow(child), className="rank-change"),
    ]
    if screen.shows_verdicts:  # a judged unit: its word says it all, a share of one would say nothing
        verdict = html.Span(
            [html.Span(look.symbol, className=f"symbol symbol-{child.status}"), child.status], className="rank-verdict"
        )
        cells = [cells[0], verdict]
    row = dcc.Link(cells, href=screen.href(region=child.region.code), title=_told(screen, child))
    mark = finding.failing(child.region.code) if _fails(screen, child) else {}
    return html.Li(row, className="verdict-row" if screen.shows_verdicts else "", **mark)


def _fails(screen: Screen, child: Child) -> bool:
    """Below its target, or with units that do not pass, or a unit that does not pass itself."""
    if screen.shows_verdicts:
        return child.status in FAILING
    return bool(child.missing) if screen.judges_units else child.status == BELOW


def _notes(child: Child) -> list[Any]:
    told = ["不单独绘图"] if not child.drawn else []
    told += ["小样本"] if child.small_sample else []
    return [html.Small(" ".join(told))] if told else []


def _rate(child: Child) -> str:
    if child.ratio is None or not child.ratio.denominator:
        return child.status
    return words.percent(child.ratio)


def _arrow(child: Child) -> str:
    change = child.change_points
    if change is None:
        return ""
    mark = "↑" if change >= 0.05 else "↓" if change <= -0.05 else "→"
    return f"{mark}{abs(change):.1f}"


def _told(screen: Screen, child: Child) -> str:
    parts = [child.region.name, words.percent(child.ratio), words.fraction(child.ratio), words.change(child.change_points)]
    return "　".join(part for part in parts if part)
