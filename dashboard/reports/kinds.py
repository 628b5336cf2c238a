"""Which reports there are. A new one is a line in `KINDS`: screens link to it, the command and the HTTP export offer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard import months
from dashboard.access import Viewer
from dashboard.reports import finding, oversight, trust
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


_ALL = (
    Kind("units", "单位名单", finding.units),
    Kind("worklist", "空白点工作单", oversight.worklist),
    Kind("supervision", "督导对象分析", oversight.supervision),
    Kind("ways", "机构及格办法", oversight.ways),
    Kind("readings", "口径说明与敏感性", oversight.readings),
    Kind("comparison", "结论变化对比", oversight.comparison),
    Kind("whatif", "测算", oversight.whatif),
    Kind("national", "国省比对差异表", trust.national),
)
KINDS: dict[str, Kind] = {kind.id: kind for kind in _ALL}


def build(kind: Kind, services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[str, bytes]:
    """File name and bytes; the selection's month and region are filled in and its region checked."""
    chosen = services.resolve(viewer, selection)
    sheets = kind.sheets(services, viewer, chosen, own)
    return f"{sheets[0].title}.xlsx", workbook(sheets, months.as_of(str(chosen.month)))
