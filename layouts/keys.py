"""What the keyboard does, as a list that `?` opens."""

from __future__ import annotations

from dash import html

_KEYS = (
    ("N　Shift+N", "下一个、上一个未达标的下级或单位"),
    ("←　→", "上一月、下一月"),
    ("空格", "逐月播放、暂停"),
    ("+　−　0", "放大、缩小、看全图；也可滚轮、拖动、双指"),
    ("/", "搜索名称、拼音、代码"),
    ("Esc", "返回上一级；取消框选"),
    ("?", "打开、关闭本页"),
)
_ON_WALL = (
    ("↓　1～9", "进入下级排名的第一个、第几个"),
    ("↑", "返回上一级"),
    ("PageDown　PageUp", "巡览下一站、上一站（翻页笔）"),
    ("T", "开始巡览"),
    ("D　F", "深色浅色、全屏"),
)
ID = "keys"


def sheet() -> html.Dialog:
    """Closed until `assets/next.js` opens it."""
    return html.Dialog(
        [
            html.H2("键盘操作"),
            _table(_KEYS),
            html.H3("大屏时另有"),
            _table(_ON_WALL),
            html.Button("关闭", className="keys-close point-toggle"),
        ],
        id=ID,
        className="keys",
    )


def _table(rows: tuple[tuple[str, str], ...]) -> html.Table:
    return html.Table(html.Tbody([html.Tr([html.Td(html.Kbd(key)), html.Td(said)]) for key, said in rows]))
