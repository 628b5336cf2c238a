"""`/warned`: the queue and one household; its buttons decide, then the page is drawn again."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.access import Forbidden
from dashboard.services import Services, Unknown
from layouts import ids
from layouts.address import Address
from layouts.lists import warned

PATH = "/warned"


def page(services: Services, address: Address) -> Any:
    who, chosen, lists = ask.viewer(), address.selection, services.lists
    sheet = lists.warned(who, chosen, source=address.get("source"), state=address.get("state"))
    household = address.get("household")
    row = lists.warned_household(who, chosen, household) if household and not sheet.absent_because else None
    return warned.page(sheet, row, row is not None and lists.may_decide(who, row), address)


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Page.URL, "search", allow_duplicate=True),
        Output(ids.warned(ids.Warned.SAID, ALL), "children"),
        Input(ids.warned(ids.Warned.ACT, ALL), "n_clicks"),
        State(ids.warned(ids.Warned.REASON, ALL), "value"),
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def decide(clicks: list, reasons: list, search: str) -> tuple[Any, list]:
        if not any(clicks) or not ctx.triggered_id:
            raise PreventUpdate
        address = Address.parse(PATH, search)
        who, chosen = ask.viewer(), services.resolve(ask.viewer(), address.selection)
        try:
            services.lists.decide_warned(who, chosen, address.get("household"), ctx.triggered_id["of"], reasons[0] or "")
        except (Unknown, Forbidden, ValueError) as problem:
            return no_update, [str(problem)]
        return address.again(), [""]
