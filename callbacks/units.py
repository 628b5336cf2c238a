"""The list behind a count: opens in a drawer over the map."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx
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
        Input(ids.open_units(ALL, ALL), "n_clicks"),  # type: ignore[arg-type]
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def show(clicks: list[int | None], search: str | None) -> tuple[bool, str, Any]:
        if not any(clicks) or not ctx.triggered_id:
            raise PreventUpdate
        tier, status = ctx.triggered_id["tier"], ctx.triggered_id["status"]
        if tier == finding.LISTED:
            return ask.guarded(lambda: _found(services, search), lambda said: (True, "", notices.fault(said)), search)
        return ask.guarded(lambda: _listed(services, search, tier, status), lambda said: (True, "", notices.fault(said)), search)

    @app.callback(
        Output(ids.Units.DRAWER, "visible", allow_duplicate=True),
        Output(ids.Units.DRAWER, "title", allow_duplicate=True),
        Output(ids.Units.BODY, "children", allow_duplicate=True),
        Input(ids.Find.LIST, "data"),
        prevent_initial_call=True,
    )
    def drawn(asked: dict[str, Any] | None) -> tuple[bool, str, Any]:
        """An area was drawn: what stands in it."""
        if not asked:
            raise PreventUpdate
        search = asked["search"]
        return ask.guarded(lambda: _found(services, search), lambda said: (True, "", notices.fault(said)), search)

    @app.callback(Output(ids.Find.PANEL, "children"), Input(ids.Find.ASK, "data"), prevent_initial_call=True)
    def panel(asked: dict[str, Any] | None) -> Any:
        """The filters, when their panel is open."""
        if not asked:
            raise PreventUpdate
        return ask.guarded(lambda: _panel(services, asked["search"], asked["path"]), notices.fault, asked)

    app.clientside_callback(
        ClientsideFunction("find", "refresh"), Output(ids.Head.SINK, "data-find"), Input(ids.Map.VIEW, "data")
    )
    app.clientside_callback(
        "() => false",
        Output(ids.Units.DRAWER, "visible", allow_duplicate=True),
        Input(ids.Page.URL, "href"),
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
