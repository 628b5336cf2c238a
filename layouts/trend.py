"""Months of one rate as a line with its target: an inline SVG picture, with a link per month laid over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from dash import dcc, html

from dashboard.services.models import TrendPoint
from layouts import words

_WIDTH, _HEIGHT, _PAD = 240, 56, 6


def _scale(values: list[float], target: float | None) -> tuple[float, float]:
    """The axis spans what is shown and the target, never less than 4 points, so that noise is not made a mountain."""
    seen = values + ([target] if target is not None else [])
    low, high = min(seen), max(seen)
    spare = max(4 - (high - low), 0) / 2
    return max(low - spare - 0.5, 0), min(high + spare + 0.5, 100.5)


def _stroke(path: str, colour: str, width: float, more: str = "") -> str:
    """Strokes keep their width however the picture is stretched; a dot is a stroke of no length."""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" vector-effect="non-scaling-stroke" {more}/>'


def picture(
    values: list[float | None],
    target: float | None,
    marked: int | None = None,
    breaks: tuple[int, ...] = (),
    turns: tuple[int, ...] = (),
) -> str:
    """A data URI: line, dots at the ends of gaps, dashed target, the marked month filled; before a break an upright line, before
    another rule one that ends in a diamond."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = _scale(known, target)
    step = (_WIDTH - 2 * _PAD) / max(len(values) - 1, 1)

    def y(value: float) -> float:
        return round(_PAD + (_HEIGHT - 2 * _PAD) * (high - value) / (high - low), 1)

    spots = [(round(_PAD + step * n, 1), y(value)) if value is not None else None for n, value in enumerate(values)]
    path, pen = "", "M"
    for spot in spots:
        path, pen = (path + f"{pen}{spot[0]} {spot[1]}", "L") if spot else (path, "M")
    parts = [_stroke(path, "#5B6770", 1.6)]
    if target is not None:
        parts.insert(0, _stroke(f"M0 {y(target)}H{_WIDTH}", "#1F2933", 1, 'stroke-dasharray="3 3"'))
    parts += [
        _stroke(f"M{round(_PAD + step * (n - 0.5), 1)} 0V{_HEIGHT}", "#9AA5B1", 1, 'stroke-dasharray="1 3"') for n in breaks
    ]
    for n in turns:
        x = round(_PAD + step * (n - 0.5), 1)
        parts.append(_stroke(f"M{x} 8V{_HEIGHT}", "#5B6770", 1))
        parts.append(f'<path d="M{x} 0l3 4l-3 4l-3 -4Z" fill="#5B6770"/>')
    if marked is not None and 0 <= marked < len(spots) and (spot := spots[marked]):
        dot = "#5B6770" if target is None else "#D55E00" if (values[marked] or 0.0) < target else "#0072B2"
        parts.append(_stroke(f"M{spot[0]} {spot[1]}h0.01", dot, 8, 'stroke-linecap="round"'))
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'
    return "data:image/svg+xml," + quote(svg)


def chart(
    points: tuple[TrendPoint, ...],
    target: str | None,
    month: str,
    href: Callable[[str], str],
    marks: Mapping[str, str] | None = None,
    turns: Mapping[str, str] | None = None,
) -> html.Div:
    """The picture with a column per month: hovering tells its figures, clicking goes to that month.

    `marks`: month → why the line breaks there (another list is counted); an upright line, the words on hover.
    `turns`: month → which rule has changed there; an upright line under a diamond, the words on hover.
    """
    marks, turns = marks or {}, turns or {}
    values = [float(p.ratio.value * 100) if p.ratio and p.ratio.value is not None else None for p in points]
    marked = next((n for n, point in enumerate(points) if point.month == month), None)
    breaks = tuple(n for n, point in enumerate(points) if point.month in marks)
    turned = tuple(n for n, point in enumerate(points) if point.month in turns)
    uri = picture(values, words.target_value(target), marked, breaks, turned)
    if not uri:
        return html.Div("各月均无数据", className="trend empty")
    columns = [dcc.Link("", href=href(p.month), title=_told(p, marks, turns)) for p in points]
    return html.Div(
        [html.Img(src=uri, alt="各月走势，虚线为目标"), html.Div(columns, className="trend-months")], className="trend"
    )


def _told(point: TrendPoint, marks: Mapping[str, str], turns: Mapping[str, str]) -> str:
    said = f"{words.month(point.month)} {words.percent(point.ratio)} {words.fraction(point.ratio)}"
    why = "；".join(found[point.month] for found in (marks, turns) if point.month in found)
    return f"{said}（{why}）" if why else said
