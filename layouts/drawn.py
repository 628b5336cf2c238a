"""Content as HTML: dash asks every component of a page whenever anything changes. A few thousand cells of a table
take seconds, the few hundred parts of the map's panels most of a drill."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

_NAMES = {"className": "class", "colSpan": "colspan", "rowSpan": "rowspan"}
_VOID = frozenset({"br", "hr", "img"})
_OWN = frozenset({"children", "loading_state", "refresh"})
_CAPITAL = re.compile("[A-Z]")
HTML = "data-html"
"""The property of any html component whose text `assets/work.js` shows as its content."""


def drawn(table: Component, class_name: str = "drawn") -> html.Div:
    """The same table; `assets/work.js` puts it into the page and keeps its links inside the app."""
    content: dict[str, Any] = {HTML: as_text(table)}
    return html.Div(className=class_name, **content)


def as_text(node: Any) -> str:
    """Plain components and `dcc.Link` as HTML, every text and attribute escaped."""
    if node is None:
        return ""
    if isinstance(node, Component):
        tag = "a" if isinstance(node, dcc.Link) else type(node).__name__.lower()
        if tag in _VOID:
            return f"<{tag}{_attributes(node)}>"
        return f"<{tag}{_attributes(node)}>{as_text(getattr(node, 'children', None))}</{tag}>"
    if isinstance(node, Iterable) and not isinstance(node, str):
        return "".join(as_text(part) for part in node)
    return escape(str(node))


def _attributes(node: Component) -> str:
    given = {key: value for key, value in node.to_plotly_json()["props"].items() if key not in _OWN and value is not None}
    return "".join(f' {_NAMES.get(key, key)}="{escape(_text(value))}"' for key, value in given.items())


def _text(value: Any) -> str:
    """A style comes as a mapping, its names as scripts spell them."""
    if not isinstance(value, dict):
        return str(value)
    return "; ".join(f"{_CAPITAL.sub(lambda letter: '-' + letter[0].lower(), name)}: {one}" for name, one in value.items())
