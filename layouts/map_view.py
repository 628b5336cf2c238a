"""What the browser needs to draw the map: codes, classes and words. Geometry travels apart, by URL, and is cached for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.legend import Key, Kind, change_keys, keys
from dashboard.legend import note as map_note
from dashboard.reports.map_picture import FORMATS
from dashboard.services.models import NO_DATA, Child, InstitutionPoint
from layouts import compare, words
from layouts.palette import (
    LOOKS,
    change_class,
    class_of,
    number_of,
)
from layouts.screen import Screen


def view(screen: Screen) -> dict[str, Any]:
    """The Store that `assets/warroom.js` draws: a few KB, no geometry. Worst regions first, so that their names find room."""
    geometry = screen.geometry
    drawn = [child for child in screen.children.items if child.drawn]
    chosen = screen.overview.region
    changes = compare.changes(screen)
    return {
        "month": screen.overview.month.month,
        "preset": screen.selection.preset,
        "mode": screen.selection.mode,
        "parent": screen.map_region.code,
        "level": screen.map_region.level,
        "url": geometry.children.url if geometry.children else None,
        "outline": geometry.outline.url if geometry.outline else None,
        "bounds": geometry.children.bounds if geometry.children else None,
        "inset": geometry.children.inset if geometry.children else None,
        "lines": geometry.lines_url,
        "selected": chosen.code if chosen.code != screen.map_region.code else None,
        "regions": [_region(screen, child, changes) for child in worst_first(drawn)],
        "beside": _beside(screen) if screen.compared and changes is None else None,
        "points": [_point(point) for point in screen.points],
        "ahead": screen.ahead,
        "marks": [[m.number, m.lon, m.lat, m.region.code, m.told] for m in screen.marks],
    }


def worst_first(drawn: Iterable[Child]) -> list[Child]:
    """The most missing at the head: their names find room, their maps are likely to be asked for next."""
    return sorted(drawn, key=lambda child: -(child.missing or 0))


def _beside(screen: Screen) -> list[Any]:
    """The same polygons as the compared month coloured them."""
    assert screen.compared is not None
    then = replace(screen, children=screen.compared.children, overview=screen.compared.overview, points=(), compared=None)
    return [_region(then, child) for child in worst_first(child for child in then.children.items if child.drawn)]


def _region(screen: Screen, child: Child, changes: compare.Changes | None = None) -> list[Any]:
    """Code, name, class, mark of a small sample, words on hover, where the name stands."""
    change = changes.get(child.region.code) if changes is not None else None
    name = class_of(child, screen.selection.layer) if changes is None else change_class(change)
    told = hover(screen, child) if changes is None else compare.hover(screen, child, change)
    lon, lat = screen.geometry.children.labels.get(child.region.code, (None, None))
    return [child.region.code, child.region.name, number_of(name), int(child.small_sample and changes is None), told, lon, lat]


def _point(point: InstitutionPoint) -> list[Any]:
    note = "<br>位置示意" if point.schematic else ""
    total = f" {point.total}分" if point.total else ""
    status = point.status if point.status in LOOKS else "缺报"
    told = f"<b>{point.name}</b><br>{LOOKS[status].symbol} {point.status}{total}{note}<br><i>点击看评分卡</i>"
    return [point.code, point.lon, point.lat, number_of(status), told]


def hover(screen: Screen, child: Child) -> str:
    """Name; figures; target and gap; change; months; what a click does."""
    lines = [f"<b>{child.region.name}</b>", *_figures(screen, child)]
    if text := words.change(child.change_points):
        lines.append(text)
    if text := words.spark(child.spark):
        lines.append(f"{text} 近{len(child.spark)}个月")
    if child.small_sample:
        lines.append(f"小样本 {words.interval(child.interval)}".strip())
    lines.append("<i>点击进入</i>" if child.region.level != "village" else "<i>点击查看本村</i>")
    return "<br>".join(lines)


def _figures(screen: Screen, child: Child) -> list[str]:
    if screen.judges_units:
        counts = "　".join(f"{LOOKS[s].symbol} {s} {words.count(n)}" for s, n in child.counts.items() if n and s in LOOKS)
        return [counts or child.status]
    if child.ratio is None or not child.ratio.denominator:
        return [f"{screen.layer_name}：{NO_DATA}"]
    said = [f"{screen.layer_name} {words.percent(child.ratio)}（{words.fraction(child.ratio)}）"]
    aim = words.target(screen.children.target)
    if aim:
        short = f" · 还差 {words.count(child.short)} {screen.unit}" if child.short else " · 已达标"
        said.append(f"目标 {aim}{short}")
    elif child.short is not None:
        said.append(f"按当地目标还差 {words.count(child.short)} {screen.unit}" if child.short else "已达到当地目标")
    else:
        said.append(child.status)
    return said


def legend(screen: Screen) -> list[Any]:
    """Swatches in order of distance, the target as a tick between short and met."""
    if compare.changes(screen) is not None:
        return [_key(key) for key in change_keys(screen.overview.month.month, screen.selection.compare)]
    return [_key(key) for key in keys(screen.children, screen.points)]


def _key(key: Key) -> html.Span:
    if key.kind is Kind.LEAD:
        return html.Span(key.words, className="small" if key.words != "点位" else "small points-key")
    if key.kind is Kind.TICK:
        return html.Span(key.words, className="target-tick")
    if key.kind is Kind.SAMPLE:
        return html.Span([html.I(className="swatch small-sample"), key.words], className="key")
    if key.kind is Kind.POINT:
        return html.Span([html.Span(LOOKS[key.look].symbol, className=f"symbol symbol-{key.look}"), key.words], className="key")
    return _swatch(key.look, key.words, key.symbol)


def _swatch(name: str, said: str, symbol: bool = False) -> html.Span:
    look = LOOKS[name]
    mark = html.Span(look.symbol, className=f"symbol symbol-{name}") if symbol else None
    return html.Span(
        [html.I(className=f"swatch {look.pattern}", style={"backgroundColor": look.fill}), mark, said], className="key"
    )


def note(screen: Screen) -> str:
    """What the map rests on."""
    return map_note(screen.children, screen.geometry.children)


def pictures(screen: Screen) -> html.Span:
    """The map itself to take away."""
    query = screen.selection.query()
    links = [html.A(form.upper(), href=f"/export/map.{form}{query}", download="", title="导出本图") for form in FORMATS]
    return html.Span(["导出图片", *links], className="pictures")
