"""Which map files a view needs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dashboard.access import Action, Viewer
from dashboard.hierarchy import NATION
from geodata.mapfiles import MapFile, MapFiles

AHEAD_REGIONS = 14
AHEAD_BYTES = 300_000
"""What a browser may fetch before anyone asks: about as much as one large view."""


@dataclass(frozen=True, slots=True)
class MapView:
    """The children to colour, the grey outlines around them, and (nation, and where far islets stand in an inset) the URL of the
    South China Sea line."""

    children: MapFile
    outline: MapFile | None
    lines_url: str | None


class Geometry:
    """`geometry(viewer, region)` → MapView; `files` hands out the stored bytes."""

    def __init__(self, root: Path) -> None:
        self.files = MapFiles(root)

    def __call__(self, viewer: Viewer, region: str) -> MapView:
        """For the map of `region`'s children. A region without polygon gives an empty file, never an error."""
        viewer.check(Action.READ, region)
        nation = region == NATION
        children = self.files.children(region)
        return MapView(
            children=children,
            outline=None if nation else self.files.neighbours(region),
            lines_url=self.files.south_china_sea().url if nation or children.inset else None,
        )

    def ahead(self, viewer: Viewer, regions: Iterable[str]) -> tuple[str, ...]:
        """URLs of what maps of these regions need, likeliest first: only of those made already, so that looking ahead costs the
        server nothing, and at most `AHEAD_BYTES` together, as they travel, for the first `AHEAD_REGIONS`."""
        urls: list[str] = []
        total = 0
        for region in islice(regions, AHEAD_REGIONS):
            viewer.check(Action.READ, region)
            files = self.files.ready(region)
            total += sum(self.files.size(file) for file in files)
            if total > AHEAD_BYTES:
                break
            urls += [file.url for file in files]
        return tuple(dict.fromkeys(urls))

    def features(self, name: str) -> list[dict]:
        """The GeoJSON features of a map file, for those who draw without a browser."""
        return json.loads(self.files.read(name))["features"]
