"""Controllers: parse the URL, ask services, draw. One module per page; `register` wires them all."""

from __future__ import annotations

from dash import Dash

from callbacks import boundaries, importing, lists, navigation, overview, pages, threes, units, wall, warned, whatif
from dashboard.services import Services


def register(app: Dash, services: Services) -> None:
    for controller in (overview, navigation, units, pages, lists, importing, boundaries, wall, whatif, threes, warned):
        controller.register(app, services)
