"""`/institution/<code>`: the scorecard, opened by a link."""

from __future__ import annotations

from typing import Any

from callbacks import ask
from dashboard.selection import Selection
from dashboard.services import Services
from layouts import printed, scorecard
from layouts.address import Address

PREFIX = "/institution/"


def page(services: Services, address: Address) -> Any:
    """The card of the institution that the path names."""
    chosen = address.selection
    code = address.path.removeprefix(PREFIX)
    who = ask.viewer()
    card = services.scorecard(who, code, chosen.month, chosen.preset)
    here = services.resolve(who, Selection(region=card.path[-1].code, month=card.month, preset=card.preset))
    return [printed.line(services.overview(who, here)), scorecard.page(card)]
