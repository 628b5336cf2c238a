"""S28 口径说明与敏感性: every reading, its clause, what we take and why; who changes; two presets or months compared."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.models import MonthInfo
from dashboard.services.oversight_models import Comparison, ReadingRow, ReadingSheet, Turned
from layouts import words
from layouts.address import Address
from layouts.listing import build, chips, choice, export, line, more, table, two
from layouts.palette import LOOKS

_SETTING = {"strict": "严格", "lenient": "宽松", "option": "另一读法"}
_FAMILIES = (("", "全部"), ("turning", "会变结论的"), ("county", "县级医院"), ("township", "卫生院"), ("village", "村"))
_HEADS = ("编号", "问题与条款", "本系统读法及理由", "其他读法", "变结论单位")


def page(
    sheet: ReadingSheet,
    turned: tuple[tuple[Turned, ...], int] | None,
    compared: Comparison,
    than: tuple[str, str],
    months: tuple[MonthInfo, ...],
    address: Address,
) -> html.Article:
    """All readings; below the chosen one its units; at the end the comparison."""
    if sheet.absent_because:
        return html.Article([html.H1("口径说明与敏感性"), html.P(sheet.absent_because)], className="work-page")
    family = address.get("tier")
    rows = [row for row in sheet.rows if _fits(row, family)]
    return html.Article(
        [
            html.Header([html.H1(sheet.finding), export(address, "readings", "导出")], className="list-head"),
            chips("显示", choice(address, "tier", _FAMILIES, family)),
            table(_HEADS, [one for row in rows for one in _reading(row, turned, address)], class_name="readings"),
            _comparison(compared, than, months, address),
        ],
        className="work-page",
    )


def _fits(row: ReadingRow, family: str) -> bool:
    if family == "turning":
        return bool(row.most)
    return not family or family in row.tiers


def _reading(row: ReadingRow, turned: tuple[tuple[Turned, ...], int] | None, address: Address) -> list[html.Tr]:
    chosen = address.get("reading") == row.id
    told = [html.Div([html.Span(_SETTING[s], className="tag"), said]) for s, said in row.says.items()]
    lines = [
        line(
            _HEADS,
            [
                html.Strong(row.id),
                two(row.question, row.clause),
                two(row.default, row.why),
                told or html.Span("没有其他读法", className="small"),
                _numbers(row, address) if row.says else "—",
            ],
            class_name="open" if chosen else None,
        )
    ]
    if chosen and turned is not None:
        lines.append(html.Tr(html.Td(_units(turned, address), colSpan=len(_HEADS)), className="unfolded"))
    return lines


def _numbers(row: ReadingRow, address: Address) -> list[Any]:
    links = []
    for setting in row.says:
        number = row.changes.get(setting, 0)
        said = f"{_SETTING[setting]} {words.count(number)}"
        on = address.get("reading") == row.id and address.get("setting") == setting
        href = address.href(reading="" if on else row.id, setting="" if on else setting)
        links.append(
            html.Div(
                dcc.Link(said + (" ▴" if on else " ▾"), href=href, className="turns")
                if number
                else html.Span(said, className="small")
            )
        )
    return links


def _units(turned: tuple[tuple[Turned, ...], int], address: Address) -> list[Any]:
    rows, total = turned
    heads = ("单位", "本系统结论", "换读法后")
    return [build(heads, [_unit(one, address) for one in rows]), more(len(rows), total, "个单位")]


def _unit(one: Turned, address: Address) -> list[Any]:
    return [_name(one, address), _status(one.before), _status(one.after)]


def _name(one: Turned, address: Address) -> Any:
    layer = "blank_spots" if one.tier == "village" else "institutions"
    link = dcc.Link(one.region.name, href=address.href("/", region=one.region.code, layer=layer), className="unit-name")
    return two(link, f"{one.place} · {words.TIER[one.tier]}")


def _status(word: str) -> html.Span:
    look = LOOKS.get(word)
    return html.Span([html.Span(look.symbol if look else "", className=f"symbol symbol-{word}"), word])


def _comparison(compared: Comparison, than: tuple[str, str], months: tuple[MonthInfo, ...], address: Address) -> html.Section:
    """Who changed between two months or presets, and why."""
    heads = ("单位", "原来", "现在", "原因", "因为")
    rows = [
        [_name(one, address), _status(one.before), _status(one.after), one.cause, html.Span(one.why, className="small")]
        for one in compared.rows
    ]
    found = f"由“{compared.before}”到“{compared.after}”：{compared.total:,} 个单位结论有变"
    moved = f"，变好 {compared.better:,}、变差 {compared.worse:,}。" if compared.total else "。"
    return html.Section(
        [
            html.Header([html.H2(found + moved), export(address, "comparison", "导出对比")], className="list-head"),
            chips("月份", [_than(address, "than_month", m.month, words.month(m.month), than[0]) for m in reversed(months)]),
            chips("口径", [_than(address, "than_preset", key, label, than[1]) for key, label in words.PRESET.items()]),
            table(heads, rows, class_name="compared") if rows else html.P("两边结论一致。", className="none-found"),
            more(len(compared.rows), compared.total, "个单位"),
        ],
        className="comparison",
        id="comparison",
    )


def _than(address: Address, key: str, value: str, label: str, chosen: str) -> dcc.Link:
    return dcc.Link(label, href=address.href(**{key: value}), className="chip active" if value == chosen else "chip")
