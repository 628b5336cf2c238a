"""S09 大病救治工作单, S10 签约与随访工作单, 缺口名单: who, where, what next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.services.list_models import CaseRow, DutyRow, DutySheet, MissingSheet, Shown, TreatmentSheet
from dashboard.services.models import Child
from layouts import ids, words
from layouts.address import Address
from layouts.lists import parts
from layouts.trust.parts import section, table

_STEPS = (("待救治", "待救治"), ("待填报", "待填报"), ("待销号", "待销号"), ("待核实", "待核实"))


def print_button() -> html.Button:
    return html.Button("打印", id=ids.print_page(), className="more", n_clicks=0)


def treatment(sheet: TreatmentSheet, address: Address) -> html.Article:
    """The funnel, why cases are not treated, and every open case with its next step."""
    tools = [parts.file(address, "/worklists/treatment"), print_button()]
    title = f"{sheet.region.name}大病救治工作单"
    if sheet.funnel is None:
        return parts.page(title, words.month(sheet.month), parts.nothing(sheet.absent_because))
    chosen = address.get("step")
    rows = [row for row in sheet.rows if not chosen or row.step == chosen]
    untreated = sheet.funnel.verified - sheet.funnel.treated
    finding = (
        f"{sheet.region.name}核实大病 {sheet.funnel.verified:,} 例，还有 {untreated:,} 例未救治、"
        f"{sheet.funnel.treated - sheet.funnel.filed:,} 例未填报、{sheet.funnel.closable:,} 例可销未销。"
    )
    head = ["待办", "所在地", "姓名", "性别", "年龄", "病种", "自何日起", "已等（天）", "未救治原因", "定点医院"]
    return parts.page(
        finding,
        parts.stamp(sheet.as_of, parts.masked(sheet.masked)),
        _funnel(sheet),
        parts.chips("待办", "step", _STEPS, address),
        section(
            "待办病例",
            table(head, [_case(row) for row in rows], "没有待办病例。", frozenset({4, 7})),
            note=parts.cut(len(sheet.rows), sheet.total),
        ),
        tools=tools,
    )


def _funnel(sheet: TreatmentSheet) -> html.Div:
    funnel = sheet.funnel
    assert funnel is not None
    steps = (("核实", funnel.verified), ("救治", funnel.treated), ("填报", funnel.filed), ("销号", funnel.closed))
    bars = [
        html.Li(
            [
                html.Strong(name),
                parts.bar(n, funnel.verified),
                html.Span(f"{n:,} 例"),
                html.Small(parts.share(n, funnel.verified)),
            ]
        )
        for name, n in steps
    ]
    why = "；".join(f"{reason or '未填原因'} {n:,}" for reason, n in sheet.reasons)
    said = [html.P(f"未救治原因：{why}", className="small")] if why else []
    found = [html.P(f"另有 {funnel.unverified:,} 例待核实。", className="small")] if funnel.unverified else []
    return html.Div([html.Ol(bars, className="steps"), *said, *found])


def _case(row: CaseRow) -> list[Any]:
    who = row.person
    return [
        html.Span(row.step, className=f"step step-{row.step}"),
        html.Td(who.place, className="name wrap"),
        who.name,
        who.sex,
        "" if who.age is None else who.age,
        row.disease,
        parts.day(row.since),
        "" if row.days is None else row.days,
        row.reason or ("未填" if row.step == "待救治" else ""),
        html.Td(row.hospital, className="wrap"),
    ]


def duties(sheet: DutySheet, below: Sequence[Child], address: Address) -> html.Article:
    """Team loads, then one card per person: on paper a row to tick and sign."""
    title = f"{sheet.region.name}签约与随访工作单"
    if sheet.absent_because:
        ways = [html.Ul([html.Li(parts.into(child.region, address)) for child in below], className="ways-on")] if below else []
        return parts.page(title, words.month(sheet.month), parts.nothing(sheet.absent_because, *ways))
    team = address.get("team") if "team" in dict(address.own) else None
    tools = [parts.file(address, "/worklists/duties", **({"team": _code(team)} if team else {})), print_button()]
    teams = sheet.teams
    finding = (
        f"{sheet.region.name}到 {parts.when(sheet.until)}前：待签约 {sum(t.sign for t in teams):,} 人、"
        f"待随访 {sum(t.visit for t in teams):,} 人（其中逾期 {sum(t.overdue for t in teams):,} 人）、"
        f"待体检 {sum(t.checkup for t in teams):,} 人。"
    )
    if not sheet.rows:
        finding = f"{sheet.region.name}到 {parts.when(sheet.until)}前没有到期的签约、随访和体检。"
    loads = [
        [
            dcc.Link(t.name or "未落实团队", href=address.href(team=t.team or "-"), className="into"),
            t.sign,
            t.visit,
            t.overdue,
            t.checkup,
            {True: "已激活", False: "▲ 未激活", None: ""}[t.app_active],
        ]
        for t in teams
    ]
    without = f"未落实团队 {sheet.unassigned_households:,} 户。" if sheet.unassigned_households else "每户都已落实团队。"
    back = [dcc.Link("← 全部团队", href=address.href(team=""), className="more")] if team else []
    head = ["所在地", "姓名", "性别年龄", "病种", "签约", "随访", "体检", "团队", "完成日期、签名"]
    return parts.page(
        finding,
        parts.stamp(sheet.as_of, parts.masked(sheet.masked)),
        *([] if team else [_section_loads(loads, without)]),
        section(
            "工作单",
            *back,
            html.Div(table(head, [_duty(row) for row in sheet.rows], "没有待办。"), className="sheet"),
            note=parts.cut(len(sheet.rows), sheet.total),
        ),
        tools=tools,
    )


def _section_loads(loads: list[list[Any]], without: str) -> html.Div:
    head = ["团队", "待签约", "待随访", "其中逾期", "待体检", "手机端"]
    return html.Div(
        section("按团队", table(head, loads, "没有待办。", frozenset({1, 2, 3, 4})), note=without), className="loads no-print"
    )


def _code(team: str | None) -> str:
    """`-` in the address stands for persons without a team."""
    return "" if team in (None, "-") else str(team)


def _duty(row: DutyRow) -> list[Any]:
    who = row.person
    return [
        html.Td(who.place, className="name"),
        html.Td(html.Strong(who.name)),
        _who(who),
        html.Td(row.diseases, className="wrap"),
        html.Td(_signing(row)),
        html.Td(_visit(row)),
        "☐ 体检" if row.checkup else "",
        row.team or "未落实团队",
        html.Td("", className="sign"),
    ]


def _who(who: Shown) -> str:
    return f"{who.sex} {who.age}岁" if who.age is not None else who.sex


def _signing(row: DutyRow) -> list[Any]:
    if not row.sign:
        return []
    told = f"{parts.day(row.sign_due)}到期" if row.sign_due else row.unsigned_because and f"原因：{row.unsigned_because}"
    return [f"☐ {row.sign}", html.Br(), html.Small(told)] if told else [f"☐ {row.sign}"]


def _visit(row: DutyRow) -> list[Any]:
    if row.visit_due is None:
        return []
    late = f"逾期 {row.overdue_days} 天" if row.overdue_days else f"应于 {parts.day(row.visit_due)}"
    last = f"上次 {parts.day(row.last_visit)}" if row.last_visit else "还没有随访过"
    return [html.Span(f"☐ 随访　{late}", className="late" if row.overdue_days else ""), html.Br(), html.Small(last)]


def missing(sheet: MissingSheet, address: Address) -> html.Article:
    """还差 n 例: who they are."""
    info = sheet.indicator
    tools = [
        parts.file(address, "/missing", indicator=info.id),
        print_button(),
        dcc.Link("三率面板", href=address.href("/panel"), className="more"),
    ]
    if sheet.absent_because:
        return parts.page(
            f"{sheet.region.name}{info.name}缺口名单", words.month(sheet.month), parts.nothing(sheet.absent_because)
        )
    labels = list(dict.fromkeys(label for row in sheet.rows for label, _ in row.told))
    head = ["所在地", "姓名", "性别", "年龄", *(["病种"] if any(r.disease for r in sheet.rows) else []), *labels]
    body = []
    for row in sheet.rows:
        told, who = dict(row.told), row.person
        disease = [row.disease] if "病种" in head else []
        age = "" if who.age is None else who.age
        values = (told.get(label, "") for label in labels)
        body.append([html.Td(who.place, className="name"), who.name, who.sex, age, *disease, *values])
    finding = f"{sheet.region.name}{info.name}还差 {sheet.total:,} {info.unit}。" if sheet.total else f"{info.name}没有缺口。"
    return parts.page(
        finding,
        f"{words.month(sheet.month)} · {parts.masked(sheet.masked)}",
        section("缺口名单", table(head, body, "没有缺口。", frozenset({3})), note=parts.cut(len(sheet.rows), sheet.total)),
        html.P(info.definition, className="small"),
        tools=tools,
    )
