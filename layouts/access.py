"""What people who listen or use the keyboard alone need; `assets/access.js` moves the focus."""

from __future__ import annotations

from typing import Any

from dash import html


def named(said: str) -> dict[str, Any]:
    """The name of a control or landmark that has no text of its own."""
    return {"aria-label": said}


def live() -> dict[str, Any]:
    """Read out when it changes, after what is being said."""
    return {"aria-live": "polite"}


def skip_link() -> html.A:
    """The first stop of the Tab key: over the header to the content."""
    return html.A("跳到正文", href="#panel-body", className="skip")
