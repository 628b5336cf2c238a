"""`/three`: saves a cell's criteria or takes the last change back, then draws the page again."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.access import Forbidden
from dashboard.services import Services, Unknown
from dashboard.services.threes_models import Row
from layouts import ids
from layouts.address import Address

PATH = "/three"


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Page.URL, "search", allow_duplicate=True),
        Output(ids.threes(ids.Threes.SAID, ALL), "children"),
        Input(ids.threes(ids.Threes.ACT, ALL), "n_clicks"),
        State({"type": ids.Threes.NAME.value, "row": ALL}, "value"),
        State({"type": ids.Threes.CHOICE.value, "row": ALL}, "value"),
        State({"type": ids.Threes.NUMBER.value, "row": ALL}, "value"),
        State(ids.threes(ids.Threes.SINCE, ALL), "value"),
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def act(clicks: list, names: list, choices: list, numbers: list, since: list, search: str) -> tuple[Any, list]:
        if not any(clicks) or not ctx.triggered_id:
            raise PreventUpdate
        address = Address.parse(PATH, search)
        who, chosen = ask.viewer(), services.resolve(ask.viewer(), address.selection)
        try:
            if ctx.triggered_id["of"] == "undo":
                services.oversight.undo_threes(who, chosen)
            else:
                rows = _rows(names, choices, numbers)
                services.oversight.set_threes(who, chosen, address.get("board"), address.get("level"), rows, _day(since[0]))
        except (Unknown, Forbidden, ValueError) as problem:
            return no_update, [str(problem)]
        return address.again(), [""]


def _rows(names: list, choices: list, numbers: list) -> list[Row]:
    """What the form says; a row without a name is left out."""
    given = zip(names, choices, numbers, strict=True)
    return [Row(name.strip(), choice or "", number) for name, choice, number in given if name and name.strip()]


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        raise ValueError(f"日期应写作 2020-06-01 的形式，收到的是“{text or ''}”") from None
