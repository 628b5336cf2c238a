"""What only paper needs: whose figures these are, of which month, policy and version, printed when."""

from __future__ import annotations

from dash import html

from dashboard.services.models import Overview
from layouts import words


def line(overview: Overview) -> html.P:
    """The first line of a printed page."""
    month, policy = overview.month, overview.policy_name or "无适用口径"
    region = " › ".join(step.name for step in overview.path)
    told = f"{region} · {words.month(month.month)} · {policy} · 第{month.version}版"
    return html.P([html.Strong("健康扶贫挂图作战"), " · ", told, day()], className="print-line")


def day() -> html.Span:
    """Filled by `assets/access.js` when the page is printed."""
    return html.Span([" · 打印日期 ", html.Span(className="print-day")], className="print-only")
