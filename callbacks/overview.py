"""总图: one question, one answer, everything on the page drawn from it."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.services import Services
from layouts import compare, finding, header, ids, map_view, menu, notices, ranking, rates, strip, tiers
from layouts.drawn import HTML, as_text
from layouts.screen import Screen

_DRAWN = {
    "fault": Output(ids.Page.FAULT, "children"),
    "path": Output(ids.Head.PATH, HTML),
    "month": Output(ids.Head.MONTH, "value"),
    "months": Output(ids.Head.MONTH, "options"),
    "before": Output(ids.Head.MONTH_BEFORE, "href"),
    "after": Output(ids.Head.MONTH_AFTER, "href"),
    "layers": Output(ids.Head.LAYERS, HTML),
    "menu": Output(ids.Head.MENU, HTML),
    "preset": Output(ids.Head.PRESET, "value"),
    "finding": Output(ids.Panel.FINDING, "children"),
    "stamp": Output(ids.Panel.STAMP, HTML),
    "rates": Output(ids.Panel.RATES, HTML),
    "ranking": Output(ids.Panel.RANKING, HTML),
    "tiers": Output(ids.Panel.TIERS, HTML),
    "view": Output(ids.Map.VIEW, "data"),
    "legend": Output(ids.Map.LEGEND, HTML),
    "found": Output(ids.Find.FOUND, HTML),
    "points": Output(ids.Map.POINTS, HTML),
    "strip": Output(ids.Map.STRIP, HTML),
    "note": Output(ids.Map.NOTE, HTML),
    "compare": Output(ids.Map.COMPARE, HTML),
    "panes": Output(ids.Map.PANES, "className"),
    "caption": Output(ids.Map.CAPTION, "children"),
    "caption_beside": Output(ids.Map.CAPTION_BESIDE, "children"),
}
_HEAD = ("fault", "path", "month", "months", "before", "after", "layers", "preset", "menu")
"""What pages without the map need of it."""
_KEPT = ("before", "after", "months", "month", "preset")
_CHOSEN = ("month", "preset")
"""Controls: told only when they show something else, as each telling calls what listens to them."""


def register(app: Dash, services: Services) -> None:
    @app.callback(
        output=_DRAWN,
        inputs={
            "search": Input(ids.Page.URL, "search"),
            "pathname": Input(ids.Page.URL, "pathname"),
            "beat": Input(ids.Wall.BEAT, "data"),
            "shown": {name: State(_DRAWN[name].component_id, "value") for name in _CHOSEN},
        },
    )
    def show(search: str | None, pathname: str | None, beat: float | None, shown: dict[str, str]) -> dict[str, Any]:
        if pathname is not None and pathname not in menu.LISTED:
            raise PreventUpdate
        drawn = ask.guarded(lambda: _for(pathname, _drawn(ask.screen(services, search, pathname))), _blank, search)
        return drawn | {name: no_update for name in _CHOSEN if drawn[name] == shown[name]}

    app.clientside_callback(  # onto the graph itself: a figure that passes through dash is compared and copied
        ClientsideFunction("warroom", "view"),
        Output(ids.Head.SINK, "data-view"),
        Input(ids.Map.VIEW, "data"),
        State(ids.Map.CLASSES, "data"),
    )


def _drawn(screen: Screen | None) -> dict[str, Any]:
    if screen is None:
        return {**_empty(), "fault": notices.no_month()}
    caption, beside = compare.captions(screen)
    before, after = header.month_neighbours(screen)
    return {
        "fault": None,
        "path": as_text(header.path(screen)),
        "month": screen.overview.month.month,
        "months": header.month_options(screen),
        "before": before,
        "after": after,
        "layers": as_text(header.layers(screen)),
        "menu": as_text(menu.links(screen.address.at(screen.selection))),
        "preset": screen.selection.preset,
        "finding": screen.overview.finding,
        "stamp": as_text(header.stamp(screen)),
        "rates": as_text(rates.panels(screen)),
        "ranking": as_text(ranking.ranking(screen)),
        "tiers": as_text(tiers.tiers(screen)),
        "view": map_view.view(screen),
        "legend": as_text(map_view.legend(screen)),
        "found": as_text(finding.chips(screen)),
        "points": as_text(strip.points(screen)),
        "strip": as_text(strip.months(screen)),
        "note": as_text([map_view.note(screen), map_view.pictures(screen)]),
        "compare": as_text(compare.controls(screen)),
        "panes": compare.panes(screen),
        "caption": caption,
        "caption_beside": beside,
    }


def _for(pathname: str | None, drawn: dict[str, Any]) -> dict[str, Any]:
    """The whole map, or on a page without it only the header; the map is drawn again on the way back."""
    if pathname is None or pathname in menu.WITH_MAP:
        return drawn
    return {name: value if name in _HEAD else no_update for name, value in drawn.items()}


def _empty() -> dict[str, Any]:
    return {name: no_update if name in _KEPT else None for name in _DRAWN}


def _blank(said: str) -> dict[str, Any]:
    return {**_empty(), "fault": notices.fault(said)}
