"""Looking for units: what can be asked, what is asked with how many are left, and the list behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.finding import Filter
from dashboard.selection import Selection
from dashboard.services.finding_models import Facet, Found
from dashboard.services.models import InstitutionPoint, RegionRef
from layouts import ids, unit_list, words
from layouts.address import Address
from layouts.listing import build
from layouts.palette import LOOKS
from layouts.screen import Screen

LISTED = "found"
"""What `ids.open_units` is asked for when the list under the filter is wanted."""
_KEYS = {"tier": "层级", "status": "结论", "rule": "失分标记", "near": "临近"}


def tools() -> list[Any]:
    """Above the map: the panel of filters, filled when it is opened, and drawing an area."""
    return [
        html.Details(
            [
                html.Summary("筛选", className="point-toggle", title="按层级、结论、项目、临近程度筛选机构和村"),
                html.Div(id=ids.Find.PANEL, className="find-panel"),
            ],
            id=ids.Find.OPEN,
        ),
        html.Button("框选", id=ids.Find.BOX, className="point-toggle", title="在地图上拖出矩形，列出其中的机构；Esc 取消"),
        html.Button("圈选", id=ids.Find.LASSO, className="point-toggle", title="在地图上圈出范围，列出其中的机构；Esc 取消"),
        html.Button("?", className="point-toggle keys-open", title="键盘操作（?）"),
        dcc.Store(id=ids.Find.ASK),
    ]


def panel(found: Found, address: Address) -> list[Any]:
    """Values of each key with how many units they would leave; a link adds or removes one."""
    groups = (("tier", found.tiers), ("status", found.statuses), ("near", found.near), ("rule", found.rules))
    rows = [_group(key, facets, found.filter, address) for key, facets in groups if facets]
    clear = dcc.Link("清除筛选", href=address.href(find=""), className="find-clear") if found.filter else None
    return [*rows, html.P([_left(found), clear], className="find-left")]


def _group(key: str, facets: tuple[Facet, ...], wanted: Filter, address: Address) -> html.Div:
    given = {str(value) for value in (getattr(wanted, key) if key != "near" else [wanted.near])}
    links: list[Any] = []
    tier = ""
    for facet in facets:
        if key == "rule" and facet.tier != tier:
            tier = facet.tier
            links.append(html.Span(words.TIER[tier], className="find-tier"))
        links.append(_chip(key, facet, facet.value in given, wanted, address))
    return html.Div([html.Span(_KEYS[key], className="chips-said"), html.Div(links)], className="find-group")


def _chip(key: str, facet: Facet, active: bool, wanted: Filter, address: Address) -> dcc.Link:
    look = LOOKS.get(facet.value)
    mark = [html.Span(look.symbol, className=f"symbol symbol-{facet.value}")] if look and key == "status" else []
    return dcc.Link(
        [*mark, facet.words, html.Span(words.count(facet.units), className="chip-count")],
        href=address.href(find=wanted.toggled(key, facet.value).text()),
        className="chip active" if active else "chip" if facet.units else "chip none",
    )


def chips(screen: Screen) -> list[Any]:
    """What is filtered, how many are left, one click off each; nothing when nothing is filtered."""
    found = screen.found
    if found is None:
        return []
    parts = [
        dcc.Link(
            [said, html.Span("✕", className="off")],
            href=screen.href(find=found.filter.without(key).text()),
            className="find-chip",
            title="取消这项筛选",
        )
        for key, said in _told(found)
    ]
    shown = [] if screen.points or not found.total else [html.Span("点位过多，进入下级后显示", className="small")]
    return [
        html.Strong(_left(found), className="find-left"),
        *parts,
        *shown,
        html.Button("名单", className="point-toggle", title="列出这些单位，最差的在前", **ids.open_units(LISTED, "")),
        dcc.Link("清除", href=screen.href(find=""), className="point-toggle"),
    ]


def _left(found: Found) -> str:
    return f"筛出 {words.count(found.total)} 个，共 {words.count(found.of)} 个单位"


def _told(found: Found) -> list[tuple[str, str]]:
    """(key, words) of what is asked."""
    wanted = found.filter
    named = {facet.value: facet.words for facet in found.rules}
    said = {
        "tier": "、".join(words.TIER[tier] for tier in wanted.tier),
        "status": "、".join(wanted.status),
        "rule": "、".join(named.get(rule, rule) for rule in wanted.rule),
        "near": "临近风险" if wanted.tier == ("village",) else f"差{wanted.near}分以内",
        "within": "所画范围内",
    }
    return [(key, said[key]) for key in wanted.given]


def ranking(screen: Screen, found: Found) -> list[Any]:
    """Children in which the units lie, most first; a row leads into the child and keeps the filter. A phone has the list without
    the map, so what is filtered stands here as well."""
    names = {child.region.code: child.region for child in screen.children.items}
    rows = sorted(
        ((n, names[code]) for code, n in found.by_child.items() if code in names), key=lambda row: (-row[0], row[1].code)
    )
    small = html.Div(chips(screen), className="found-small")
    title = html.H2(["下级排名", html.Small("按符合筛选的单位数"), next_button()])
    if not rows:
        return [small, title, html.P("下级没有符合筛选的单位。", className="small")]
    most = rows[0][0]
    return [small, title, html.Ol([_row(screen, n, region, most) for n, region in rows], className="ranks")]


def _row(screen: Screen, number: int, region: RegionRef, most: int) -> html.Li:
    cells = [
        html.Span(region.name, className="rank-name"),
        html.Span(html.Span(style={"width": f"{100 * number / most:.1f}%", "background": "#F39C5A"}), className="bar"),
        html.Span(f"{words.count(number)} 个", className="rank-missing"),
        html.Span(className="rank-rate"),
        html.Span(className="rank-change"),
    ]
    link = dcc.Link(cells, href=screen.href(region=region.code), title=f"{region.name}　{words.count(number)} 个")
    return html.Li(link, **failing(region.code))


def failing(code: str) -> dict[str, Any]:
    """Marks a row that N stops at."""
    return {"data-failing": code}


def next_button() -> html.Button:
    return html.Button("下一个未达标 N", className="next-failing", title="按排名次序进入下一个未达标的（N；Shift+N 上一个）")


def drawer(found: Found, standing: tuple[InstitutionPoint, ...] | None, said: str, selection: Selection) -> list[Any]:
    """The units under the filter; with an area, the institutions in it (`standing`) instead: what was drawn around."""
    href = "/export/units.xlsx" + selection.query()
    take = html.A("导出全部", href=href, className="export", download="")
    if standing is None:
        counts = _counts(found.by_status)
        return [html.P(said), html.P([*counts, take], className="find-counts"), unit_list.table(found.rows, selection)]
    by_status: dict[str, int] = {}
    for point in standing:
        by_status[point.status] = by_status.get(point.status, 0) + 1
    told = f"所画范围内有机构 {words.count(len(standing))} 家；{said}"
    return [html.P(told), html.P([*_counts(by_status), take], className="find-counts"), _institutions(standing, selection)]


def _counts(by_status: dict[str, int]) -> list[html.Span]:
    marks = [(word, number, LOOKS[word].symbol if word in LOOKS else "") for word, number in by_status.items()]
    return [
        html.Span([html.Span(mark, className=f"symbol symbol-{word}"), f"{word} {words.count(number)}"])
        for word, number, mark in marks
    ]


def _institutions(standing: tuple[InstitutionPoint, ...], selection: Selection) -> html.Div:
    query = "?" + urlencode({"month": selection.month, "preset": selection.preset})
    rows = [
        (
            dcc.Link(point.name, href=f"/institution/{point.code}{query}"),
            words.TIER[point.tier],
            point.total or "—",
            f"{LOOKS[point.status].symbol if point.status in LOOKS else ''} {point.status}",
        )
        for point in standing
    ]
    return html.Div(build(("机构", "层级", "得分", "结论"), rows, numbers=(2,)), className="find-standing")
