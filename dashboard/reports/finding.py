"""Judged units under the filter of the map, and the institutions that stand in an area drawn on it, as sheets."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import months
from dashboard.access import Viewer
from dashboard.finding import Filter
from dashboard.publishing.cube import TIERS
from dashboard.reports.oversight import notes
from dashboard.reports.workbook import Column, Sheet
from dashboard.selection import Selection
from dashboard.services import Services
from dashboard.services.finding import TIER_WORDS, said, worst_first


def units(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Every unit under the filter, worst first; with an area, every institution in it on a second sheet."""
    found = services.find(viewer, selection, None)
    region = services.overview(viewer, selection).region.name
    title = f"{region}{months.label(str(selection.month))}单位名单"
    told = said(found)
    columns = (
        Column("层级", 10), Column("上级", 14), Column("单位", 18), Column("代码", 14), Column("机构", 30),
        Column("机构编码", 18), Column("得分", 10), Column("结论", 8), Column("原因", 50), Column("口径敏感", 8),
    )  # fmt: skip
    rows = [
        [
            TIER_WORDS[row.tier], row.parent_name, row.region.name, row.region.code, row.institution_name, row.institution_code,
            points(row.total, row.low, row.high), row.status, row.reason, "是" if row.reading_sensitive else "",
        ]
        for row in found.rows
    ]  # fmt: skip
    sheets = (Sheet("单位名单", title, told, notes(selection), columns, rows),)
    return (*sheets, *_institutions(services, viewer, selection, title)) if Filter.parse(selection.find).within else sheets


def _institutions(services: Services, viewer: Viewer, selection: Selection, title: str) -> tuple[Sheet, ...]:
    columns = (
        Column("层级", 10), Column("机构", 30), Column("机构编码", 18), Column("所在区划代码", 14), Column("结论", 8),
        Column("得分", 10), Column("经度", 10), Column("纬度", 10), Column("位置", 8),
    )  # fmt: skip
    rows = [
        [
            TIER_WORDS[one.tier], one.name, one.code, one.region_code, one.status, one.total, one.lon, one.lat,
            "示意" if one.schematic else "坐标",
        ]
        for one in worst_first(services.points(viewer, selection, TIERS))
    ]  # fmt: skip
    return (Sheet("范围内机构", title, f"所画范围内有机构 {len(rows):,} 家。", notes(selection), columns, rows),)


def points(total: str, low: str, high: str) -> str:
    """`65`, or `60～75` while inputs are missing."""
    return total or (f"{low}～{high}" if low else "")
