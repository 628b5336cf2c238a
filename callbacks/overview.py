"""总图: one question, one answer, everything on the page drawn from it."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.services import Services
from layouts import compare, finding, header, ids, map_view, menu, notices, ranking, rates, strip, tiers
from layouts.screen import Screen

_DRAWN = {
    "fault": Output(ids.Page.FAULT, "children"),
    "path": Output(ids.Head.PATH, "children"),
    "month": Output(ids.Head.MONTH, "value"),
    "months": Output(ids.Head.MONTH, "options"),
    "before": Output(ids.Head.MONTH_BEFORE, "href"),
    "after": Output(ids.Head.MONTH_AFTER, "href"),
    "layers": Output(ids.Head.LAYERS, "children"),
    "menu": Output(ids.Head.MENU, "children"),
    "preset": Output(ids.Head.PRESET, "value"),
    "finding": Output(ids.Panel.FINDING, "children"),
    "stamp": Output(ids.Panel.STAMP, "children"),
    "rates": Output(ids.Panel.RATES, "children"),
    "ranking": Output(ids.Panel.RANKING, "children"),
    "tiers": Output(ids.Panel.TIERS, "children"),
    "view": Output(ids.Map.VIEW, "data"),
    "legend": Output(ids.Map.LEGEND, "children"),
    "found": Output(ids.Find.FOUND, "children"),
    "points": Output(ids.Map.POINTS, "children"),
    "strip": Output(ids.Map.STRIP, "children"),
    "note": Output(ids.Map.NOTE, "children"),
    "compare": Output(ids.Map.COMPARE, "children"),
    "panes": Output(ids.Map.PANES, "className"),
    "caption": Output(ids.Map.CAPTION, "children"),
    "caption_beside": Output(ids.Map.CAPTION_BESIDE, "children"),
}
_HEAD = ("fault", "path", "month", "months", "before", "after", "layers", "preset", "menu")
"""What pages without the map need of it."""
_KEPT = ("before", "after", "months", "month", "preset")


def register(app: Dash, services: Services) -> None:
    @app.callback(
        output=_DRAWN,
        inputs={
            "search": Input(ids.Page.URL, "search"),
            "pathname": Input(ids.Page.URL, "pathname"),
            "beat": Input(ids.Wall.BEAT, "data"),
        },
    )
    def show(search: str | None, pathname: str | None, beat: float | None) -> dict[str, Any]:
        if pathname is not None and pathname not in menu.LISTED:
            raise PreventUpdate
        return ask.guarded(lambda: _for(pathname, _drawn(ask.screen(services, search, pathname))), _blank, search)

    for draw in ("draw", "draw_beside"):  # onto the graph itself: a figure that passes through dash is compared and copied
        app.clientside_callback(
            ClientsideFunction("warroom", draw),
            Output(ids.Head.SINK, f"data-{draw}"),
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
        "path": header.path(screen),
        "month": screen.overview.month.month,
        "months": header.month_options(screen),
        "before": before,
        "after": after,
        "layers": header.layers(screen),
        "menu": menu.links(screen.address.at(screen.selection)),
        "preset": screen.selection.preset,
        "finding": screen.overview.finding,
        "stamp": header.stamp(screen),
        "rates": rates.panels(screen),
        "ranking": ranking.ranking(screen),
        "tiers": tiers.tiers(screen),
        "view": map_view.view(screen),
        "legend": map_view.legend(screen),
        "found": finding.chips(screen),
        "points": strip.points(screen),
        "strip": strip.months(screen),
        "note": [map_view.note(screen), map_view.pictures(screen)],
        "compare": compare.controls(screen),
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
