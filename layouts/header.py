"""Where we are and what is shown: path, month, layer, preset. All of it is links, so that the URL stays the state."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.selection import UNIT_LAYERS
from layouts import menu, words
from layouts.screen import Screen


def path(screen: Screen) -> list[Any]:
    """The way from the nation down; every step but the last is a link up."""
    parts: list[Any] = []
    steps = screen.overview.path
    for step in steps[:-1]:
        parts += [dcc.Link(step.name, href=screen.href(region=step.code)), html.Span("›", className="path-mark")]
    if len(steps) > 1:
        parts.insert(0, dcc.Link("↑", href=screen.href(region=steps[-2].code), className="path-up", title="返回上一级"))
    return [*parts, html.Strong(screen.overview.region.name)]


def layers(screen: Screen) -> list[Any]:
    """Each stays on the page if the page shows it, else leads to the map: no link that changes nothing."""
    here = screen.address.path
    shown = {layer for layer, _ in screen.layers if here in menu.WITH_MAP or (here in menu.BY_RATE and layer not in UNIT_LAYERS)}
    return [_layer(screen, layer, name, layer in shown) for layer, name in screen.layers]


def _layer(screen: Screen, layer: str, name: str, shown: bool) -> dcc.Link:
    active = shown and layer == screen.selection.layer
    href = screen.href(layer=layer) if shown else screen.address.at(screen.selection).href("/", layer=layer)
    return dcc.Link(name, href=href, className="layer active" if active else "layer")


def month_options(screen: Screen) -> list[dict[str, str]]:
    """Newest first."""
    return [{"label": words.month(info.month), "value": info.month} for info in reversed(screen.months)]


def month_neighbours(screen: Screen) -> tuple[str, str]:
    """Links to the month before and after; the ends stay where they are."""
    known = [info.month for info in screen.months]
    here = known.index(screen.overview.month.month)
    return tuple(screen.href(month=known[min(max(here + step, 0), len(known) - 1)]) for step in (-1, 1))  # type: ignore[return-value]


def stamp(screen: Screen) -> list[Any]:
    """As of when, which version, which policy."""
    month = screen.overview.month
    overview = screen.overview
    policy = html.Span(
        overview.policy_id or "无适用口径", title=f"{overview.policy_name or ''}　{overview.policy_documents}".strip()
    )
    late = []
    if overview.not_reported:
        late = [html.Span(f" · 未报送 {len(overview.not_reported)} 项", className="late", title="、".join(overview.not_reported))]
    return [f"数据截至 {words.day(month.as_of)} · 第{month.version}版 · ", policy, *late]
