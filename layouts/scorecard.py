"""An institution's card: verdict, points against the pass line, every item with its inputs and clause, ways to pass."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.selection import Selection
from dashboard.services.models import History, ItemRow, Scorecard, UnitRow, Way
from layouts import words
from layouts.cases import cases
from layouts.language.switch import switch
from layouts.palette import LOOKS

_STATE = {"missing": "缺数据", "not_applicable": "无对象"}


def page(card: Scorecard) -> html.Article:
    """The whole page, with the way back to the map."""
    here = Selection(month=card.month, preset=card.preset)
    return html.Article(
        [
            html.Nav([*_path(card, here), switch()], className="path"),
            html.Header(_verdict(card), className="card-head"),
            html.Div(
                [
                    html.Section([html.H2("各项得分" if card.items else "监测情况"), *_items(card)], className="card-items"),
                    html.Section(_beside(card), className="card-side"),
                ],
                className="card-body",
            ),
        ],
        className="card",
    )


def _path(card: Scorecard, here: Selection) -> list[Any]:
    steps: list[Any] = [dcc.Link("健康扶贫挂图作战", href="/" + here.query(), className="brand")]
    for step in card.path:
        steps += [dcc.Link(step.name, href="/" + here.but(region=step.code).query()), html.Span("›", className="path-mark")]
    return [*steps, html.Strong(card.name)]


def _verdict(card: Scorecard) -> list[Any]:
    look = LOOKS.get(card.status)
    facts = [
        words.month(card.month),
        words.PRESET[card.preset],
        card.category,
        "决定本单位结论" if card.decides else "不决定本单位结论",
    ]
    facts += [card.eligible_note] if card.eligible_note else []
    facts += [f"上报得分 {card.official_score}"] if card.official_score else []
    return [
        html.H1([card.name, html.Span([look.symbol if look else "", card.status], className=f"status symbol-{card.status}")]),
        html.P(" · ".join(fact for fact in facts if fact), className="small"),
        *_bar(card),
        *_sensitive(card),
    ]


def _bar(card: Scorecard) -> list[Any]:
    """Total against the pass line: items as segments, what may still come when inputs are missing, hatched."""
    if not card.items:
        return []
    total = card.total or (f"{card.low}～{card.high}" if card.low else "缺报")
    segments = [
        html.Div(
            html.Span(item.name),
            className="segment",
            style={"width": f"{float(item.low or 0)}%"},
            title=f"{item.name} {item.points or item.low}/{item.maximum}",
        )
        for item in card.items
        if float(item.low or 0) > 0
    ]
    open_part = float(card.high or 0) - float(card.low or 0)
    if open_part > 0:
        segments.append(
            html.Div(className="segment hatch", style={"width": f"{open_part}%"}, title=f"缺数据，至多再得 {open_part:g} 分")
        )
    line = html.Div(
        html.Span(f"及格线 {card.pass_line}"), className="pass-line", style={"left": f"{float(card.pass_line or 0)}%"}
    )
    return [
        html.Div(
            [
                html.Strong(total, className="value"),
                html.Span("分", className="of"),
                html.Div([*segments, line], className="score-bar"),
            ],
            className="score",
        )
    ]


def _sensitive(card: Scorecard) -> list[Any]:
    if not card.reading_sensitive:
        return []
    readings = [html.Li(f"{said}（{reading}）") for reading, said in card.readings]
    return [html.Div([html.Strong("口径敏感"), " 换一种合理读法，结论会变：", html.Ul(readings)], className="sensitive")]


def _items(card: Scorecard) -> list[Any]:
    rows = [_item(item) for item in card.items]
    rows += [
        html.Li([html.H3(f"▲ {said}"), html.P(clause, className="clause")], className="item") for _, said, clause in card.flags
    ]
    if not rows:
        return [html.P("没有触发任何风险标识。" if card.tier == "village" else "本月没有评分项目。", className="small")]
    return [html.Ol(rows, className="items")]


def _item(item: ItemRow) -> html.Li:
    points = item.points or (f"{item.low}～{item.high}" if item.low else "—")
    before = f"上月 {item.previous_points}" if item.previous_points not in (None, "", item.points) else ""
    lost = bool(item.points) and float(item.points) < float(item.maximum)
    head = [
        html.Strong(item.name),
        html.Span([html.Strong(points), f"/{item.maximum}"], className="item-points lost" if lost else "item-points"),
        html.Span(_STATE.get(item.state, ""), className="small"),
        html.Span(before, className="small"),
    ]
    inputs = [html.Li([html.Span(name), f"：{value}"]) for name, value in item.inputs]
    return html.Li(
        [html.Div(head, className="item-head"), html.Ul(inputs), html.P(item.clause, className="clause")], className="item"
    )


def _beside(card: Scorecard) -> list[Any]:
    return [*_ways(card.ways), *cases(card.cases), *_history(card), *_peers(card)]


def _ways(ways: tuple[Way, ...]) -> list[Any]:
    if not ways:
        return []
    cards = [
        html.Li([html.Ul([html.Li(label) for label in way.labels]), html.Span(f"做到后 {way.total_after} 分", className="small")])
        if way.labels
        else html.Li(f"仅靠本机构的措施至多到 {way.total_after} 分，达不到及格线。")
        for way in ways[:6]
    ]
    return [html.H2("最省的及格办法"), html.Ol(cards, className="ways")]


def _history(card: Scorecard) -> list[Any]:
    if not card.history:
        return []
    return [html.H2("历月得分"), html.Ol([_month(card, past) for past in card.history], className="history")]


def _month(card: Scorecard, past: History) -> html.Li:
    shown = past.total or (f"{past.low}～{past.high}" if past.low else past.status)
    look = LOOKS.get(past.status)
    mark = f"{look.symbol} " if look else ""
    height = float(past.total or past.low or 0)
    href = f"/institution/{card.code}" + Selection(month=past.month, preset=card.preset).query()
    bar = html.I(style={"height": f"{height * 0.6:.0f}px"}, className=f"bar-{past.status}")
    label = f"{int(past.month[5:])}月"
    here = "history-month active" if past.month == card.month else "history-month"
    return html.Li(
        dcc.Link(
            [html.Span(shown), bar, html.Small(label)],
            href=href,
            title=f"{words.month(past.month)} {mark}{past.status} {shown}",
            className=here,
        )
    )


def _peers(card: Scorecard) -> list[Any]:
    if not card.peers:
        return []
    rows = [
        html.Tr([html.Td(peer_link(peer, card.month, card.preset)), html.Td(_total(peer)), html.Td(_status(peer))])
        for peer in card.peers
    ]
    return [html.H2("同单位的其他机构"), html.Table(html.Tbody(rows), className="peers")]


def _total(row: UnitRow) -> str:
    return row.total or (f"{row.low}～{row.high}" if row.low else "")


def _status(row: UnitRow) -> str:
    look = LOOKS.get(row.status)
    return f"{look.symbol if look else ''} {row.status}".strip()


def peer_link(row: UnitRow, month: str, preset: str) -> Any:
    """The institution's name as a link to its card; the region's name where there is none."""
    if not row.institution_code:
        return html.Span(row.region.name)
    href = f"/institution/{row.institution_code}" + Selection(month=month, preset=preset).query()
    return dcc.Link(row.institution_name or row.region.name, href=href)
