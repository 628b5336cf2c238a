"""The frame that never jumps: every page is mounted in it, only contents change."""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
from dash import dcc, html

from layouts import access, finding, ids, keys, palette, printed, wall, words
from layouts.language.switch import switch

_GRAPH_CONFIG: Any = {"displayModeBar": False, "scrollZoom": False, "responsive": True, "doubleClick": False, "locale": "zh-CN"}

_INSTEAD = "地图。“下级排名”列出同样的地区和数字，可用键盘进入"
"""What a map is to those who cannot see it."""
_TABS: Any = [{"label": "列表", "value": "list"}, {"label": "地图", "value": "map"}]


def frame() -> fac.AntdConfigProvider:
    """The whole application; the map page stays mounted, so that coming back to it is instant."""
    return fac.AntdConfigProvider(
        [
            access.skip_link(),
            dcc.Location(id=ids.Page.URL, refresh="callback-nav"),
            html.Div(className="loading-bar"),
            html.P(
                [
                    "正在计算 ",
                    html.Strong("这一页", id=ids.Page.WAIT_FOR),
                    "：首次打开要汇总全部记录，约需几秒至半分钟，此后即时显示。",
                ],
                id=ids.Page.WAIT,
                className="page-wait",
                role="status",
                hidden=True,
            ),
            html.Div(id=ids.Page.FAULT, className="fault", role="alert"),
            html.Div(map_page(), id=ids.Page.MAP, className="page-map"),
            html.Main(id=ids.Page.OTHER, className="page-other", tabIndex="-1"),
            *wall.overlays(),
            keys.sheet(),
            dcc.Store(id=ids.Units.ASK),
            fac.AntdDrawer(
                id=ids.Units.DRAWER, children=html.Div(id=ids.Units.BODY), width="min(920px, 100vw)", placement="right"
            ),
        ],
        locale="zh-cn",
        primaryColor="#0072B2",
        wavesDisabled=True,
        token={"motion": False, "borderRadius": 4, "colorText": "#1F2933", "fontFamily": "inherit"},
    )


def map_page() -> list:
    """总图: head, finding, map, panels, foot."""
    return [
        html.Header(_head(), className="head"),
        html.Section(
            [
                html.H1(id=ids.Panel.FINDING, className="finding", **access.live()),
                html.Div(id=ids.Panel.STAMP, className="stamp"),
                printed.day(),
            ],
            className="said",
            **access.named("结论"),
        ),
        html.Main(
            [
                fac.AntdSegmented(id=ids.Panel.TABS, options=_TABS, value="list", block=True, className="tabs"),
                html.Div(_map(), className="map"),
                html.Div(
                    [
                        html.Div(id=ids.Panel.RATES, className="rates"),
                        html.Div(id=ids.Panel.RANKING, className="ranking"),
                        wall.tour(),
                    ],
                    className="side",
                ),
                html.Div(id=ids.Page.BESIDE, className="beside"),
            ],
            id=ids.Panel.BODY,
            className="body",
            tabIndex="-1",
        ),
        html.Section(id=ids.Panel.TIERS, className="foot", **access.named("机构与行政村")),
    ]


def _head() -> list:
    return [
        dcc.Link("健康扶贫挂图作战", href="/", className="brand"),
        _nav(ids.Head.PATH, "path", "区划路径"),
        html.Div(
            [
                dcc.Link("◀", id=ids.Head.MONTH_BEFORE, href="/", title="上一月"),
                fac.AntdSelect(
                    id=ids.Head.MONTH,
                    allowClear=False,
                    variant="borderless",
                    className="month",
                    showSearch=False,
                    **access.named("月份"),
                ),
                dcc.Link("▶", id=ids.Head.MONTH_AFTER, href="/", title="下一月"),
            ],
            className="months",
        ),
        _nav(ids.Head.LAYERS, "layers", "图层"),
        fac.AntdSelect(
            id=ids.Head.PRESET,
            options=[{"label": label, "value": preset} for preset, label in words.PRESET.items()],
            value="default",
            allowClear=False,
            variant="borderless",
            showSearch=False,
            className="preset",
            **access.named("口径"),
        ),
        fac.AntdSelect(
            id=ids.Head.SEARCH,
            placeholder="搜索名称、拼音、代码",
            showSearch=True,
            optionFilterMode="remote-match",
            debounceWait=200,
            emptyContent="输入名称、拼音首字母或区划代码",
            className="search",
            **access.named("搜索名称、拼音、代码"),
        ),
        html.Details([html.Summary("工作"), _nav(ids.Head.MENU, "menu-links", "工作页面")], className="menu"),
        wall.bar(),
        switch(),
        html.Span(id=ids.Head.SINK, hidden=True),
    ]


def _nav(key: str, name: str, said: str) -> html.Nav:
    """An empty list of links, named for those who listen."""
    return html.Nav(id=key, className=name, **access.named(said))


def _pane(graph: str, caption: str, *tools: html.Div) -> html.Div:
    blank = {"data": [], "layout": _BLANK}
    picture = dcc.Graph(id=graph, config=_GRAPH_CONFIG, responsive=True, className="graph", figure=blank)
    seen = html.Div(picture, className="picture", role="img", **access.named(_INSTEAD))
    return html.Div([seen, html.Div(id=caption, className="caption"), *tools], className="pane")


def _zoom() -> html.Div:
    ways = (("in", "＋", "放大（+）"), ("out", "－", "缩小（−）"), ("whole", "□", "看全图（0）"))
    return html.Div([_lens(*way) for way in ways], className="zoom")


def _lens(way: str, sign: str, said: str) -> html.Button:
    marks: dict[str, Any] = {"data-zoom": way, **access.named(said)}
    return html.Button(sign, title=said, className="point-toggle", **marks)


def _map() -> list:
    return [
        dcc.Store(id=ids.Map.VIEW),
        dcc.Store(id=ids.Map.CLASSES, data=palette.for_client()),
        html.Div(
            [_pane(ids.Map.GRAPH, ids.Map.CAPTION, _zoom()), _pane(ids.Map.BESIDE, ids.Map.CAPTION_BESIDE)],
            id=ids.Map.PANES,
            className="panes",
        ),
        _nav(ids.Map.COMPARE, "compare", "对比月份"),
        html.Div(
            [html.Div(finding.tools(), className="find"), _nav(ids.Map.POINTS, "points", "机构点位")], className="map-tools"
        ),
        html.Div(id=ids.Find.FOUND, className="found"),
        html.Div(
            [
                html.Div(id=ids.Map.LEGEND, className="legend"),
                html.Div(
                    [
                        html.Button("▶", id=ids.Map.PLAY, className="play", title="逐月播放（空格键）"),
                        _nav(ids.Map.STRIP, "strip", "月份"),
                    ],
                    className="strip-row",
                ),
                html.Div(id=ids.Map.NOTE, className="note"),
            ],
            className="map-foot",
        ),
    ]


_BLANK = {
    "xaxis": {"visible": False},
    "yaxis": {"visible": False},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
}
