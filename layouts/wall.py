"""The big screen's own parts; hidden elsewhere. `assets/wall.js` moves them, `assets/wall.css` sizes them."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.tour import TourStop
from layouts import ids


def bar() -> html.Div:
    """At the end of the header: time left for the county, and what else the keyboard does."""
    return html.Div(
        [
            html.Button("大屏", id=ids.Wall.ENTER, title="投影用：大字、深色、键盘操作"),
            html.Button(id=ids.Wall.CLOCK, title="本县汇报剩余时间；单击重新计时"),
            html.Button("巡览", id=ids.Wall.TOUR_START, title="依次查看缺口最大的十个地方（T；翻页键前后）"),
            html.Button("明暗", id=ids.Wall.THEME, title="深色、浅色（D）"),
            html.Button("全屏", id=ids.Wall.FULL, title="全屏（F）"),
            html.Button("退出", id=ids.Wall.LEAVE, title="回到桌面版式"),
        ],
        id=ids.Wall.BAR,
        className="wall-bar",
    )


def tour() -> html.Section:
    """Where the tour tells why it stops: in the ranking's place, below the rates."""
    return html.Section(id=ids.Wall.TOUR, className="wall-tour")


def overlays() -> list[Any]:
    return [
        html.Div(id=ids.Wall.LOST, className="wall-lost", role="status"),
        dcc.Store(id=ids.Wall.STOPS),
        dcc.Store(id=ids.Wall.BEAT),
    ]


def stops(found: tuple[TourStop, ...]) -> list[dict[str, Any]]:
    """What `assets/wall.js` shows one after the other."""
    return [
        {"code": stop.region.code, "name": stop.region.name, "path": stop.path, "reasons": list(stop.reasons)} for stop in found
    ]
