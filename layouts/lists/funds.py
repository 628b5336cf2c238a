"""S18 专项基金与减免: how much is due by rule, paid, pending; two funds apart."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.funds import REDUCTION, SPECIAL, FundStatement
from dashboard.funds.models import FundLine
from dashboard.services.list_models import FundSheet
from layouts import words
from layouts.address import Address
from layouts.lists import parts
from layouts.trust.parts import section, table

_SOURCES = {
    SPECIAL: "资金来源：新农合历年结余基金，县财政专户封闭运行（新政办发〔2018〕50号 三(二)1）。",
    REDUCTION: "资金来源：县扶贫办设立，与专项基金分开核算（新政办发〔2018〕50号 三(二)2）。",
}


def page(sheet: FundSheet, address: Address) -> html.Article:
    title = f"{sheet.region.name}专项基金与减免"
    if sheet.statement is None:
        return parts.page(
            title, words.month(sheet.month), parts.nothing(sheet.absent_because, *parts.ways_on(sheet.elsewhere, address))
        )
    made = sheet.statement
    late = f"本月未报送：{'、'.join(made.not_reported)}" if made.not_reported else ""
    return parts.page(
        _finding(sheet, made),
        parts.stamp(sheet.as_of, f"{made.year}年累计", late),
        *(_fund(made, fund) for fund in (SPECIAL, REDUCTION)),
        html.Div([_stages(made), _caps(sheet, made)], className="pair"),
        _mismatches(made),
        tools=[parts.file(address, "/funds")],
    )


def _finding(sheet: FundSheet, made: FundStatement) -> str:
    special = [line for line in made.of(SPECIAL) if line.due_fen is not None]
    due, paid = sum(line.due_fen or 0 for line in special), sum(line.paid_fen or 0 for line in special)
    open_lines = sum(line.due_fen is None and not line.total_only for line in made.of(SPECIAL))
    waiting = sum(stage.fen for stage in made.stages[:3])
    undecided = f"，另有 {open_lines} 项待定" if open_lines else ""
    steps = (
        f"；减免 {sum(s.rows for s in made.stages[:3]):,} 笔 {parts.money(waiting)}在审核、核准、拨付途中" if made.stages else ""
    )
    return f"{sheet.region.name}专项基金可算部分应补 {parts.money(due)}，已拨付 {parts.money(paid)}{undecided}{steps}。"


def _fund(made: FundStatement, fund: str) -> html.Section:
    head = ["用途", "数量", "规则", "应补（元）", "已记（元）", "已拨付（元）", "待拨付（元）", "说明"]
    rows = [_line(line) for line in made.of(fund)]
    return section(fund, table(head, rows, "", frozenset({1, 3, 4, 5, 6})), note=_SOURCES[fund])


def _line(line: FundLine) -> list[Any]:
    due: Any = parts.yuan(line.due_fen) if line.due_fen is not None else html.Strong("待定", title=line.undetermined)
    if line.total_only:
        due = "见上"
    rest = line.unpaid_fen
    more = f"已拨付比应补多 {parts.yuan(-rest)} 元，请核对" if rest is not None and rest < 0 else ""
    told = "；".join(word for word in (line.undetermined, more, line.note) if word)
    return [
        html.Td(line.use, className="name", title=line.clause),
        "—" if line.quantity is None else f"{line.quantity:,} {line.unit}",
        html.Td(line.rule, className="wrap"),
        due,
        parts.yuan(line.recorded_fen),
        parts.yuan(line.paid_fen),
        parts.yuan(line.pending_fen),
        html.Td([told, html.Br(), html.Small(line.clause)] if told else html.Small(line.clause), className="wrap"),
    ]


def _stages(made: FundStatement) -> html.Section:
    rows = [
        [s.name, s.owner, s.rows, parts.yuan(s.fen), "" if s.oldest_days is None else f"{s.oldest_days:,} 天"]
        for s in made.stages
    ]
    return section(
        "减免两级审核",
        table(["步骤", "下一步经办", "笔数", "减免（元）", "最长等待"], rows, "本月未报送医疗减免台账。", frozenset({2, 3, 4})),
        note="县卫计局审核 → 县扶贫办核准 → 统一拨付（新政办发〔2018〕50号 二(四)4）。",
    )


def _caps(sheet: FundSheet, made: FundStatement) -> html.Section:
    rows = [
        [
            html.Td(c.person.place, className="name"),
            c.person.name,
            parts.yuan(c.spent_fen),
            parts.yuan(c.covered_fen),
            html.Strong("▲ 已到限额") if c.at_cap else f"{c.percent}%",
        ]
        for c in sheet.caps
    ]
    head = ["所在地", "姓名", "报销后药费（元）", "基金承担（元）", "占限额"]
    return section(
        f"慢病投药到限额或接近限额 {len(sheet.caps):,} 人",
        table(head, rows, "没有接近限额的人员。", frozenset({2, 3})),
        note=f"每人每年限额 {parts.yuan(made.cap_fen)} 元；{parts.masked(sheet.masked)}。",
    )


def _mismatches(made: FundStatement) -> html.Section:
    rows = [
        [m.voucher, m.institution, m.item, parts.yuan(m.price_fen), parts.yuan(m.claimed_fen), parts.yuan(m.due_fen), m.problem]
        for m in made.mismatches
    ]
    head = ["单据号", "机构", "项目", "原价（元）", "减免（元）", "按规定（元）", "问题"]
    return section("需要核对的减免单据", table(head, rows, "没有与规定不符的单据。", frozenset({3, 4, 5})))
