"""SVG → PNG without browser or network: resvg, with a Chinese font of this machine."""

from __future__ import annotations

import functools
import os
from pathlib import Path

_PLACES = (
    "~/.local/share/fonts",
    "~/.fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_NAMES = ("NotoSansCJK*", "NotoSansSC*", "SourceHanSans*", "PingFang*", "msyh*", "wqy-*hei*", "simhei*", "Droid*Fallback*")
"""Sans-serif fonts with Chinese, best first."""
_MOST = 4
"""Weights of one family are enough."""


_NONE = "本机没有中文字体，无法生成 PNG。请安装一种（如 fonts-noto-cjk），或用环境变量 FONT_DIR 指明字体目录；SVG 不受影响。"


class NoFontError(LookupError):
    """This machine has no Chinese font; the message says what to do."""


def png(svg: str, zoom: int) -> bytes:
    """The picture, `zoom` pixels to each of the SVG's. NoFontError rather than a picture of empty boxes."""
    import resvg_py  # only those who want a PNG load it

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, font_files=list(fonts()), skip_system_fonts=True))


@functools.cache
def fonts(places: tuple[str, ...] = _PLACES) -> tuple[str, ...]:
    """Files of the first Chinese family found; FONT_DIR comes before the usual places."""
    own = os.environ.get("FONT_DIR")
    for name in _NAMES:
        for place in (own, *places) if own else places:
            found = [path for path in Path(place).expanduser().rglob(name) if path.suffix.lower() in (".ttf", ".ttc", ".otf")]
            if found:
                plain = sorted(found, key=lambda path: (not path.stem.endswith(("Regular", "Bold")), path.name))
                return tuple(str(path) for path in plain[:_MOST])
    raise NoFontError(
        "本机没有中文字体，无法生成 PNG。请安装一种（如 fonts-noto-cjk）或用环境变量 FONT_DIR 指明字体目录；SVG 不受影响。"
    )
