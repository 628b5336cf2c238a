"""A page with everything it shows, as a link: the selection shared by all pages, and a page's own filters and sort."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from dashboard.selection import Selection

_SHARED = frozenset(Selection.__slots__)


@dataclass(frozen=True, slots=True)
class Address:
    """`own` holds the page's keys in the order of the URL; an absent key reads as ""."""

    path: str = "/"
    selection: Selection = field(default_factory=Selection)
    own: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, pathname: str | None, search: str | None) -> Address:
        """The address bar's two parts; unknown keys are kept, so that a page finds its own."""
        query = parse_qs((search or "").lstrip("?"))
        own = tuple((key, values[-1]) for key, values in query.items() if key not in _SHARED)
        return cls(pathname or "/", Selection.from_query(search), own)

    def get(self, key: str, default: str = "") -> str:
        return dict(self.own).get(key, default)

    def at(self, selection: Selection) -> Address:
        """The same page of a resolved selection."""
        return replace(self, selection=selection)

    def href(self, path: str | None = None, **changes: Any) -> str:
        """The link with some keys changed: of the selection or of the page; None or "" removes a page's key.

        Another `path` takes the selection along and leaves this page's keys behind.
        """
        own = dict(self.own) if path is None else {}
        own.update({key: value for key, value in changes.items() if key not in _SHARED})
        shared = self.selection.but(**{key: value for key, value in changes.items() if key in _SHARED}).query()
        kept = urlencode({key: value for key, value in own.items() if value not in (None, "")})
        query = "&".join(part for part in (shared.lstrip("?"), kept) if part)
        return (path or self.path) + ("?" + query if query else "")

    def again(self, **changes: Any) -> str:
        """The query with some keys changed and told apart from what the bar shows, so that the page is drawn again."""
        return self.href(at=uuid.uuid4().hex[:8], **changes).removeprefix(self.path)
