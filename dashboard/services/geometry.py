"""Which map files a view needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.access import Action, Viewer
from dashboard.hierarchy import NATION
from geodata.mapfiles import MapFile, MapFiles


@dataclass(frozen=True, slots=True)
class MapView:
    """The children to colour, the grey outlines around them, and (nation) the URL of the South China Sea line."""

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
        return MapView(
            children=self.files.children(region),
            outline=None if nation else self.files.neighbours(region),
            lines_url=self.files.south_china_sea().url if nation else None,
        )
