"""The big screen: what the tour visits is asked when it starts; the rest happens in `assets/wall.js`."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks import ask
from dashboard.selection import Selection
from dashboard.services import Services
from layouts import ids, wall


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Wall.STOPS, "data"),
        Input(ids.Wall.TOUR_START, "n_clicks"),
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def stops(clicks: int | None, search: str | None) -> list[dict[str, Any]]:
        who = ask.viewer()
        return ask.guarded(
            lambda: wall.stops(services.tour(who, services.resolve(who, Selection.from_query(search)))), lambda _: [], search
        )

    app.clientside_callback(
        ClientsideFunction("wall", "begin"),
        Output(ids.Head.SINK, "data-tour"),
        Input(ids.Wall.STOPS, "data"),
        prevent_initial_call=True,
    )
