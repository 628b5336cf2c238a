"""口径: which policy holds here and now, what it says with clauses, what held when, how it differs from another."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.policy.compare import Setting
from dashboard.services.list_models import PolicySheet, TaskRow, TaskSheet
from dashboard.services.models import BELOW, MET
from layouts import words
from layouts.address import Address
from layouts.lists import parts
from layouts.trust.parts import section, table

_MARK = {MET: "● 达标", BELOW: "▲ 未达标"}


def page(sheet: PolicySheet, name: str, address: Address) -> html.Article:
    day = parts.when(sheet.day)
    if sheet.profile_id is None:
        finding = f"{name}在{day}没有适用的口径：各指标只列数，不判定。"
    else:
        finding = f"{name}在{day}适用“{sheet.profile_name}”（{sheet.profile_id}），依据{sheet.documents}。"
    if address.get("profile"):
        finding = f"口径“{sheet.profile_name}”（{sheet.profile_id}），依据{sheet.documents}。"
    spans = [
        [parts.when(s.since), parts.when(s.until), f"{s.profile_name}（{s.profile_id}）" if s.profile_id else "无适用口径"]
        for s in sheet.history
    ]
    others = [(pid, said) for pid, said in sheet.known if pid != sheet.profile_id]
    body = _difference(sheet) if sheet.differences else _settings(sheet.settings)
    return parts.page(
        finding,
        "政策是带日期的数据：每个值都注明条款；没有规定的项目不补默认值。",
        parts.chips("查看", "profile", sheet.known, address, every="当日适用"),
        parts.chips("对比", "other", others, address, every="不对比"),
        body,
        section("本地区口径沿革", table(["自", "至", "口径"], spans, "没有任何口径适用过。")),
        tools=[dcc.Link("口径读法与敏感性", href=address.href("/readings"), className="more")],
    )


def _settings(settings: tuple[Setting, ...]) -> html.Section:
    rows = [
        [html.Td(s.label, className="name"), html.Td(s.value, className="wrap"), html.Td(s.clause, className="wrap small")]
        for s in settings
    ]
    return section("内容", table(["项目", "规定", "条款"], rows, "没有适用的口径。"))


def _difference(sheet: PolicySheet) -> html.Section:
    differing = [d for d in sheet.differences if not d.same]
    rows = [[html.Td(d.label, className="name"), _side(d.one), _side(d.other)] for d in differing]
    note = f"{len(differing)} 项不同，{len(sheet.differences) - len(differing)} 项相同（不列）。"
    return section(
        "不同之处", table(["项目", sheet.profile_id or "", sheet.other_id or ""], rows, "两个口径内容相同。"), note=note
    )


def _side(setting: Setting | None) -> html.Td:
    if setting is None:
        return html.Td("—", className="wrap", title="没有这一项")
    return html.Td([setting.value, html.Br(), html.Small(setting.clause)], className="wrap")


def tasks(sheet: TaskSheet, address: Address) -> html.Article:
    """S23 任务分工进展."""
    title = f"{sheet.region.name}健康扶贫任务分工"
    if not sheet.expected:
        return parts.page(
            title, words.month(sheet.month), parts.nothing(sheet.absent_because, *parts.ways_on(sheet.elsewhere, address))
        )
    rows = [_task(row, address) for row in sheet.rows]
    silent = sum(not row.task.progress for row in sheet.rows)
    finding = (
        f"{title} {sheet.expected} 项：报来 {len(sheet.rows)} 项，其中 {silent} 项没有填进展。"
        if sheet.rows
        else f"{title} {sheet.expected} 项：{sheet.absent_because or '报来的表是空的。'}"
    )
    head = ["序号", "任务", "牵头处室", "进展", "联络员", "相关指标（本月）"]
    return parts.page(
        finding,
        f"{words.month(sheet.month)} · {sheet.clause} · 任务、处室和进展以报送的任务分工表为准",
        table(head, rows, "没有报来的任务。", frozenset({0})),
        tools=[parts.file(address, "/tasks")],
    )


def _task(row: TaskRow, address: Address) -> list[Any]:
    task = row.task
    return [
        "" if task.number is None else task.number,
        html.Td(task.text, className="wrap"),
        html.Td(task.office, className="wrap"),
        html.Td(task.progress or "▲ 未填", className="wrap"),
        task.liaison,
        html.Td([_followed(one, address) for one in row.indicators] or html.Small("无对应指标，以文字进展为准")),
    ]


def _followed(one: tuple, address: Address) -> html.Div:
    info, value, name = one
    if info is None:
        return html.Div([html.Small(f"{name}：本系统未计")])
    shown = words.percent(value.ratio) if value and value.ratio else "无数据"
    mark = _MARK.get(value.status, "本口径未定目标") if value and value.ratio else ""
    return html.Div(
        [dcc.Link(info.name, href=address.href("/", layer=info.id), className="into"), f" {shown} ", html.Small(mark)]
    )
