"""`/institution/<code>`: the scorecard, opened by a link."""

from __future__ import annotations

from typing import Any

from callbacks import ask
from dashboard.services import Services
from layouts import scorecard
from layouts.address import Address

PREFIX = "/institution/"


def page(services: Services, address: Address) -> Any:
    """The card of the institution that the path names."""
    chosen = address.selection
    code = address.path.removeprefix(PREFIX)
    return scorecard.page(services.scorecard(ask.viewer(), code, chosen.month, chosen.preset))
