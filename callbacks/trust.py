"""`/filing`, `/reporting`, `/roster`, `/quality`; `list=` in the address opens the rows behind a count."""

from __future__ import annotations

from datetime import date
from typing import Any

from callbacks import ask
from dashboard.quality import Thresholds
from dashboard.roster.difference import KINDS_OF_CHANGE
from dashboard.services import Services
from dashboard.services.persons import DRAWN
from layouts.address import Address
from layouts.trust import board, filing, national, quality, roster


def filing_page(services: Services, address: Address) -> Any:
    who, chosen = ask.viewer(), address.selection
    view = services.trust.filing(who, chosen)
    if address.get("list") == "overdue":
        return filing.overdue(services.trust.overdue(who, chosen), view, DRAWN, address)
    return filing.page(view, address)


def reporting_page(services: Services, address: Address) -> Any:
    return board.page(services.trust.board(ask.viewer(), address.selection, _day(address.get("on"))), address)


def roster_page(services: Services, address: Address) -> Any:
    who, chosen = ask.viewer(), address.selection
    view = services.trust.roster(who, chosen)
    if address.get("list") == "persons":
        kind = address.get("kind")
        rows = services.trust.changed_persons(who, chosen, kind if kind in KINDS_OF_CHANGE else None)
        return roster.persons(rows, KINDS_OF_CHANGE, view.finding, DRAWN, address)
    return roster.page(view, address)


def quality_page(services: Services, address: Address) -> Any:
    who, chosen, listed = ask.viewer(), address.selection, address.get("list")
    if listed == "contradictions":
        return quality.hits(services.trust.hits(who, chosen, address.get("rule") or None), DRAWN, address)
    if listed == "national":
        return national.page(services.imports.national.found(who, chosen), address)
    if listed:
        title = Thresholds.load().tests.get(listed, {}).get("title", listed)
        return quality.question_rows(services.trust.question_rows(who, chosen, listed), title, DRAWN, address)
    return quality.page(services.trust.quality(who, chosen), services.imports.national.view(who, chosen), address)


def _day(text: str) -> date | None:
    """A day typed into the address that is none is as good as none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


PAGES = {"/filing": filing_page, "/reporting": reporting_page, "/roster": roster_page, "/quality": quality_page}
