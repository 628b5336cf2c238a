"""The rows behind a count: judged units with their institution, points and the reason in a phrase."""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
from dash import dcc, html

from dashboard.selection import Selection
from dashboard.services.models import UnitRow
from layouts import words
from layouts.palette import LOOKS
from layouts.scorecard import peer_link

_WIDTHS = {"total": {"width": 84}, "status": {"width": 96}}
"""Pixels that keep points and verdict on one line."""


def title(region_name: str, tier: str, status: str, rows: int) -> str:
    return f"{region_name} · {words.TIER[tier]} · {status or '全部'}（{words.count(rows)}）"


def table(rows: tuple[UnitRow, ...], selection: Selection) -> Any:
    if not rows:
        return html.P("没有这样的单位。", className="small")
    scored = any(row.tier != "village" for row in rows)
    names = [
        ("单位", "unit"),
        ("机构", "institution"),
        *([("得分", "total")] if scored else []),
        ("结论", "status"),
        ("原因", "reason"),
    ]
    return fac.AntdTable(
        columns=[{"title": label, "dataIndex": key, "align": "left", **_WIDTHS.get(key, {})} for label, key in names],
        data=[{"key": str(n), **_cells(row, selection)} for n, row in enumerate(rows)],
        pagination={"pageSize": 15, "showSizeChanger": False, "hideOnSinglePage": True},
        size="small",
        bordered=False,
        locale="zh-cn",
    )


def _cells(row: UnitRow, selection: Selection) -> dict[str, Any]:
    look = LOOKS.get(row.status)
    region = dcc.Link(f"{row.parent_name} {row.region.name}".strip(), href="/" + selection.but(region=row.region.code).query())
    sensitive = "（口径敏感）" if row.reading_sensitive else ""
    return {
        "unit": region,
        "institution": peer_link(row, selection.month or "", selection.preset) if row.institution_code else "—",
        "total": f"{row.total} 分" if row.total else f"{row.low}～{row.high} 分" if row.low else "—",
        "status": f"{look.symbol if look else ''} {row.status}{sensitive}",
        "reason": row.reason,
    }
