"""The report of S25 as sheets: the differences between the national system and the published month."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import months
from dashboard.access import Viewer
from dashboard.reports.workbook import Column, Sheet
from dashboard.selection import Selection
from dashboard.services import Services


def national(services: Services, viewer: Viewer, selection: Selection, own: Mapping[str, str]) -> tuple[Sheet, ...]:
    """By table and county; blank: not reported, or not known from counts."""
    found = services.imports.national.found(viewer, selection)
    columns = (
        Column("表", 18), Column("县代码", 10), Column("县", 18), Column("国家（行）", 10), Column("省级（行）", 10),
        Column("国家−省级", 10),
        Column("只在国家（行）", 12), Column("只在省级（行）", 12), Column("内容不同（行）", 12),
    )  # fmt: skip
    rows = [
        [
            row.table, row.county.code if row.county else "", row.county.name if row.county else "", row.national, row.provincial,
            row.difference, row.only_national, row.only_provincial, row.differing,
        ]
        for row in found.rows
    ]  # fmt: skip
    told = f"{found.by} {found.at} 与第{found.version}版比对；空白表示未报送或无从知道；差异不说明哪一个来源正确"
    title = f"{found.region.name}{months.label(found.month)}国省比对差异表"
    return (Sheet("国省比对", title, f"{len(rows):,} 处（表×县）不一致", told, columns, rows),)
