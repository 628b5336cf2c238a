"""The criteria of one cell of 三个“三”, to edit: a row per criterion, a few empty ones, from which day on."""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
from dash import dcc, html

from dashboard.services.threes_models import Editor, Row
from layouts import ids

_EMPTY = 2
"""Rows to add at a time; saving gives new ones."""


def form(editor: Editor) -> html.Details:
    options = [{"value": one.id, "label": f"{one.says}…{one.unit}" if one.unit else one.says} for one in editor.choices]
    rows = [*editor.rows, *(Row("", "") for _ in range(_EMPTY))]
    undo = html.Button("撤销上次修改", id=ids.threes(ids.Threes.ACT, "undo"), className="clear")
    return html.Details(
        [
            html.Summary("修改本格标准"),
            html.P("各条都满足才算具备；名称留空的一行不保存。", className="small"),
            *(_row(number, row, options) for number, row in enumerate(rows)),
            html.Label(
                [
                    html.Span("自何日起适用"),
                    dcc.Input(id=ids.threes(ids.Threes.SINCE), type="text", value=editor.since.isoformat()),
                ],
                className="threes-since",
            ),
            html.Div(
                [
                    html.Button("保存", id=ids.threes(ids.Threes.ACT, "save"), className="run"),
                    *([undo] if editor.can_undo else []),
                    html.Span(id=ids.threes(ids.Threes.SAID), className="fault-text", role="alert"),
                ],
                className="threes-buttons",
            ),
        ],
        className="threes-editor",
    )


def _row(number: int, row: Row, options: list[dict[str, str]]) -> html.Div:
    own = [{"value": "", "label": "文件中的标准，保持不变"}] if row.name and not row.choice else []
    choice: Any = fac.AntdSelect(
        id=ids.criterion(ids.Threes.CHOICE, number),
        options=[*own, *options],
        value=row.choice if row.name else None,
        placeholder="怎样判定",
        allowClear=False,
    )
    return html.Div(
        [
            dcc.Input(id=ids.criterion(ids.Threes.NAME, number), type="text", value=row.name, placeholder="标准名称"),
            choice,
            dcc.Input(
                id=ids.criterion(ids.Threes.NUMBER, number), type="number", min=0, step=1, value=row.number, placeholder="数值"
            ),
        ],
        className="threes-edit-row",
    )
