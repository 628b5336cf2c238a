"""The pages of supervision: each reads its own keys of the address, asks one question and draws the answer."""

from __future__ import annotations

from typing import Any

from callbacks import ask
from dashboard.services import Services
from dashboard.services.oversight_models import Wanted
from layouts.address import Address
from layouts.oversight import villages as villages_page

_VILLAGES = 150
"""Rows drawn at once, worst first; the export holds all."""


def villages(services: Services, address: Address) -> Any:
    """S07."""
    wanted = Wanted(address.get("group"), address.get("flag"), address.get("watch"))
    return villages_page.page(services.oversight.blank_spots(ask.viewer(), address.selection, wanted, _VILLAGES), address)


PAGES = {"/villages": villages}
