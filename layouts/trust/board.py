"""S12 报送看板: countdown, units × rounds, what else is late, versions."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.filing.duties import FIRST_ROUND
from dashboard.services.filing_models import FilingBoard, Round, TaskRow
from layouts import words
from layouts.address import Address
from layouts.trust import parts

_QUIET = ("按时", "未到期")
_MOST = 100


def page(board: FilingBoard, address: Address) -> html.Article:
    return parts.page(
        board.finding,
        f"以 {board.on:%Y-%m-%d} 为准（报送任务随{words.month(board.month)}数据更新）",
        *_countdown(board.upcoming),
        _rounds(board, address),
        _others(board, address),
        _versions(board),
    )


def _countdown(coming: Round | None) -> list[Any]:
    if coming is None:
        return []
    left = "今日截止" if coming.days_left == 0 else f"{coming.days_left} 天"
    units = sum(coming.counts.values())
    sent = coming.counts.get("按时", 0)
    return [
        html.Div(
            [
                html.Div([html.Small("距下次报送"), html.Strong(left)]),
                html.Div([html.Small("任务"), html.Strong(_name(coming))]),
                html.Div([html.Small("截止"), html.Strong(f"{coming.due:%Y-%m-%d} 24时")]),
                html.Div([html.Small("已报"), html.Strong(f"{sent}/{units}")]),
            ],
            className="countdown",
        )
    ]


def _rounds(board: FilingBoard, address: Address) -> html.Section:
    units = {task.unit.code: task.unit for round_ in board.rounds for task in round_.tasks}
    standing = {(task.unit.code, n): task for n, round_ in enumerate(board.rounds) for task in round_.tasks}
    head = ["单位", *(_name(round_) for round_ in board.rounds)]
    dates = ["应报", *(html.Td(f"{round_.due:%Y-%m-%d}", className="small") for round_ in board.rounds)]
    rows = [
        [parts.region(ref, address), *(_standing(standing.get((code, n))) for n in range(len(board.rounds)))]
        for code, ref in sorted(units.items(), key=lambda pair: pair[0])
    ]
    clause = board.rounds[0].clause if board.rounds else ""
    empty = "本级没有市（州）报送任务，或现行口径没有规定。"
    table = html.Div(parts.table(head, [dates, *rows] if rows else [], empty), className="as-table")
    return parts.section("各轮报送", table, note=clause)


def _name(one: Round) -> str:
    return one.kind if one.kind == FIRST_ROUND else f"{_period(one.period)} {one.kind}"


def _period(period: str) -> str:
    return words.month(period) if len(period) == 7 and period[4] == "-" else period


def _standing(task: TaskRow | None) -> html.Td:
    if task is None:
        return html.Td("")
    told = f"实报 {task.sent:%Y-%m-%d}" if task.sent else ""
    marks = [html.Span("已核实", className="small")] if task.verified else []
    marks += [html.Span("提醒", className="remind")] if task.remind else []
    return html.Td([parts.state(task.state, task.days), *marks], title=told)


def _others(board: FilingBoard, address: Address) -> html.Section:
    late = [task for task in board.others if task.state not in _QUIET]
    rows = [
        [parts.region(t.unit, address), t.kind, _period(t.period), f"{t.due:%Y-%m-%d}", f"{t.sent:%Y-%m-%d}" if t.sent else "—",
         parts.state(t.state, t.days)]
        for t in late[:_MOST]
    ]  # fmt: skip
    note = f"共 {len(board.others):,} 项，其中 {len(late):,} 项未按时；列出最久的 {min(len(late), _MOST):,} 项。"
    head = ["单位", "任务", "期次", "应报", "实报", "状态"]
    return parts.section("《报送任务》中的其他任务", parts.table(head, rows, "没有迟报、未报的其他任务。"), note=note)


def _versions(board: FilingBoard) -> html.Section:
    rows = [
        [f"第{v.number}版", parts.time(v.published_at), v.by, v.rows, v.refused, v.note, "在用" if v.in_force else ""]
        for v in board.versions
    ]
    head = ["版本", "发布时间", "发布人", "接收行数", "退回行数", "说明", ""]
    return parts.section(f"{words.month(board.month)}数据版本", parts.table(head, rows, "", frozenset({3, 4})))
