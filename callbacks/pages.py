"""Which page a path opens, and where it stands: beside the map, under the common header, or alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output

from callbacks import ask, boundaries, importing, institution, lists, oversight, trust
from dashboard.services import Services
from layouts import ids, menu, notices, printed
from layouts.address import Address

Page = Callable[[Services, Address], Any]
PAGES: dict[str, Page] = {**lists.PAGES, **oversight.PAGES, **trust.PAGES}
"""The page of each listed path (`layouts/menu.py`); it is given an address with region and month filled in."""

Placed = tuple[Any, Any, bool, str]
"""Alone or under the header; beside the map; map page hidden; its class."""


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Page.OTHER, "children"),
        Output(ids.Page.BESIDE, "children"),
        Output(ids.Page.MAP, "hidden"),
        Output(ids.Page.MAP, "className"),
        Input(ids.Page.URL, "pathname"),
        Input(ids.Page.URL, "search"),
        running=[(Output(ids.Page.WAIT, "hidden"), False, True)],  # its style shows it only when the answer takes a while
    )
    def show(pathname: str | None, search: str | None) -> Placed:
        address = Address.parse(pathname, search)
        if address.path == "/":
            return None, None, False, "page-map"
        content = ask.guarded(lambda: _page(services, address), notices.fault_page, address)
        if address.path in menu.WITH_MAP:
            return None, content, False, "page-map with-list"
        if address.path in menu.LISTED:
            return content, None, False, "page-map head-only"
        return content, None, True, "page-map"

    app.clientside_callback(  # the menu knows the page's name, in the reader's language
        """(path) => {
            const item = [...document.querySelectorAll('a.menu-item')].find((link) => new URL(link.href).pathname === path);
            return item ? item.querySelector('strong').textContent : window.dash_clientside.no_update;
        }""",
        Output(ids.Page.WAIT_FOR, "children"),
        Input(ids.Page.URL, "pathname"),
    )


def _page(services: Services, address: Address) -> Any:
    if address.path.startswith(institution.PREFIX):
        return institution.page(services, address)
    if address.path == importing.PATH:
        return importing.page(services, address)
    if address.path == boundaries.PATH:
        return boundaries.page(services, address)
    if address.path not in PAGES:
        return notices.fault_page(f"没有这个页面：{address.path}")
    chosen = services.resolve(ask.viewer(), address.selection)
    return [printed.line(services.overview(ask.viewer(), chosen)), PAGES[address.path](services, address.at(chosen))]
