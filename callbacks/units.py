"""The list behind a count: opens in a drawer over the map."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.selection import Selection
from dashboard.services import Services
from layouts import ids, notices, unit_list

_LIMIT = 1000
"""Rows sent to a browser at once, worst first; the export holds all."""


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Units.DRAWER, "visible"),
        Output(ids.Units.DRAWER, "title"),
        Output(ids.Units.BODY, "children"),
        Input(ids.open_units(ALL, ALL), "n_clicks"),  # type: ignore[arg-type]
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def show(clicks: list[int | None], search: str | None) -> tuple[bool, str, Any]:
        if not any(clicks) or not ctx.triggered_id:
            raise PreventUpdate
        tier, status = ctx.triggered_id["tier"], ctx.triggered_id["status"]
        return ask.guarded(lambda: _listed(services, search, tier, status), lambda said: (True, "", notices.fault(said)), search)

    app.clientside_callback(
        "() => false",
        Output(ids.Units.DRAWER, "visible", allow_duplicate=True),
        Input(ids.Page.URL, "href"),
        prevent_initial_call=True,
    )


def _listed(services: Services, search: str | None, tier: str, status: str) -> tuple[bool, str, Any]:
    who = ask.viewer()
    chosen = services.resolve(who, Selection.from_query(search))
    rows = services.unit_rows(who, chosen, tier, status, _LIMIT)
    name = services.overview(who, chosen).region.name
    return True, unit_list.title(name, tier, status, len(rows)), unit_list.table(rows, chosen)
