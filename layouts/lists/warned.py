"""S16 预警户跟踪: who waits for confirmation or approval, who lacks measures, and the decision on one household."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from dash import dcc, html

from dashboard.services.warned_models import WarnedRow, WarnedSheet
from dashboard.warned import APPROVE, CONFIRM, SOURCES, STATES, STEPS, WITHDRAWN, YES
from dashboard.warned import DISMISSED as NO
from layouts import ids, words
from layouts.address import Address
from layouts.lists import parts
from layouts.trust.parts import section, table

_MARKS = {"待确认": "◇", "待核准": "◇", "已确认": "●", "已核准": "●", "不予确认": "✕", "已解除": "○"}
_ASKS = {CONFIRM: "县级卫生健康部门逐户核实后确认", APPROVE: "县级扶贫部门核准（基层发现的户须两级核实核准）"}


def page(sheet: WarnedSheet, chosen: WarnedRow | None, may_decide: bool, address: Address) -> html.Article:
    """The queue; above it the household that is being looked at."""
    title = f"{sheet.region.name}因病返贫预警户"
    if sheet.absent_because:
        return parts.page(title, words.month(sheet.month), parts.nothing(sheet.absent_because))
    years = list(dict.fromkeys(year for row in sheet.rows for year, _ in row.per_capita))
    head = [
        "状态",
        "家庭编号",
        "所在地",
        "户主",
        "人口",
        *(f"{year}年人均（元）" for year in years),
        "来源与因素",
        "列入",
        "措施与标识",
    ]
    rows = [_row(row, years, sheet.masked, address) for row in sheet.rows]
    asked = {key: address.get(key) for key in ("source", "state") if address.get(key)}
    return parts.page(
        _finding(sheet),
        parts.stamp(sheet.as_of, sheet.clause, parts.masked(sheet.masked)),
        *([_household(chosen, may_decide, address)] if chosen else []),
        _chips("来源", "source", SOURCES, sheet, address),
        _chips("状态", "state", STATES, sheet, address),
        table(head, rows, "没有这样的家庭。", frozenset(range(4, 5 + len(years)))),
        html.P(parts.cut(len(sheet.rows), sheet.total), className="small"),
        html.P("在此作出的决定在国家系统回填之前有效；确认率、措施落实率按国家系统回填的结果计算。", className="small"),
        tools=[parts.file(address, "/warnings", **asked)],
    )


def _finding(sheet: WarnedSheet) -> str:
    of_state = {state: sum(n for _, s, n in sheet.counts if s == state) for state in STATES}
    unknown = f"；另有 {sheet.undecided:,} 户缺家庭人口数或费用，无法判定" if sheet.undecided else ""
    approve = f"、{of_state['待核准']:,} 户待县扶贫核准" if of_state["待核准"] else ""
    measures = f"；已确认的户中 {sheet.without_measures:,} 户没有帮扶措施" if sheet.without_measures else ""
    return (
        f"{sheet.region.name} {sheet.households:,} 户中有 {sheet.candidates:,} 户人均自付超过 {sheet.line_yuan} 元，"
        f"{of_state['待确认']:,} 户待县级确认{approve}{unknown}{measures}。"
    )


def _chips(label: str, key: str, options: tuple[str, ...], sheet: WarnedSheet, address: Address) -> html.Nav:
    at = 0 if key == "source" else 1
    numbers = {option: sum(count[2] for count in sheet.counts if count[at] == option) for option in options}
    shown = [(option, f"{option} {numbers[option]:,}") for option in options if numbers[option] or address.get(key) == option]
    return parts.chips(label, key, shown, replace(address, own=tuple(pair for pair in address.own if pair[0] != "household")))


def _row(row: WarnedRow, years: list[str], masked: bool, address: Address) -> list[Any]:
    each = dict(row.per_capita)
    waiting = f"已 {row.waiting_days} 天" if row.waiting_days is not None else ""
    marks = [f"{name}系统已标识" for name, on in (("健康扶贫", row.marked_on), ("扶贫开发", row.marked_twice_on)) if on]
    done = f"{len(row.measures)} 项，最近 {parts.day(row.measures[0].on)}" if row.measures else "没有措施"
    code = dcc.Link(row.household, href=address.href(household=row.household), className="into", title="查看、处理")
    return [
        html.Td(_state(row)),
        row.household if masked else code,
        html.Td(row.place, className="name wrap"),
        row.head,
        "" if row.members is None else row.members,
        *(_yuan(each.get(year, "")) for year in years),
        html.Td([row.source, *_under(row.factors)], className="wrap"),
        html.Td([words.month(row.since_month), *_under(waiting)]),
        html.Td([done, *_under("、".join(marks))], className="wrap"),
    ]


def _yuan(value: str) -> str:
    return f"{Decimal(value):,.2f}" if value else "—"


def _under(text: str) -> list[Any]:
    return [html.Br(), html.Small(text)] if text else []


def _state(row: WarnedRow) -> list[Any]:
    return [f"{_MARKS[row.state]} {row.state}", *_under("待回填国家系统" if row.here else ""), *_under(row.reason)]


def _household(row: WarnedRow, may_decide: bool, address: Address) -> html.Section:
    """What is known about one household, what was done, and the next step."""
    members = "" if row.members is None else f"，{row.members} 人"
    paid = "；".join(f"{year}年自付 {_yuan(value)} 元" for year, value in row.self_pay if value)
    done = [[parts.day(m.on), m.kind, m.office, "" if m.fen is None else parts.yuan(m.fen), m.result] for m in row.measures]
    lines = [[f"{line.at:%Y-%m-%d}", STEPS[line.step], line.verdict, line.reason, line.who] for line in reversed(row.lines)]
    history = table(["日期", "步骤", "结论", "理由", "经办"], lines, "") if lines else ""
    return section(
        f"{row.head}户（{row.household}）",
        html.P(f"{row.place}{members}；{row.source}；{paid}；现为“{row.state}”。"),
        _form(row) if may_decide else html.P(_why_not(row), className="small"),
        table(["日期", "措施", "部门", "金额（元）", "结果"], done, "还没有帮扶措施。", frozenset({3})),
        history,
        dcc.Link("收起", href=address.href(household=""), className="more"),
    )


def _why_not(row: WarnedRow) -> str:
    return f"下一步：{_ASKS[row.next_step]}。" if row.next_step else "没有待办的步骤。"


def _form(row: WarnedRow) -> html.Div:
    buttons = []
    if row.next_step:
        verb = "核准" if row.next_step == APPROVE else "确认"
        buttons += [
            html.Button(verb, id=ids.warned(ids.Warned.ACT, YES), className="run"),
            html.Button(f"不予{verb}", id=ids.warned(ids.Warned.ACT, NO), className="clear"),
        ]
    if row.withdrawable:
        buttons.append(html.Button("撤回上一决定", id=ids.warned(ids.Warned.ACT, WITHDRAWN), className="clear"))
    asks = f"下一步：{_ASKS[row.next_step]}。" if row.next_step else "国家系统回填之前可以撤回。"
    return html.Div(
        [
            html.P(asks),
            html.Label(
                [
                    html.Span("理由"),
                    dcc.Input(
                        id=ids.warned(ids.Warned.REASON),
                        type="text",
                        maxLength=200,
                        placeholder="不予确认、撤回须写明理由",
                        className="wide-input",
                    ),
                ]
            ),
            html.Div(
                [*buttons, html.Span(id=ids.warned(ids.Warned.SAID), className="fault-text", role="alert")],
                className="threes-buttons",
            ),
        ],
        className="warned-form",
    )
