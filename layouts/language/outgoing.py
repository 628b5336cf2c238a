"""A Dash answer on its way to an English reader: every text in it, wherever it stands, and every link."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from layouts.language import pieces
from layouts.language.translator import Translator

_KEPT = frozenset(
    {"id", "className", "class", "style", "value", "key", "dataIndex", "src", "url", "type", "namespace", "data-code"}
)
"""Props that name things for the program; what a reader sees is never among them."""
_LOCALES = {"zh-cn": "en-us", "zh-CN": "en"}
_ATTRIBUTE = re.compile(r"""\s([a-z-]+)="([^"]*)\"""")
_READ = frozenset({"title", "aria-label", "alt", "placeholder", "data-head"})


class Outgoing:
    """Rewrites parsed JSON, in place where it can."""

    def __init__(self, translator: Translator) -> None:
        self._say = translator

    def value(self, value: Any, key: str = "children") -> Any:
        """What stands under `key`, in English."""
        if key in _KEPT:
            return value
        if isinstance(value, str):
            return self._string(value, key)
        if isinstance(value, list):
            return [self.value(one, key) for one in value]
        if isinstance(value, dict):
            return self._mapping(value)
        return value

    def _mapping(self, value: dict[str, Any]) -> dict[str, Any]:
        props = value.get("props")
        if isinstance(props, dict) and "namespace" in value:
            return {**value, "props": self._component(value, props)}
        return {key: self.value(one, key) for key, one in value.items()}

    def _component(self, component: dict[str, Any], props: dict[str, Any]) -> dict[str, Any]:
        if str(props.get("lang", "")).startswith("zh"):
            return props
        said = {key: self.value(one, key) for key, one in props.items()}
        shown, plain = props.get("children"), component["namespace"] == "dash_html_components"
        if plain and isinstance(shown, str) and not props.get("title") and self._is_name(shown):
            said["title"] = shown
        return said

    def _is_name(self, text: str) -> bool:
        return pieces.is_chinese(text) and self._say.text(text).name

    def _string(self, text: str, key: str) -> str:
        if key == "href":
            return linked(text)
        if key == "locale":
            return _LOCALES.get(text, text)
        if key == "data-html":
            return self.html(text)
        return "".join(self._say.text(part).text if n % 2 == 0 else part for n, part in enumerate(pieces.tokens(text)))

    def html(self, text: str) -> str:
        """A drawn table: texts between tags, attributes that are read, links; a name keeps its Chinese as the title."""
        parts = pieces.tokens(text)
        for n in range(0, len(parts), 2):
            if n:
                parts[n - 1] = self._tag(parts[n - 1])
            if parts[n].strip():
                plain = unescape(parts[n])
                if n and parts[n - 1].startswith("<") and self._is_name(plain):
                    parts[n - 1] = _titled(parts[n - 1], plain)
                parts[n] = escape(self._say.text(plain).text, quote=False)
        return "".join(parts)

    def _tag(self, tag: str) -> str:
        def said(found: re.Match[str]) -> str:
            name, content = found[1], unescape(found[2])
            if name in _READ:
                content = self._say.text(content).text
            elif name == "href":
                content = linked(content)
            else:
                return found[0]
            return f' {name}="{escape(content)}"'

        return _ATTRIBUTE.sub(said, tag)


def _titled(tag: str, title: str) -> str:
    if tag.startswith("</") or " title=" in tag:
        return tag
    return f'{tag[:-1]} title="{escape(title)}">'


def linked(href: str) -> str:
    """A link inside the app stays in English."""
    if not href.startswith("/") or urlsplit(href).path.startswith(("/export/", "/geo/", "/api/")) or "lang=" in href:
        return href
    return href + ("&" if "?" in href else "?") + "lang=en"
