"""The list pages: parse the address, ask, draw. Filters are keys of the address, so every view is a link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dash import ALL, Dash, Input, Output

from callbacks import ask, warned
from dashboard.rollup.slices import Where
from dashboard.services import Services
from dashboard.services.panel import RATES
from layouts import ids
from layouts.address import Address
from layouts.lists import costs, funds, funnel, panel, policy, worklists


def panel_page(services: Services, address: Address) -> Any:
    where = Where(**{key: address.get(key) for key in Where.__slots__})
    return panel.page(services.lists.panel(ask.viewer(), _rate(services, address), where), address)


def funnel_page(services: Services, address: Address) -> Any:
    view = services.lists.funnel(ask.viewer(), _rate(services, address), address.get("level") or None)
    return funnel.page(view, address)


def missing_page(services: Services, address: Address) -> Any:
    return worklists.missing(services.lists.missing(ask.viewer(), _rate(services, address)), address)


def treatment_page(services: Services, address: Address) -> Any:
    return worklists.treatment(services.lists.treatment(ask.viewer(), address.selection), address)


def duties_page(services: Services, address: Address) -> Any:
    who, chosen = ask.viewer(), address.selection
    team = address.get("team")
    sheet = services.lists.duties(who, chosen, None if not team else "" if team == "-" else team)
    return worklists.duties(sheet, services.children(who, chosen).items if sheet.absent_because else (), address)


def costs_page(services: Services, address: Address) -> Any:
    who, chosen = ask.viewer(), address.selection
    sheet = services.lists.costs(who, chosen)
    if address.get("list") == "over":
        return costs.over(services.lists.over_standard(who, chosen), sheet, address)
    return costs.page(sheet, address)


def funds_page(services: Services, address: Address) -> Any:
    return funds.page(services.lists.funds(ask.viewer(), address.selection), address)


def tasks_page(services: Services, address: Address) -> Any:
    return policy.tasks(services.lists.tasks(ask.viewer(), address.selection), address)


def policy_page(services: Services, address: Address) -> Any:
    who, chosen = ask.viewer(), address.selection
    day, other, one = _day(address.get("day")), address.get("other") or None, address.get("profile") or None
    sheet = services.lists.policy(who, chosen, day, other, one)
    return policy.page(sheet, services.overview(who, chosen).region.name, address)


def _rate(services: Services, address: Address) -> Any:
    """The layer in view when it is a rate of persons, else the first that the region's policy has."""
    chosen = address.selection
    offered = [layer for layer, _ in services.layers(ask.viewer(), chosen) if layer in RATES]
    return chosen if chosen.layer in RATES else chosen.but(layer=offered[0] if offered else RATES[0])


def _day(text: str) -> date | None:
    """A day typed into the address that is none is as good as none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


PAGES: dict[str, Callable[[Services, Address], Any]] = {
    "/panel": panel_page,
    "/funnel": funnel_page,
    "/missing": missing_page,
    "/treatment": treatment_page,
    "/duties": duties_page,
    warned.PATH: warned.page,
    "/costs": costs_page,
    "/funds": funds_page,
    "/tasks": tasks_page,
    "/policy": policy_page,
}


def register(app: Dash, services: Services) -> None:
    app.clientside_callback(
        "(clicks) => { if (clicks.some((n) => n)) window.print(); return ''; }",
        Output(ids.Head.SINK, "data-print"),
        Input(ids.print_page(ALL), "n_clicks"),  # type: ignore[arg-type]
        prevent_initial_call=True,
    )
