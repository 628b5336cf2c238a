"""S17 费用构成: who carried what, who paid most, where the poor were treated."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.costs import CostAnalysis, OverStandard
from dashboard.costs.models import Band, DiseaseCost, Place
from dashboard.services.list_models import CostSheet
from layouts import words
from layouts.address import Address
from layouts.lists import parts
from layouts.trust.parts import more, section, table

_TONES = ("#52606D", "#667481", "#8493A0", "#9AA7B3", "#AEBAC5", "#BFC9D3", "#CDD6DE", "#D8DFE6", "#E1E7EC", "#EAEFF3")
"""Payers in greys: colour is kept for distance to a target. What the poor pay themselves stands out in ink."""
_OWN = "#1F2933"
_WHITE_ON = frozenset({"#52606D", "#667481", _OWN})
_NAMED_FROM_PERCENT = 8
"""Narrower parts of the bar have no room for a name; the table below has them all."""


def page(sheet: CostSheet, address: Address) -> html.Article:
    costs = sheet.costs
    if not costs.reported or not costs.visits:
        said = "本月未报送诊疗费用，无法分析费用构成。" if not costs.reported else "该地区今年还没有贫困人口的诊疗费用记录。"
        return parts.page(f"{sheet.region.name}费用构成", words.month(sheet.month), parts.nothing(said))
    return parts.page(
        _finding(sheet),
        parts.stamp(
            sheet.as_of,
            f"{costs.year}年1月1日起 · 贫困人口 {costs.persons:,} 人 {costs.visits:,} 人次，住院 {costs.stays:,} 人次",
        ),
        _stack(costs),
        html.Div([_payers(costs), _bands(costs)], className="pair"),
        html.Div([_categories(costs), _where(costs)], className="pair"),
        html.Div([_grades(costs), _out(costs)], className="pair"),
        html.Div([_sick(costs), _standards(costs, address)], className="pair"),
        tools=[parts.file(address, "/costs")],
    )


def _finding(sheet: CostSheet) -> str:
    costs = sheet.costs
    first = costs.by_self_pay(1)
    most = f"；自付最多的病种是{first[0].name}（{parts.money(first[0].self_pay_fen)}）" if first else ""
    own = f"个人自付 {parts.money(costs.self_pay_fen)}，占 {parts.share(costs.self_pay_fen, costs.total_fen)}"
    return f"{sheet.region.name}今年贫困患者总费用 {parts.money(costs.total_fen)}，{own}，人均自付 {_each(costs)} 元{most}。"


def _each(costs: CostAnalysis) -> str:
    return parts.yuan(costs.self_pay_fen // costs.persons) if costs.persons else "—"


def _carried(costs: CostAnalysis) -> list[tuple[str, int | None, str]]:
    """(payer, fen, tone), what the poor pay themselves last."""
    payers = [(p.name, p.fen, tone) for p, tone in zip(costs.payers, _TONES, strict=True)]
    return [*payers, ("个人自付", costs.self_pay_fen, _OWN)]


def _stack(costs: CostAnalysis) -> html.Div:
    return html.Div(
        [
            html.Div(
                f"{name} {parts.share(fen, costs.total_fen)}" if 100 * fen >= _NAMED_FROM_PERCENT * costs.total_fen else "",
                title=f"{name} {parts.yuan(fen)} 元（{parts.share(fen, costs.total_fen)}）",
                style={
                    "width": f"{100 * fen / max(1, costs.total_fen):.3f}%",
                    "background": tone,
                    "color": "#FFFFFF" if tone in _WHITE_ON else _OWN,
                },
            )
            for name, fen, tone in _carried(costs)
            if fen
        ],
        className="payer-stack",
    )


def _payers(costs: CostAnalysis) -> html.Section:
    rows = [
        [
            html.Span([html.I(className="key-tone", style={"background": tone}), name]),
            "未报送" if fen is None else parts.yuan(fen),
            "" if fen is None else parts.share(fen, costs.total_fen),
        ]
        for name, fen, tone in _carried(costs)
    ]
    if costs.unexplained_fen:
        rest = costs.unexplained_fen
        rows.append(["未能归入以上各项", parts.yuan(rest), parts.share(abs(rest), costs.total_fen)])
    return section(
        "谁承担了多少",
        table(["支付方", "金额（元）", "占总费用"], rows, "", frozenset({1, 2})),
        note=f"实际报销比 {parts.share(costs.total_fen - costs.self_pay_fen, costs.total_fen)}（总费用减个人自付）。",
    )


def _bands(costs: CostAnalysis) -> html.Section:
    most = max((band.persons for band in costs.bands), default=0)
    rows = [
        [
            _band(band),
            html.Td(parts.bar(band.persons, most), className="wide"),
            band.persons,
            parts.share(band.persons, costs.persons),
            parts.yuan(band.self_pay_fen),
        ]
        for band in costs.bands
    ]
    return section("今年累计自付的分布", table(["每人自付", "", "人数", "占比", "合计（元）"], rows, "", frozenset({2, 3, 4})))


def _band(band: Band) -> str:
    low, high = band.above_fen, band.up_to_fen
    if low is None:
        return "0 元"
    if high is None:
        return f"{low // 100:,} 元以上"
    return f"{low // 100:,}–{high // 100:,} 元" if low else f"{high // 100:,} 元及以下"


def _categories(costs: CostAnalysis) -> html.Section:
    rows = [
        [c.name, c.persons, parts.yuan(c.total_fen), parts.yuan(c.self_pay_fen), parts.share(c.self_pay_fen, c.total_fen)]
        for c in costs.categories
    ]
    head = ["人群", "就诊人数", "总费用（元）", "个人自付（元）", "自付占比"]
    return section("按人群", table(head, rows, "没有数据。", frozenset({1, 2, 3, 4})), note="一人可属多类，各类不能相加。")


def _summed(places: list[tuple[str, Place]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, place in places:
        sums = found.setdefault(name, [0, 0, 0])
        sums[0] += place.visits
        sums[1] += place.total_fen
        sums[2] += place.self_pay_fen
    return found


def _share_rows(found: dict[str, list[int]]) -> list[list[Any]]:
    every = sum(sums[0] for sums in found.values())
    return [
        [name, n, parts.share(n, every), parts.yuan(total), parts.yuan(own), parts.share(own, total)]
        for name, (n, total, own) in sorted(found.items(), key=lambda pair: -pair[1][0])
    ]


_HEAD = ["人次", "占比", "总费用（元）", "个人自付（元）", "自付占比"]
_RIGHT = frozenset({1, 2, 3, 4, 5})


def _where(costs: CostAnalysis) -> html.Section:
    stays = _summed([(p.in_county, p) for p in costs.places if p.stay])
    return section("住院在县域内外", table(["县域", *_HEAD], _share_rows(stays), "今年没有住院。", _RIGHT))


def _grades(costs: CostAnalysis) -> html.Section:
    layers = _summed([(f"{p.layer}级 · {p.grade}" if len(p.layer) == 1 else f"{p.layer} · {p.grade}", p) for p in costs.places])
    return section("就诊机构层级与等级（门诊和住院）", table(["机构", *_HEAD], _share_rows(layers), "没有数据。", _RIGHT))


def _out(costs: CostAnalysis) -> html.Section:
    rows = [_disease(d) for d in costs.out_of_county()]
    head = ["病种", "县外住院", "占该病种住院", "总费用（元）", "个人自付（元）"]
    return section("县外住院前十病种", table(head, rows, "今年没有县外住院。", frozenset({1, 2, 3, 4})))


def _disease(d: DiseaseCost) -> list[Any]:
    return [_name(d), d.out_stays, parts.share(d.out_stays, d.stays), parts.yuan(d.out_total_fen), parts.yuan(d.out_self_pay_fen)]


def _name(d: DiseaseCost) -> Any:
    return html.Span([d.name, " ", html.Small(d.code, className="code")]) if d.name != d.code else d.code


def _sick(costs: CostAnalysis) -> html.Section:
    rows = [
        [_name(d), d.visits, parts.yuan(d.self_pay_fen), parts.share(d.self_pay_fen, d.total_fen)] for d in costs.by_self_pay()
    ]
    return section(
        "自付最多的十个病种", table(["病种", "人次", "个人自付（元）", "自付占比"], rows, "没有数据。", frozenset({1, 2, 3}))
    )


def _standards(costs: CostAnalysis, address: Address) -> html.Section:
    rows = [
        [s.name, s.stays, s.over, parts.share(s.over, s.stays), parts.yuan(s.excess_fen)]
        for s in sorted(costs.standards, key=lambda s: (-s.over, s.code))
    ]
    listed = [more("查看超标准的住院", address, list="over")] if any(s.over for s in costs.standards) else []
    head = ["机构", "有收费标准", "超标准", "占比", "超出（元）"]
    return section(
        "住院费用超病种收费标准",
        *listed,
        table(head, rows, "本月的诊疗费用没有填报病种收费标准。", frozenset({1, 2, 3, 4})),
        note="总费用高于该次住院所填病种收费标准的住院。依据：国卫财务发〔2017〕19号 二(一)3。",
    )


def over(stays: tuple[OverStandard, ...], sheet: CostSheet, address: Address) -> html.Article:
    """The stays behind the count."""
    rows = [
        [
            s.visit,
            s.institution,
            s.disease,
            s.discharged,
            parts.yuan(s.total_fen),
            parts.yuan(s.standard_fen),
            parts.yuan(s.excess_fen),
        ]
        for s in stays
    ]
    head = ["就诊编号", "机构", "病种", "出院", "总费用（元）", "收费标准（元）", "超出（元）"]
    return parts.page(
        f"{sheet.region.name}超病种收费标准的住院 {len(stays):,} 例。",
        parts.stamp(sheet.as_of),
        more("← 返回", address, list=""),
        table(head, rows, "没有超标准的住院。", frozenset({4, 5, 6})),
    )
