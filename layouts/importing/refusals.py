"""Refused rows, grouped by reason with the first of them, and the whole list to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.importing.rejects import Group
from layouts.trust import parts

_SHOWN = 20


def groups(found: Sequence[Group], download: str) -> html.Div:
    """The most frequent reasons; `download` is the link of rejects.csv."""
    rows = [
        [
            group.table,
            group.column or "（整行）",
            html.Td([html.Div(group.reason), html.Div(group.remedy, className="small")], className="wrap"),
            group.count,
            html.Td([html.Div(_line(line)) for line in group.first], className="wrap small"),
        ]
        for group in found[:_SHOWN]
    ]
    more = f"另有 {len(found) - _SHOWN} 种原因，见清单。" if len(found) > _SHOWN else ""
    return html.Div(
        [
            html.A("下载退回清单 rejects.csv", href=download, className="more"),
            html.Span("更正这些行，只把它们作为“补报更正”再导入即可。", className="small"),
            parts.plain(["表", "列", "原因与办法", "单元格", "前几处"], rows, "没有被退回的行。", frozenset({3})),
            html.P(more, className="small") if more else None,
        ]
    )


def _line(line: Sequence[Any]) -> str:
    file, sheet, row, value = line
    place = f"{file}／{sheet}" if sheet else file
    return f"{place} 第 {row} 行：{value or '（空）'}"
