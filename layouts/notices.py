"""What is said when there is nothing to show, or when something went wrong."""

from __future__ import annotations

from typing import Any

from dash import dcc, html


def no_month() -> html.Section:
    """Nothing published yet: what to do."""
    return html.Section(
        [
            html.H1("还没有发布任何月份的数据"),
            html.P("导入一个月的数据文件夹，通过校验后即发布："),
            html.Pre("python -m dashboard import 数据文件夹 --month 2020-05"),
            html.P("或者生成一个演示省份："),
            html.Pre("python -m dashboard demo"),
            html.P("发布后刷新本页。"),
        ],
        className="empty-state",
    )


def fault(said: str) -> list[Any]:
    """A visible message with a way out."""
    return [html.Strong("没有取到数据。"), html.Span(said), dcc.Link("回到首页", href="/")]


def fault_page(said: str) -> html.Div:
    """A fault that takes a whole page."""
    return html.Div(fault(said), className="fault", role="alert")
