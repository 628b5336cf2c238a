"""`/institution/<code>`: the scorecard, opened by a link."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output

from callbacks import ask
from dashboard.selection import Selection
from dashboard.services import Services
from layouts import ids, notices, scorecard

PREFIX = "/institution/"


def register(app: Dash, services: Services) -> None:
    @app.callback(
        Output(ids.Page.OTHER, "children"),
        Output(ids.Page.MAP, "hidden"),
        Input(ids.Page.URL, "pathname"),
        Input(ids.Page.URL, "search"),
    )
    def show(pathname: str | None, search: str | None) -> tuple[Any, bool]:
        if pathname in (None, "/"):
            return None, False
        return ask.guarded(
            lambda: (_page(services, pathname, search), True), lambda said: (notices.fault_page(said), True), pathname
        )


def _page(services: Services, pathname: str, search: str | None) -> Any:
    if not pathname.startswith(PREFIX):
        return notices.fault_page(f"没有这个页面：{pathname}")
    chosen = Selection.from_query(search)
    return scorecard.page(services.scorecard(ask.viewer(), pathname.removeprefix(PREFIX), chosen.month, chosen.preset))
