"""Two months: side by side, or what changed from one to the other, with what chance explains kept apart."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import compared
from dashboard.compared import CHANGE, Changes
from dashboard.services.models import Child, Overview
from dashboard.statistics import Change
from layouts import words
from layouts.screen import Screen


def changes(screen: Screen) -> Changes | None:
    """Change of every child by code; None unless the selection asks for the change and the compared month is there."""
    if screen.compared is None or screen.selection.show != CHANGE:
        return None
    return compared.changes(screen.children, screen.compared.children)


def hover(screen: Screen, child: Child, found: Change | None) -> str:
    """Both months, the difference, and whether chance explains it."""
    assert screen.compared is not None
    old = next((one.ratio for one in screen.compared.children.items if one.region.code == child.region.code), None)
    rows = ((screen.selection.compare, old), (screen.overview.month.month, child.ratio))
    lines = [f"<b>{child.region.name}</b>"]
    lines += [f"{words.month(month)}　{words.percent(ratio)} {words.fraction(ratio)}" for month, ratio in rows]
    if found is not None:
        signed = f"{found.points:+.1f} 个百分点（95%区间 {found.low:+.1f}～{found.high:+.1f}）".replace("-", "−")
        judged = {1: "改善", -1: "恶化", 0: "在随机波动范围内"}[found.direction]
        lines += [signed, judged]
    return "<br>".join([*lines, "<i>点击进入</i>"])


def controls(screen: Screen) -> list[Any]:
    """Begin a comparison, choose its month and its kind, end it."""
    here = screen.overview.month.month
    others = [info.month for info in screen.months if info.month != here]
    if not others:
        return []
    if screen.compared is None:
        before = next((month for month in reversed(others) if month < here), others[0])
        return [dcc.Link("对比月份", href=screen.href(compare=before, show=""), className="point-toggle")]
    changed = screen.selection.show == CHANGE
    months = [dcc.Link(words.month(month), href=screen.href(compare=month)) for month in reversed(others)]
    return [
        html.Details(
            [html.Summary(f"对比 {words.month(screen.selection.compare)}", className="point-toggle"), html.Div(months)],
            className="compare-months",
        ),
        dcc.Link("并排", href=screen.href(show=""), className="point-toggle" if changed else "point-toggle active"),
        dcc.Link("变化", href=screen.href(show=CHANGE), className="point-toggle active" if changed else "point-toggle"),
        dcc.Link("结束对比", href=screen.href(compare="", show=""), className="point-toggle"),
    ]


def captions(screen: Screen) -> tuple[str, str]:
    """Over the map and over the one beside it; empty when there is one month only."""
    if screen.compared is None:
        return "", ""
    return _caption(screen, screen.overview), _caption(screen, screen.compared.overview)


def _caption(screen: Screen, overview: Overview) -> str:
    rate = next((panel.value for panel in overview.rates if panel.info.id == screen.selection.layer), None)
    said = [words.month(overview.month.month), overview.policy_id or "无适用口径"]
    if rate is not None:
        said.append(f"{screen.layer_name} {words.percent(rate.ratio)}")
    return " · ".join(said)


def panes(screen: Screen) -> str:
    """The class of the two maps: the earlier month stands on the left."""
    if screen.compared is None or screen.selection.show == CHANGE:
        return "panes"
    return "panes two" if screen.selection.compare < screen.overview.month.month else "panes two later"
