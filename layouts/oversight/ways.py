"""及格办法: per county the fewest things to do, and how many units they bring over the line."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.oversight_models import CountyWays, WayRow, WaySheet
from layouts import words
from layouts.address import Address
from layouts.listing import export, line, table, two

_HEADS = ("机构", "现得分", "最少要做的事", "做后得分", "其他办法")
_NUMBERS = (1, 3, 4)


def page(sheet: WaySheet, address: Address) -> html.Article:
    """A card per county, those where most can be rescued first."""
    if sheet.absent_because:
        return html.Article([html.H1("及格办法"), html.P(sheet.absent_because)], className="work-page")
    return html.Article(
        [
            html.Header([html.H1(sheet.finding), export(address, "ways", "导出")], className="list-head"),
            html.P(
                "只列机构一个季度内能做的事（设备、科室、结算、远程、团队、医师、签约、随访、药品）；未填报的内容按最差计，所列办法一定及格。",
                className="small",
            ),
            *(_county(county, address) for county in sheet.counties),
        ],
        className="work-page",
    )


def _county(county: CountyWays, address: Address) -> html.Section:
    steps = "；".join(f"做 {spent} 件 → {rescued} 家" for spent, rescued in county.steps)
    name = dcc.Link(county.region.name, href=address.href(region=county.region.code))
    return html.Section(
        [
            html.H2(
                [
                    name,
                    "　",
                    county.headline,
                    html.Span(f"　先易后难：{steps}" if len(county.steps) > 1 else "", className="small"),
                ]
            ),
            table(_HEADS, [_row(row, address) for row in county.rows], _NUMBERS, "ways-list"),
        ],
        className="county-ways",
    )


def _row(row: WayRow, address: Address) -> html.Tr:
    card = dcc.Link(row.institution, href=address.href(f"/institution/{row.institution_code}"), className="unit-name")
    actions: Any = [html.Span(action, className="action") for action in row.actions]
    if not row.actions:
        actions = html.Span("一个季度内够不到，最多到右列得分", className="small")
    more = f"还有 {row.alternatives} 种" if row.alternatives and row.actions else "—"
    cells = [two(card, f"{row.region.name} · {words.TIER[row.tier]}"), row.total, actions, row.total_after, more]
    return line(_HEADS, cells, _NUMBERS)
