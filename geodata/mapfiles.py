"""Map files: what a browser draws, one small GeoJSON per parent region, named by its content and compressed once."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import brotli
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata import geojson, pack
from geodata.atlas import Atlas, random_points
from geodata.boundaries import store
from geodata.files import write_atomically

NATION = "0"
FORMAT = 4
"""Raise it when files come out different from the same polygons."""
SUFFIX = {"br": ".br", "gzip": ".gz", "identity": ""}
NATION_TOLERANCE = 0.012
"""Degrees; about a pixel on a 1920-wide map of China."""
FINEST = 1200
"""Steps that a drawn map has across: about as many as a big screen gives it pixels, so that nothing seen is lost."""
_NAME = re.compile(r"[a-z]+-\d+-[0-9a-f]{16}\.geojson")


@dataclass(frozen=True, slots=True)
class MapFile:
    """One file a browser fetches and keeps for ever. Feature ids are region codes, in the order of `codes`."""

    name: str
    codes: tuple[str, ...]
    made_up: tuple[str, ...]
    """Codes whose border is 示意."""
    missing: tuple[str, ...]
    """Children that have no polygon: they stand in lists and totals only."""
    bounds: tuple[float, float, float, float] | None
    """West, south, east, north in degrees, far islets left out; None when nothing is drawn."""
    labels: dict[str, tuple[float, float]]
    """A point (lon, lat) inside each polygon."""
    inset: tuple[float, float, float, float] | None = None
    """The bounds with the far islets and the dashed line around them, where there are any: for a small second picture."""

    @property
    def schematic(self) -> bool:
        """Whether anything in it is 示意."""
        return bool(self.made_up)

    @property
    def url(self) -> str:
        return f"/geo/{self.name}"


class MapFiles:
    """Made on first visit, kept below `root`; several processes may share it. An import of borders shows at the next call."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._lock = threading.RLock()
        self._atlas: Atlas | None = None
        self._known: dict[tuple[str, str, str], MapFile] = {}

    @property
    def atlas(self) -> Atlas:
        """The polygons in force now."""
        version = store.current_version(self.root)
        with self._lock:
            if self._atlas is None or self._atlas.borders.version != version:
                self._atlas = Atlas(self.root, store.load(self.root, version))
            return self._atlas

    def children(self, parent: str) -> MapFile:
        """The regions one drill below `parent` ("0": the 34 provincial regions), placeholder levels passed over.

        A village has none; neither has a code that no division knows: the file is then empty.
        """
        return self._indexed("children", parent, self._draw_children)

    def outline(self, code: str) -> MapFile:
        """The region alone, for a grey line around its children."""
        return self._indexed("outline", code, lambda c: (self.atlas.regions([c]), ()))

    def neighbours(self, code: str) -> MapFile:
        """Regions of the same kind that touch it, coarsely, for orientation."""
        return self._indexed("neighbours", code, self._draw_neighbours)

    def south_china_sea(self) -> MapFile:
        """The dashed line of the South China Sea; every national map shows it."""
        return self._indexed("line", NATION, None)

    def ready(self, parent: str) -> tuple[MapFile, ...]:
        """What a map of `parent`'s children needs, when all of it was made before; makes nothing itself."""
        if not _is_code(parent):
            raise LookupError(parent)
        kinds = ("children", "line") if parent == NATION else ("children", "neighbours")
        found = [self._kept((self._edition(), kind, parent)) for kind in kinds]
        return tuple(file for file in found if file) if all(found) else ()

    def size(self, file: MapFile) -> int:
        """Bytes of it as it travels."""
        return (self.root / "files" / f"{file.name}{SUFFIX['br']}").stat().st_size

    def read(self, name: str, encoding: str = "identity") -> bytes:
        """Stored bytes; `encoding` br, gzip or identity. LookupError for a name that is no map file."""
        if not _NAME.fullmatch(name) or encoding not in SUFFIX:
            raise LookupError(name)
        try:
            return (self.root / "files" / f"{name}{SUFFIX[encoding]}").read_bytes()
        except FileNotFoundError:
            raise LookupError(name) from None

    def label_points(self, codes: Iterable[str]) -> dict[str, tuple[float, float]]:
        """A point (lon, lat) inside the polygon of each code that has one."""
        found = self.atlas.regions(codes)
        return dict(zip(found["code"], geojson.label_points(found.geometry.to_numpy()), strict=True))

    def random_point_in(self, code: str, rng: np.random.Generator) -> tuple[float, float] | None:
        """A point (lon, lat) anywhere in the region; None where it has no polygon. For made-up data."""
        geometry = self.atlas.geometry(code)
        return None if geometry is None else _pair(random_points(geometry, 1, rng)[0])

    def contains(self, code: str, lon: np.ndarray, lat: np.ndarray, tolerance: float = 0.0) -> np.ndarray:
        """Which points lie in the region, or within `tolerance` degrees of it; all False where it has no polygon."""
        geometry = self.atlas.geometry(code)
        if geometry is None:
            return np.zeros(np.shape(lon), dtype=bool)
        geometry = geometry.buffer(tolerance) if tolerance else geometry
        shapely.prepare(geometry)
        return shapely.contains_xy(geometry, lon, lat)

    def locate(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """County code of each point, "" outside every county (development zones are not told from their host)."""
        table = self.atlas.counties()
        table = table[~table["schematic"]]
        point, county = table.sindex.query(shapely.points(lon, lat), predicate="intersects")
        found = np.full(len(lon), "", dtype=object)
        found[point] = table["code"].to_numpy()[county]
        return found

    # ---- drawing

    def _draw_children(self, parent: str) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
        if parent == NATION:
            table = self.atlas.provinces().copy()
            simple = shapely.coverage_simplify(table.geometry.to_numpy(), NATION_TOLERANCE)
            keep = table["code"].isin(["46", "71", "81", "82"])  # islets would shrink to nothing
            table.geometry = np.where(keep, shapely.simplify(table.geometry.to_numpy(), 0.002), simple)
            return table, ()
        below = self.atlas.divisions(parent[:2])
        wanted = pack.drill_from(parent, below[below["code"].str.startswith(parent) & (below["code"] != parent)])
        codes = set(wanted["code"]) | self._own_children(parent, wanted)
        table = self.atlas.regions(codes)
        table = table.sort_values(["schematic", "code"]) if len(parent) < 6 else table  # a zone lies over its host
        names = dict(zip(wanted["code"], wanted["name"], strict=True))
        table = table.assign(name=[names.get(c, n) for c, n in zip(table["code"], table["name"], strict=True)])
        table.geometry = geojson.as_fine_as_seen(table.geometry.to_numpy(), FINEST)
        return table, tuple(sorted(codes - set(table["code"])))

    def _own_children(self, parent: str, wanted: pd.DataFrame) -> set[str]:
        """Regions that the office's borders know and the pack does not."""
        if len(wanted) == 0 or len(parent) < 4:
            return set()
        length = int(wanted["code"].str.len().max())
        level = pack.LEVEL_OF_LENGTH[length]
        return set(self.atlas.borders.of(level, parent)) if length > 4 else set()

    def _draw_neighbours(self, code: str) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
        geometry = self.atlas.geometry(code)
        if geometry is None:
            return self.atlas.regions([]), ()
        table = self._same_kind(code)
        near = table.iloc[table.sindex.query(geometry, predicate="intersects")]
        near = near[near["code"] != code].sort_values("code", ignore_index=True)
        extent = max(geometry.bounds[2] - geometry.bounds[0], geometry.bounds[3] - geometry.bounds[1])
        simple = shapely.simplify(near.geometry.to_numpy(), extent / 800)
        west, south, east, north = geometry.bounds  # no picture is so wide that it shows more than this
        near.geometry = shapely.clip_by_rect(simple, west - 2 * extent, south - extent, east + 2 * extent, north + extent)
        return near, ()

    def _same_kind(self, code: str) -> gpd.GeoDataFrame:
        if len(code) == 2:
            return self.atlas.provinces()
        if len(code) > 6:
            below = self.atlas.below(code[:6])
            return below[below["code"].str.len() == len(code)]
        counties = self.atlas.counties()
        counties = counties[~counties["schematic"]]
        if len(code) == 6 and code[2:4] != "90":
            return counties
        straight = counties[counties["code"].str[2:4] == "90"]
        whole = self.atlas.provinces()
        return pd.concat([self.atlas.cities(), straight, whole[whole["code"].isin(pack.MUNICIPALITIES)]])

    # ---- keeping

    def _edition(self) -> str:
        return f"{FORMAT}-{self.atlas.edition()}"

    def _entry(self, key: tuple[str, str, str]) -> Path:
        edition, kind, code = key
        return self.root / "index" / edition / f"{kind}-{code}.json"

    def _kept(self, key: tuple[str, str, str]) -> MapFile | None:
        if key not in self._known:
            try:
                self._known[key] = _from_json(json.loads(self._entry(key).read_bytes()))
            except (FileNotFoundError, ValueError):
                return None
        return self._known[key]

    def _indexed(self, kind: str, code: str, draw) -> MapFile:
        if not _is_code(code):
            raise LookupError(code)
        key = (self._edition(), kind, code)
        found = self._kept(key)
        if found is None:
            found = self._make(kind, code, draw)
            write_atomically(self._entry(key), json.dumps(asdict(found), ensure_ascii=False).encode())
            self._known[key] = found
        return found

    def _make(self, kind: str, code: str, draw) -> MapFile:
        if draw is None:
            text = json.dumps(pack.south_china_sea(), ensure_ascii=False, separators=(",", ":")).encode()
            lines = shapely.from_geojson(text.decode())
            return MapFile(self._store(kind, code, text), (), (), (), geojson.bounds(np.array([lines])), {})
        table, missing = draw(code)
        places = 5 if len(table) and len(str(table["code"].iloc[0])) == 12 else 4
        text = geojson.collection(table, places)
        geometry = table.geometry.to_numpy()
        whole = geojson.bounds(geometry)
        main = whole if code == NATION else geojson.main_bounds(geometry)
        return MapFile(
            name=self._store(kind, code, text),
            codes=tuple(table["code"]),
            made_up=tuple(table.loc[table["schematic"].astype(bool), "code"]),
            missing=missing,
            bounds=main,
            labels=dict(zip(table["code"], geojson.label_points(geometry), strict=True)),
            inset=geojson.around(whole, self.south_china_sea().bounds) if whole != main else None,
        )

    def _store(self, kind: str, code: str, text: bytes) -> str:
        name = f"{kind}-{code}-{hashlib.sha256(text).hexdigest()[:16]}.geojson"
        path = self.root / "files" / name
        if not path.exists():  # the plain file comes last: where it is, its compressed twins are
            write_atomically(path.with_name(f"{name}.br"), brotli.compress(text, quality=9))
            write_atomically(path.with_name(f"{name}.gz"), gzip.compress(text, 9, mtime=0))
            write_atomically(path, text)
        return name


def _is_code(code: str) -> bool:
    return code == NATION or (code.isdigit() and len(code) in pack.LEVEL_OF_LENGTH)


def _pair(point: np.ndarray) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _from_json(entry: dict) -> MapFile:
    return MapFile(
        name=entry["name"],
        codes=tuple(entry["codes"]),
        made_up=tuple(entry["made_up"]),
        missing=tuple(entry["missing"]),
        bounds=tuple(entry["bounds"]) if entry["bounds"] else None,
        labels={code: tuple(point) for code, point in entry["labels"].items()},
        inset=tuple(entry["inset"]) if entry["inset"] else None,
    )
