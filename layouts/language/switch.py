"""中文 / English, on every page; `assets/language.js` keeps the choice."""

from __future__ import annotations

from typing import Any

from dash import html


def switch() -> html.Div:
    """Two buttons of which `assets/language.css` shows the other language's."""
    return html.Div([_button("en", "EN", "English"), _button("zh-CN", "中", "中文")], className="language")


def _button(code: str, shown: str, name: str) -> html.Button:
    told: dict[str, Any] = {"data-speak": code, "lang": code, "aria-label": name}
    return html.Button(shown, title=name, **told)
