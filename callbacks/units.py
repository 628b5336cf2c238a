"""The list behind a count: opens in a drawer over the map."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.publishing.cube import TIERS
from dashboard.selection import Selection
from dashboard.services import Services
from dashboard.services.finding import said, worst_first
from layouts import finding, ids, notices, unit_list
from layouts.address import Address

_LIMIT = 1000
"""Rows sent to a browser at once, worst first; the export holds all."""


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Units.DRAWER, "visible"),
        Output(ids.Units.DRAWER, "title"),
        Output(ids.Units.BODY, "children"),
        Input(ids.Units.ASK, "data"),
        prevent_initial_call=True,
    )
    def show(asked: dict[str, Any] | None) -> tuple[bool, str, Any]:
        """Behind a count, or in an area that was drawn."""
        if not asked:
            raise PreventUpdate
        search, (tier, _, status) = asked["search"], asked["units"].partition(" ")
        listed = _found if tier == finding.LISTED else partial(_listed, tier=tier, status=status)
        return ask.guarded(lambda: listed(services, search), lambda said: (True, "", notices.fault(said)), search)

    @app.callback(Output(ids.Find.PANEL, "children"), Input(ids.Find.ASK, "data"), prevent_initial_call=True)
    def panel(asked: dict[str, Any] | None) -> Any:
        """The filters, when their panel is open."""
        if not asked:
            raise PreventUpdate
        return ask.guarded(lambda: _panel(services, asked["search"], asked["path"]), notices.fault, asked)

    app.clientside_callback(  # another view closes what was open over the last one
        """(href, open) => {
            document.querySelectorAll("details.menu").forEach((one) => one.removeAttribute("open"));
            return open ? false : window.dash_clientside.no_update;
        }""",
        Output(ids.Units.DRAWER, "visible", allow_duplicate=True),
        Input(ids.Page.URL, "href"),
        State(ids.Units.DRAWER, "visible"),
        prevent_initial_call=True,
    )


def _panel(services: Services, search: str, path: str) -> Any:
    who = ask.viewer()
    address = Address.parse(path, search)
    chosen = services.resolve(who, address.selection)
    return finding.panel(services.find(who, chosen), address.at(chosen))


def _found(services: Services, search: str | None) -> tuple[bool, str, Any]:
    """The units under the link's filter; with an area, the institutions that stand in it."""
    who = ask.viewer()
    chosen = services.resolve(who, Selection.from_query(search))
    found = services.find(who, chosen, _LIMIT)
    standing = tuple(worst_first(services.points(who, chosen, TIERS)))[:_LIMIT] if found.filter.within else None
    name = services.overview(who, chosen).region.name
    return True, f"{name} · 筛选名单", finding.drawer(found, standing, said(found), chosen)


def _listed(services: Services, search: str | None, tier: str, status: str) -> tuple[bool, str, Any]:
    who = ask.viewer()
    chosen = services.resolve(who, Selection.from_query(search))
    rows = services.unit_rows(who, chosen, tier, status, _LIMIT)
    name = services.overview(who, chosen).region.name
    return True, unit_list.title(name, tier, status, len(rows)), unit_list.table(rows, chosen)
