"""Three rates: value, people, target, trend. Each leads to its layer."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.models import BELOW, MET, NO_POLICY, RatePanel
from layouts import trend, words
from layouts.screen import Screen

_CLASS = {MET: "mark-met", BELOW: "mark-below"}
_MARK = {MET: "● 达标", BELOW: "▲ 未达标"}


def panels(screen: Screen) -> list[Any]:
    return [_panel(screen, panel) for panel in screen.overview.rates]


def _panel(screen: Screen, panel: RatePanel) -> html.Section:
    value, info = panel.value, panel.info
    active = info.id == screen.selection.layer
    head = dcc.Link(info.name, href=screen.href(layer=info.id), className="rate-name", title=info.definition)
    judged = bool(screen.overview.policy_id)
    status = "不判定" if judged and value.status == NO_POLICY else value.status  # a policy holds, without a target for this rate
    mark = html.Span(_MARK.get(status, status), className=f"mark {_CLASS.get(status, '')}")
    chart = trend.chart(
        panel.trend,
        value.target,
        screen.overview.month.month,
        lambda month: screen.href(month=month),
        screen.breaks,
        screen.turns,
    )
    return html.Section(
        [
            html.Div([html.Div([head, mark], className="rate-head"), *_figures(panel)], className="rate-text"),
            html.Div([chart, html.Div(_under(panel, judged), className="small")], className="rate-trend"),
        ],
        className="rate active" if active else "rate",
    )


def _figures(panel: RatePanel) -> list[Any]:
    value = panel.value
    if value.ratio is None or not value.ratio.denominator:
        return [
            html.Div("无数据", className="value none"),
            html.Div(value.absent_because or "本月没有应落实的对象", className="small"),
        ]
    short = f"还差 {words.count(value.short)} {panel.info.unit}" if value.short else ""
    return [
        html.Div(
            [html.Span(words.percent(value.ratio), className="value"), html.Span(words.fraction(value.ratio), className="of")]
        ),
        html.Div([html.Strong(short), html.Span(_small_sample(panel))], className="short"),
    ]


def _small_sample(panel: RatePanel) -> str:
    return f" 小样本 {words.interval(panel.value.interval)}" if panel.value.small_sample else ""


def _under(panel: RatePanel, judged: bool) -> list[Any]:
    value = panel.value
    aim = f"目标 {words.target(value.target)}" if value.target else "口径未定目标" if judged else "无适用口径"
    return [html.Span(aim, title=value.target_clause or ""), html.Span(words.change(value.change_points))]
