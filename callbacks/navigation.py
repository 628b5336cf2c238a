"""Controls that are not links — month, preset, search — change the URL in the browser; the URL draws the page."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks import ask
from dashboard.services import Services
from layouts import ids


def register(app: Dash, services: Services) -> None:
    for control, key in ((ids.Head.MONTH, "month"), (ids.Head.PRESET, "preset")):
        app.clientside_callback(
            ClientsideFunction("warroom", f"choose_{key}"),
            Output(ids.Head.SINK, f"data-{key}"),
            Input(control, "value"),
            State(ids.Map.VIEW, "data"),
            prevent_initial_call=True,
        )
    app.clientside_callback(
        ClientsideFunction("warroom", "choose_region"),
        Output(ids.Head.SEARCH, "value"),
        Input(ids.Head.SEARCH, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("warroom", "tab"), Output(ids.Panel.BODY, "className"), Input(ids.Panel.TABS, "value")
    )

    @app.callback(Output(ids.Head.SEARCH, "options"), Input(ids.Head.SEARCH, "debounceSearchValue"), prevent_initial_call=True)
    def search(text: str | None) -> list[dict[str, Any]]:
        hits = services.search(ask.viewer(), text.strip()) if text and text.strip() else ()
        return [{"label": f"{hit.region.name}　{hit.path}", "value": hit.region.code} for hit in hits]
