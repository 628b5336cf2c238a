"""`/whatif`: the form writes the assumptions into the URL; the URL draws their outcome. Nothing is kept on the server."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from callbacks import ask
from dashboard.services import Services, Unknown
from dashboard.whatif import Changes
from layouts import ids
from layouts.address import Address
from layouts.oversight import whatif

_UNITS = 200
PATH = "/whatif"


def page(services: Services, address: Address) -> Any:
    """The form with the assumptions of the address, and what they move."""
    try:
        changes = Changes.parse([text for text in address.get("try").split(",") if text])
    except ValueError as wrong:
        raise Unknown(str(wrong)) from None
    who, chosen, unit = ask.viewer(), address.selection, address.get("unit")
    found = services.oversight.what_if(who, chosen, changes, _UNITS)
    fields = services.oversight.fields_of(who, chosen, unit) if unit and not found.absent_because else {}
    return whatif.page(found, changes, unit, fields, address)


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Page.URL, "search"),
        Input({"type": ids.WhatIf.RUN.value, "of": ALL}, "n_clicks"),
        Input({"type": ids.WhatIf.CLEAR.value, "of": ALL}, "n_clicks"),
        Input({"type": ids.WhatIf.UNIT.value, "of": ALL}, "value"),
        State({"type": ids.WhatIf.FIELD.value, "kind": ALL, "key": ALL}, "id"),
        State({"type": ids.WhatIf.FIELD.value, "kind": ALL, "key": ALL}, "value"),
        State(ids.Page.URL, "search"),
        prevent_initial_call=True,
    )
    def to_url(run: list, clear: list, units: list, keys: list[dict], numbers: list[int | None], search: str | None) -> str:
        address = Address.parse(PATH, search)
        asked = ctx.triggered_id["type"] if ctx.triggered_id else ""
        unit = (units[0] if units else None) or ""
        if not (any(run) or any(clear)) and unit == address.get("unit"):
            raise PreventUpdate  # the form has only just appeared
        texts = [] if asked == ids.WhatIf.CLEAR else _texts(address, keys, numbers)
        return address.href(**{"try": ",".join(texts), "unit": unit}).removeprefix(PATH)


def _texts(address: Address, keys: list[dict], numbers: list[int | None]) -> list[str]:
    """What the form says, and the assumptions of other institutions that it does not show."""
    shown = {f"{key['kind']}~{key['key']}" for key in keys}
    kept = [text for text in address.get("try").split(",") if text and text.rpartition("~")[0] not in shown]
    said = [f"{key['kind']}~{key['key']}~{int(number)}" for key, number in zip(keys, numbers, strict=True) if number is not None]
    return kept + said
