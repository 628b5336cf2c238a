"""Which reports there are. A new one is a line in `KINDS`: screens link to it, the command and the HTTP export offer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.reports import oversight
from dashboard.reports.workbook import Sheet, workbook
from dashboard.selection import Selection
from dashboard.services import Services

Build = Callable[[Services, Viewer, Selection, Mapping[str, str]], tuple[Sheet, ...]]
"""Sheets of a resolved selection; the mapping holds the page's own filters by their URL keys."""


@dataclass(frozen=True, slots=True)
class Kind:
    id: str
    title: str
    sheets: Build


KINDS: dict[str, Kind] = {kind.id: kind for kind in (Kind("worklist", "空白点工作单", oversight.worklist),)}


def build(kind: Kind, services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[str, bytes]:
    """File name and bytes; the selection's month and region are filled in and its region checked."""
    chosen = services.resolve(viewer, selection)
    sheets = kind.sheets(services, viewer, chosen, own)
    return f"{sheets[0].title}.xlsx", workbook(sheets)
