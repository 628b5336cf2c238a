"""S06 重点督导对象: the triggers of each county figure by figure, the reader's own sort, and how few counties hold most."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.blankspots import FLAG_MARKS
from dashboard.services.oversight_models import CountyTriggers, Cover, TriggerSheet
from dashboard.services.triggers import FILTERS, SORTS
from layouts import words
from layouts.address import Address
from layouts.listing import chips, choice, export, line, table, two
from layouts.palette import LOOKS

_HEADS = ("县", "县级医院", "卫生院未达标", "空白点·有风险", "低于目标的指标", "迟报未报（例）", "台账未销号")
_NUMBERS = (2, 3, 5, 6)
COUNTS_K = (3, 5, 8, 10)


def page(sheet: TriggerSheet, sort: str, only: tuple[str, ...], k: int, address: Address) -> html.Section:
    """The panel beside the map."""
    if sheet.absent_because:
        return html.Section(html.P(sheet.absent_because, className="small"), className="list")
    chosen = {ref.code: n for n, (ref, _) in enumerate(sheet.cover.chosen, 1)} if sheet.cover else {}
    return html.Section(
        [
            html.Header([html.H2(sheet.finding), export(address, "supervision", "导出")], className="list-head"),
            chips("排序", choice(address, "sort", [(key, name) for key, (name, _) in SORTS.items()], sort)),
            chips("只看", [_toggle(address, key, name, only) for key, name in FILTERS.items()]),
            _cover(sheet.cover, k, address),
            table(_HEADS, [_county(row, sort, chosen, address) for row in sheet.rows], _NUMBERS, "triggers"),
            html.P(_note(sort), className="small"),
        ],
        className="list",
    )


def _toggle(address: Address, key: str, name: str, only: tuple[str, ...]) -> Any:
    left = tuple(one for one in only if one != key) if key in only else (*only, key)
    active = "chip active" if key in only else "chip"
    return dcc.Link(name, href=address.href(only=",".join(left)), className=active)


def _cover(cover: Cover | None, k: int, address: Address) -> html.Div:
    """With k counties to supervise, which hold most of the measure."""
    steps = [dcc.Link(f"{n} 个县", href=address.href(k=str(n)), className="chip active" if n == k else "chip") for n in COUNTS_K]
    if cover is None:
        return html.Div([chips("名额", steps), html.P("这项指标没有可督导的缺口。", className="small")], className="cover")
    share = 100 * cover.covered // cover.total if cover.total else 0
    names = [
        dcc.Link(f"{n}.{ref.name}（{words.count(added)}）", href=address.href(region=ref.code))
        for n, (ref, added) in enumerate(cover.chosen, 1)
    ]
    said = f"督导 {len(cover.chosen)} 个县，可覆盖{cover.name} {words.count(cover.covered)} {cover.unit}，"
    said += f"占 {words.count(cover.total)} {cover.unit}的 {share}%："
    return html.Div(
        [chips("名额", steps), html.P([html.Strong(said), *(part for name in names for part in (name, "　"))])], className="cover"
    )


def _county(row: CountyTriggers, sort: str, chosen: dict[str, int], address: Address) -> html.Tr:
    look = LOOKS.get(row.hospital)
    name = dcc.Link(row.region.name, href=address.href(region=row.region.code), className="unit-name")
    mark = html.Span(str(chosen[row.region.code]), className="picked", title="名额内") if row.region.code in chosen else ""
    flags = "　".join(f"{FLAG_MARKS[flag]}\u00a0{row.flags[flag]}" for flag in FLAG_MARKS if row.flags.get(flag))
    villages = dcc.Link(
        f"{row.blank:,} · {row.flagged:,}", href=address.href("/villages", region=row.region.code, layer="blank_spots")
    )
    centres = dcc.Link(f"{row.centres_failing:,}/{row.centres:,}", href=address.href("/ways", region=row.region.code))
    share = f"{100 * row.centres_failing / row.centres:.0f}%" if row.centres else ""
    rates = [
        html.Div([f"{rate.name} {words.percent(rate.ratio)}", html.Span(f"　还差 {rate.short:,} {rate.unit}", className="small")])
        for rate in row.rates
    ]
    cells = [
        two([mark, name], row.place),
        html.Span([html.Span(look.symbol if look else "", className=f"symbol symbol-{row.hospital}"), row.hospital]),
        two(centres, share),
        two(villages, flags),
        rates or html.Span("均达标", className="small"),
        words.count(row.late) if row.late is not None else html.Span("未知", className="small"),
        words.count(row.open_items),
    ]
    return line(_HEADS, cells, _NUMBERS, "chosen" if chosen.get(row.region.code) else None)


def _note(sort: str) -> str:
    name, unit = SORTS[sort]
    double = "同一人在两项指标中都缺的计两次。" if sort == "persons" else ""
    units = "不达标单位＝未达标或无机构的县级医院、卫生院，加空白点和有风险的村。" if sort == "units" else ""
    return f"按“{name}（{unit}）”由多到少。各列分别列示，不合成总分。{double}{units}"
