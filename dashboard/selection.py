"""What is viewed ↔ the URL query, in one place: any screen can be sent as a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

NATION = "0"
PRESETS = ("default", "strict", "lenient")
UNIT_LAYERS = ("institutions", "blank_spots")


@dataclass(frozen=True, slots=True)
class Selection:
    """Keys only, no data. `month` None means the newest published month; `region` None means the viewer's own area."""

    region: str | None = None
    month: str | None = None
    layer: str = "M-04"
    preset: str = "default"
    points: str = ""
    """Tiers whose institutions are drawn as points, comma-separated; empty for none."""
    mode: str = ""
    """`wall` for the big screen in the dark, `wall-light` for a bright room."""
    compare: str = ""
    """The month shown beside the chosen one, or that the change is told against."""
    show: str = ""
    """With a compared month: `change` colours better and worse on one map; empty stands both months side by side."""
    find: str = ""
    """What is looked for among units, as `dashboard.finding.Filter` writes it; empty for all."""

    @classmethod
    def from_query(cls, search: str | None) -> Selection:
        """Unknown keys and values fall back to their defaults: an old link still opens."""
        query = {key: values[-1] for key, values in parse_qs((search or "").lstrip("?")).items()}
        chosen = cls(**{name: query[name] for name in cls.__slots__ if name in query})
        return chosen if chosen.preset in PRESETS else replace(chosen, preset="default")

    def query(self) -> str:
        """`?region=63&month=2020-06…`; defaults are left out, so that equal views have equal links."""
        plain = Selection()
        chosen = {n: getattr(self, n) for n in self.__slots__ if getattr(self, n) != getattr(plain, n)}
        return "?" + urlencode(chosen) if chosen else ""

    def but(self, **changes: Any) -> Selection:
        return replace(self, **changes)
