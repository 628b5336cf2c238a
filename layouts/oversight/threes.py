"""S20 三个“三”: boards by level; a cell says how many have it, how many lack it, how many are not known."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.threes_models import Cell, Editor, Gap, ThreeSheet
from dashboard.threes import BOARDS, LEVELS
from layouts import words
from layouts.address import Address
from layouts.listing import more, table, two
from layouts.oversight import threes_editor

_LEVEL = {"county": "县级", "township": "乡级", "village": "村级"}
_UNIT = {"county": "个县", "township": "个乡镇", "village": "个村"}


def page(sheet: ThreeSheet, editor: Editor | None, address: Address) -> html.Article:
    """The matrix, whose criteria they are, the units behind the chosen cell, and for those who may, its criteria to edit."""
    if sheet.absent_because:
        return html.Article([html.H1("三个“三”"), html.P(sheet.absent_because, className="none-found")], className="work-page")
    cells = {(cell.board, cell.level): cell for cell in sheet.cells}
    chosen = cells.get((address.get("board"), address.get("level")))
    head = html.Div([html.Span(), *(html.Strong(_LEVEL[level]) for level in LEVELS)], className="threes-row threes-head")
    rows = [
        html.Div([html.Strong(title), *(_cell(cells[board, level], chosen, address) for level in LEVELS)], className="threes-row")
        for board, title in BOARDS.items()
    ]
    return html.Article(
        [
            html.H1(sheet.finding),
            html.P([html.Span("省级自定标准" if sheet.own else "本系统建议", className="tag"), _whose(sheet)], className="small"),
            html.Div([head, *rows], className="threes"),
            threes_editor.form(editor) if editor else None,
            _units(chosen, address) if chosen else html.P("点一格看缺口单位，可修改标准的用户也在格内修改。", className="small"),
        ],
        className="work-page",
    )


def _whose(sheet: ThreeSheet) -> str:
    start = f"自{sheet.since.year}年{sheet.since.month}月{sheet.since.day}日起" if sheet.since else ""
    return f"{start}　依据 {sheet.clause}。{sheet.note}。"


def _cell(cell: Cell, chosen: Cell | None, address: Address) -> Any:
    total = cell.met + cell.gap + cell.unknown
    if not total:
        return html.Div(html.Span("没有标准或没有单位", className="small"), className="threes-cell")
    parts = (("met", cell.met), ("gap", cell.gap), ("unknown", cell.unknown))
    bar = html.Span(
        [html.I(className=f"bar-{kind}", style={"flexGrow": number}) for kind, number in parts if number], className="threes-bar"
    )
    said: list[Any] = [
        html.Span("▲" if cell.gap else "●", className=f"symbol symbol-{'有风险' if cell.gap else '达标'}"),
        html.Span(_LEVEL[cell.level], className="threes-level"),
        "缺口 ",
        html.Strong(words.count(cell.gap)),
        f" {_UNIT[cell.level]}",
    ]
    on = cell == chosen
    return dcc.Link(
        [
            html.Div(said, className="threes-gap"),
            bar,
            html.Div(f"具备 {cell.met:,} · 不明 {cell.unknown:,} · 共 {total:,}", className="small"),
            html.Div("；".join(cell.criteria), className="small"),
        ],
        href=address.href(board="" if on else cell.board, level="" if on else cell.level),
        className="threes-cell active" if on else "threes-cell",
    )


def _units(cell: Cell, address: Address) -> html.Section:
    rows = [_gap(gap, address) for gap in cell.gaps]
    title = html.H2(f"{BOARDS[cell.board]} · {_LEVEL[cell.level]}缺口 {cell.gap:,}")
    content: Any = table(("单位", "缺什么"), rows) if rows else html.P("没有缺口。", className="none-found")
    return html.Section([title, content, more(len(rows), cell.gap, "个单位")])


def _gap(gap: Gap, address: Address) -> list[Any]:
    link = dcc.Link(gap.region.name, href=address.href("/", region=gap.region.code), className="unit-name")
    return [two(link, gap.place), "；".join(gap.lacks)]
