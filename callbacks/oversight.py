"""The pages of supervision: each reads its own keys of the address, asks one question and draws the answer."""

from __future__ import annotations

from typing import Any

from callbacks import ask, supervised, threes, whatif
from dashboard.services import Services, comparing
from dashboard.services.oversight_models import Wanted
from layouts.address import Address
from layouts.oversight import readings as readings_page
from layouts.oversight import supervision as supervision_page
from layouts.oversight import threes as threes_page
from layouts.oversight import villages as villages_page
from layouts.oversight import ways as ways_page

_VILLAGES, _UNITS = 150, 200
"""Rows drawn at once, worst first; the export holds all."""


def villages(services: Services, address: Address) -> Any:
    """S07."""
    wanted = Wanted(address.get("group"), address.get("flag"), address.get("watch"))
    return villages_page.page(services.oversight.blank_spots(ask.viewer(), address.selection, wanted, _VILLAGES), address)


def supervision(services: Services, address: Address) -> Any:
    """S06."""
    sort, only, k = supervised.asked(address)
    sheet = services.oversight.triggers(ask.viewer(), address.selection, sort, only, k)
    return supervision_page.page(sheet, sort, only, k, address)


def ways(services: Services, address: Address) -> Any:
    """及格办法."""
    return ways_page.page(services.oversight.ways(ask.viewer(), address.selection), address)


def readings(services: Services, address: Address) -> Any:
    """S28."""
    who, oversight, chosen = ask.viewer(), services.oversight, address.selection
    reading, setting = address.get("reading"), address.get("setting")
    turned = oversight.reading_units(who, chosen, reading, setting, _UNITS) if reading else None
    base = than(address)
    compared = oversight.compare(who, chosen, *base, limit=_UNITS)
    return readings_page.page(oversight.readings(who, chosen), turned, compared, base, services.months(who), address)


def than(address: Address) -> tuple[str, str]:
    """The month and preset that the page compares with: another month under the same preset, else the same month otherwise."""
    return comparing.base(address.selection, address.get("than_month"), address.get("than_preset"))


def three(services: Services, address: Address) -> Any:
    """S20."""
    who, oversight, chosen = ask.viewer(), services.oversight, address.selection
    sheet = oversight.threes(who, chosen)
    cell = address.get("board"), address.get("level")
    may = all(cell) and oversight.may_set_threes(who, sheet)
    return threes_page.page(sheet, oversight.threes_editor(who, chosen, *cell) if may else None, address)


PAGES = {
    "/villages": villages,
    supervised.PATH: supervision,
    "/ways": ways,
    "/readings": readings,
    whatif.PATH: whatif.page,
    threes.PATH: three,
}
