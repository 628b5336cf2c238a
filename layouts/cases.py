"""Items of 督战台账 about one subject."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.services.models import LedgerRow

_CLOSED = "已销号"


def cases(items: tuple[LedgerRow, ...], head: type[html.H2 | html.H3] = html.H2) -> list[Any]:
    """A heading and a line per item: state, clause, found, due or overdue, who answers for it; nothing without items."""
    if not items:
        return []
    return [head("督战台账"), html.Ul([_line(item) for item in items], className="cases")]


def _line(item: LedgerRow) -> html.Li:
    told = [f"{item.found_on:%Y-%m-%d} 发现" if item.found_on else "", _due(item)]
    told += [f"责任人 {item.responsible}" if item.responsible else "", f"措施：{item.measure}" if item.measure else ""]
    closed = item.state == _CLOSED
    head = [html.Strong(f"{'○' if closed else '▲'} {item.state}"), html.Span(f" {item.clause}")]
    return html.Li([html.Div(head), html.Div(" · ".join(part for part in told if part), className="small")])


def _due(item: LedgerRow) -> str:
    if item.overdue_days:
        return f"逾期 {item.overdue_days} 天"
    return f"限 {item.due_on:%Y-%m-%d} 整改" if item.due_on and item.state != _CLOSED else ""
