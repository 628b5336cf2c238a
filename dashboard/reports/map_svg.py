"""Map files on a plane: Mercator like the screen's, polygons as SVG paths, names that find room, symbols of institutions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

Bounds = tuple[float, float, float, float]
_MARGIN = 0.04
"""Of the larger side, free around the region."""
_FINEST_PX = 0.4
"""A corner nearer than this to the one before is left out."""
MARKERS = {
    "circle": '<circle r="6"/>',
    "triangle-up": '<path d="M0 -7L6.5 5H-6.5Z"/>',
    "diamond-open": '<path d="M0 -7L7 0L0 7L-7 0Z" fill="#FFFFFF"/>',
    "x": '<path d="M-5 -5L5 5M-5 5L5 -5" fill="none" stroke-width="3"/>',
    "square": '<path d="M-6 -6H6V6H-6Z"/>',
}
"""plotly's marker names as shapes around 0, 0."""


def _upward(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


@dataclass(frozen=True, slots=True)
class Plane:
    """Degrees → pixels of a box `left, top, width, height`, the bounds in its middle."""

    west: float
    north: float
    scale: float
    left: float
    top: float

    @classmethod
    def of(cls, bounds: Bounds, left: float, top: float, width: float, height: float) -> Plane:
        w, s, e, n = math.radians(bounds[0]), _upward(bounds[1]), math.radians(bounds[2]), _upward(bounds[3])
        margin = 2 * _MARGIN * max(e - w, n - s)
        scale = min(width / (e - w + margin), height / (n - s + margin))
        return cls((e + w - width / scale) / 2, (n + s + height / scale) / 2, scale, left, top)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return self.left + (math.radians(lon) - self.west) * self.scale, self.top + (self.north - _upward(lat)) * self.scale

    def path(self, geometry: dict) -> str:
        """The `d` of a polygon or a line of GeoJSON."""
        kind, parts = geometry["type"], geometry["coordinates"]
        if kind == "Polygon":
            return "".join(self._line(ring, "Z") for ring in parts)
        if kind == "MultiPolygon":
            return "".join(self._line(ring, "Z") for polygon in parts for ring in polygon)
        return "".join(self._line(line, "") for line in ([parts] if kind == "LineString" else parts))

    def _line(self, corners: Sequence[Sequence[float]], end: str) -> str:
        kept: list[tuple[float, float]] = []
        for lon, lat in corners:
            x, y = self.at(lon, lat)
            if not kept or abs(x - kept[-1][0]) >= _FINEST_PX or abs(y - kept[-1][1]) >= _FINEST_PX:
                kept.append((x, y))
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + end


def width_of(text: str, size: float) -> float:
    """Pixels that a text takes, near enough to place it: a Chinese character is square, others take a little over half."""
    return size * sum(1.0 if ord(sign) > 0x2E80 else 0.56 for sign in text)


def lines_of(text: str, size: float, width: float) -> list[str]:
    """A sentence broken so that each line fits; never before closing punctuation."""
    lines = [""]
    for sign in text:
        if width_of(lines[-1] + sign, size) > width and sign not in "，。；、：）":
            lines.append("")
        lines[-1] += sign
    return lines


def placed(names: Iterable[tuple[str, str, float, float]], size: float) -> list[tuple[str, float, float]]:
    """Of (name, mark, x, y), most important first: those that find room. A mark always stays, its name only when it fits."""
    taken: list[Bounds] = []
    found = []
    for name, mark, x, y in names:
        said = f"{mark} {name}".strip()
        half, up = width_of(said, size) / 2, size * 0.7
        box = (x - half, y - up, x + half, y + up)
        free = not any(box[0] < t[2] and box[2] > t[0] and box[1] < t[3] and box[3] > t[1] for t in taken)
        if free:
            taken.append(box)
        if free or mark:
            found.append((said if free else mark, x, y))
    return found


def text(said: str, x: float, y: float, size: float, **attributes: str) -> str:
    """A line of text, its baseline at y."""
    more = "".join(f" {name.replace('_', '-')}={quoteattr(value)}" for name, value in attributes.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{more}>{escape(said)}</text>'


def marker(shape: str, x: float, y: float, ink: str) -> str:
    edge = ink if shape.endswith(("open", "x")) else "#FFFFFF"
    return f'<g transform="translate({x:.1f} {y:.1f})" fill="{ink}" stroke="{edge}" stroke-width="1.2">{MARKERS[shape]}</g>'
