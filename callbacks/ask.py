"""Asks services everything that one view needs, for the person who looks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from callbacks import supervised
from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.selection import Selection
from dashboard.services import Services, Unknown
from dashboard.services.models import MonthInfo
from dashboard.services.points import drawable
from layouts.address import Address
from layouts.map_view import worst_first
from layouts.screen import Compared, Screen

log = logging.getLogger(__name__)
Drawn = TypeVar("Drawn")
_AHEAD_DOWN = 8
"""Children whose maps may be fetched ahead; the way up and the regions beside come after them."""


def viewer() -> Viewer:
    """Who asks. Accounts come later; until then the app listens on loopback only."""
    return LOCAL


def screen(services: Services, search: str | None, pathname: str | None = None) -> Screen | None:
    """Everything that the map page draws; None before the first month is published.

    A village has no children: its township is drawn, the village marked in it.
    """
    who = viewer()
    months = services.months(who)
    if not months:
        return None
    address = Address.parse(pathname, search)
    chosen = services.resolve(who, address.selection)
    overview = services.overview(who, chosen)
    host = overview.region.code if overview.region.level != "village" else overview.path[-2].code
    children = services.children(who, chosen.but(region=host))
    found = services.find(who, chosen) if chosen.find else None
    asked = (tier for tier in chosen.points.split(",") if tier)
    tiers = tuple(dict.fromkeys([*asked, *(found.drawn if found else ())]))
    if children.parent.level == "township" and "village" not in tiers:
        tiers = (*tiers, "village")
    tiers = drawable(tiers, overview, found)
    points = services.points(who, chosen.but(region=host), tiers) if tiers else ()
    geometry = services.geometry(who, host)
    beside = _compared(services, months, chosen, host)
    breaks = {mark.month: mark.words for mark in services.trust.list_marks(who, chosen)}
    turned = {turn.month: turn.words for turn in services.trust.rule_turns(who, chosen)}
    picked = supervised.marks(services, who, address.at(chosen))
    layers = services.layers(who, chosen)
    card = services.village(who, chosen) if overview.region.level == "village" else None
    down = [child.region.code for child in worst_first(children.items) if child.drawn][:_AHEAD_DOWN]
    ahead = services.geometry.ahead(who, [*down, *services.nearby(who, chosen.but(region=host))])
    return Screen(
        chosen, months, layers, overview, children, points, geometry, address, breaks, turned, beside, found, card, picked, ahead
    )


def _compared(services: Services, months: tuple[MonthInfo, ...], chosen: Selection, host: str) -> Compared | None:
    """The month beside; none when the link names no other published month, or one that did not have the region yet."""
    if chosen.compare == chosen.month or chosen.compare not in {info.month for info in months}:
        return None
    then = chosen.but(month=chosen.compare)
    try:
        return Compared(services.children(viewer(), then.but(region=host)), services.overview(viewer(), then))
    except Unknown:
        return None


def told(fault: Exception, selected: Any) -> str:
    """The fault in the reader's words; what we did not foresee is logged with what was selected."""
    if isinstance(fault, Unknown | Forbidden):
        return str(fault)
    log.error("cannot draw %s", selected, exc_info=fault)
    return "系统出错，已记入日志。请重试；如仍出现，请把当前链接发给运维人员。"


def guarded(draw: Callable[[], Drawn], blank: Callable[[str], Drawn], selected: Any) -> Drawn:
    """Draws, or blanks and says why: never a stale number under a new title."""
    try:
        return draw()
    except Exception as fault:
        return blank(told(fault, selected))
