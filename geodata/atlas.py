"""Which polygon stands for which region: an office's own borders first, then the pack, then made-up (示意) cells."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry

from geodata import pack
from geodata.cells import area_cells, county_cells, zone_cells
from geodata.files import write_atomically

RECIPE = 1
"""Raise it when the way cells or unions are made changes, so that kept ones are made anew."""

REST_WORTH_SPLITTING = 0.02
"""A rest smaller than this share of a region is the disagreement of two borders, no land to share out."""

MOST_OF_THE_VILLAGES = 0.8

UPPER = ("province", "city", "county")
"""What the kept tables of provinces, cities and counties are made from; an import of townships leaves those as they are."""

_COLUMNS = ["code", "name", "schematic", "geometry"]


def shapes(
    code: Sequence[str], name: Sequence[str], schematic: Sequence[bool] | bool, geometry: Sequence[BaseGeometry]
) -> gpd.GeoDataFrame:
    """The frame that `Atlas` speaks in: `code, name, schematic, geometry` (WGS84), sorted by code."""
    frame = {
        "code": list(code),
        "name": list(name),
        "schematic": np.broadcast_to(schematic, len(code)),
        "geometry": list(geometry),
    }
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=4326).sort_values("code", ignore_index=True)


@dataclass(frozen=True, slots=True)
class Borders:
    """An office's own polygons by level word (`code, name, geometry`), and a text that changes when they do."""

    by_level: dict[str, gpd.GeoDataFrame]
    version: str

    def fingerprint(self, levels: Sequence[str]) -> str:
        """Of the polygons of these levels alone."""
        digest = hashlib.sha256()
        for level in levels:
            for code, geometry in self.of(level, "").items():
                digest.update(code.encode() + geometry.wkb)
        return digest.hexdigest()

    def of(self, level: str, prefix: str) -> dict[str, BaseGeometry]:
        frame = self.by_level.get(level)
        if frame is None:
            return {}
        chosen = frame[frame["code"].str.startswith(prefix)]
        return dict(zip(chosen["code"], chosen.geometry, strict=True))


NO_BORDERS = Borders({}, "pack")


class Atlas:
    """Geometry of every region; what is costly is kept below `root`. Safe for several threads and processes."""

    def __init__(self, root: Path, borders: Borders = NO_BORDERS) -> None:
        self.root = root
        self.borders = borders
        self._lock = threading.RLock()
        self._tables: dict[str, gpd.GeoDataFrame] = {}
        self._divisions: dict[str, pd.DataFrame] = {}
        self._upper_edition = hashlib.sha256(f"{RECIPE} {_pack_edition()} {borders.fingerprint(UPPER)}".encode()).hexdigest()[:12]
        self._edition = hashlib.sha256(f"{RECIPE} {_pack_edition()} {borders.version}".encode()).hexdigest()[:12]

    def divisions(self, province: str) -> pd.DataFrame:
        """`code, name, level` of one province."""
        if province not in self._divisions:
            self._divisions[province] = pack.divisions([province])
        return self._divisions[province]

    def provinces(self) -> gpd.GeoDataFrame:
        """34 features, Taiwan, Hong Kong and Macao among them."""
        return self._kept("province", self._make_provinces)

    def cities(self) -> gpd.GeoDataFrame:
        """Prefectures that are places; a placeholder level has no polygon."""
        return self._kept("city", self._make_cities)

    def counties(self) -> gpd.GeoDataFrame:
        """Counties by division code; development zones with a known host are made-up pieces of it, drawn over it."""
        return self._kept("county", self._make_counties)

    def below(self, county: str) -> gpd.GeoDataFrame:
        """Townships and villages of one county."""
        return self._kept(f"cells/{county}", lambda: self._make_below(county), key=self._below_key(county))

    def regions(self, codes: Iterable[str]) -> gpd.GeoDataFrame:
        """The polygons of `codes`, of any levels; those without one are left out."""
        wanted = set(codes)
        sources: list[gpd.GeoDataFrame] = []
        for length, source in ((2, self.provinces), (4, self.cities), (6, self.counties)):
            if any(len(code) == length for code in wanted):
                sources.append(source())
        sources += [self.below(county) for county in sorted({code[:6] for code in wanted if len(code) > 6})]
        if not sources:
            return shapes([], [], True, [])
        return pd.concat([s[s["code"].isin(wanted)] for s in sources]).sort_values("code", ignore_index=True)

    def geometry(self, code: str) -> BaseGeometry | None:
        """One polygon; None where the region has none."""
        found = self.regions([code])
        return found.geometry.iloc[0] if len(found) else None

    # ---- making

    def _make_counties(self) -> gpd.GeoDataFrame:
        table = pack.counties().set_index("code")
        geometry, label = table["geometry"].to_dict(), table["name"].to_dict()
        differ = pack.differences()
        for code, row in differ[differ["kind"] == pack.ABSORBED].iterrows():
            geometry[row["polygon"]] = shapely.union_all([geometry[row["polygon"]], geometry.pop(code)])
        for code, row in differ[differ["kind"] == pack.RENAMED].iterrows():
            geometry[code], label[code] = geometry.pop(row["polygon"]), row["name"]
        own = self.borders.of("county", "")
        geometry |= own
        made: dict[str, BaseGeometry] = {}
        zones = differ[(differ["kind"] == pack.ZONE) & ~differ.index.isin(list(own))]
        counted = pack.divisions().query("level == 'village'")["code"].str[:6].value_counts()
        for host, guests in zones.groupby("polygon"):
            sizes = {str(code): int(counted[code]) for code in guests.index}
            made |= zone_cells(str(host), geometry[host], sizes, int(counted[host]))
        label |= differ.loc[list(made), "name"].to_dict()
        everything = geometry | made
        return shapes(
            list(everything), [label.get(c, c) for c in everything], [c in made for c in everything], list(everything.values())
        )

    def _make_cities(self) -> gpd.GeoDataFrame:
        names = pack.divisions().query("level == 'city'").set_index("code")["name"]
        return self._unions("city", 4, {c: n for c, n in names.items() if not pack.is_placeholder(c, n)})

    def _make_provinces(self) -> gpd.GeoDataFrame:
        table = pack.counties()
        return self._unions("province", 2, dict(zip(table["province_code"].str[:2], table["province_name"], strict=True)))

    def _unions(self, level: str, digits: int, names: dict[str, str]) -> gpd.GeoDataFrame:
        table = self.counties()
        table = table[~table["schematic"]]
        own = self.borders.of(level, "")
        parts = {code: rows.geometry.to_numpy() for code, rows in table.groupby(table["code"].str[:digits])}
        codes = sorted(set(names) & (set(parts) | set(own)))
        return shapes(codes, [names[c] for c in codes], False, [own[c] if c in own else union(parts[c]) for c in codes])

    def _make_below(self, county: str) -> gpd.GeoDataFrame:
        table = self.counties().set_index("code")
        own_towns, own_villages = self.borders.of("township", county), self.borders.of("village", county)
        tree = self.divisions(county[:2])
        tree = tree[tree["code"].str.startswith(county) & (tree["code"] != county)]
        names = dict(zip(tree["code"], tree["name"], strict=True))
        villages: dict[str, list[str]] = {code: [] for code in names if len(code) == 9}
        for code in names:
            if len(code) == 12:
                villages.setdefault(code[:9], []).append(code)
        outline = table.geometry.get(county)
        seat = self._seat(county)
        if not own_towns and not own_villages:
            if outline is None or not villages:
                return shapes([], [], True, [])
            cells = county_cells(county, outline, villages, seat)
            made = cells.townships | cells.villages
            return shapes(list(made), [names[c] for c in made], True, list(made.values()))
        own_towns = _from_villages(own_villages, villages) | own_towns
        towns, real = filled(county, outline, own_towns, sorted(villages), seat)
        for town, geometry in list(towns.items()):
            mine = {code: g for code, g in own_villages.items() if code.startswith(town)}
            drawn, truly = filled(town, geometry, mine, villages.get(town, []))
            towns |= drawn
            real |= truly
        for frame in self.borders.by_level.values():  # an office may draw regions that the pack does not list
            names |= {c: n for c, n in zip(frame["code"], frame["name"], strict=True) if c.startswith(county) and c not in names}
        return shapes(list(towns), [names.get(c, c) for c in towns], [c not in real for c in towns], list(towns.values()))

    def _seat(self, county: str) -> tuple[float, float] | None:
        differ = pack.differences()
        drawn_as = differ["polygon"].get(county, county) if differ["kind"].get(county) == pack.RENAMED else county
        table = pack.counties()
        row = table[table["code"] == drawn_as]
        return (float(row["lon"].iloc[0]), float(row["lat"].iloc[0])) if len(row) else None

    # ---- keeping

    def _below_key(self, county: str) -> str:
        """Depends on what the cells are made from and on nothing else, so that an import elsewhere leaves them as they are."""
        table = self.counties()
        digest = hashlib.sha256(str(RECIPE).encode())
        for geometry in table.geometry[table["code"] == county]:
            digest.update(geometry.wkb)
        tree = self.divisions(county[:2])["code"]
        digest.update("".join(tree[tree.str.startswith(county)]).encode())
        for level in ("township", "village"):
            for code, geometry in self.borders.of(level, county).items():
                digest.update(code.encode() + geometry.wkb)
        return digest.hexdigest()[:16]

    def edition(self) -> str:
        """Changes when anything that is drawn may change."""
        return self._edition

    def _kept(self, name: str, make, key: str | None = None) -> gpd.GeoDataFrame:
        if key is None and name in self._tables:
            return self._tables[name]
        path = self.root / "atlas" / f"{name}-{key or self._upper_edition}.parquet"
        with self._lock:
            if path.exists():
                frame = gpd.read_parquet(path)
            else:
                frame = make()[_COLUMNS]
                buffer = io.BytesIO()
                frame.to_parquet(buffer, compression="zstd", index=False)
                write_atomically(path, buffer.getvalue())
            if key is None:
                self._tables[name] = frame
            return frame


@cache
def _pack_edition() -> str:
    """Of the shipped files as they are installed: sizes and row counts tell one pack from another."""
    parts = []
    for path in sorted(pack.ROOT.iterdir()):
        rows = pq.read_metadata(path).num_rows if path.suffix == ".parquet" else 0
        parts.append(f"{path.name} {path.stat().st_size} {rows}")
    return " ".join(parts)


def union(geometries: Sequence[BaseGeometry]) -> BaseGeometry:
    """Dissolves a coverage; borders that only nearly meet (an office's own beside the pack's) are joined the slow way."""
    try:
        return shapely.make_valid(shapely.coverage_union_all(geometries), method="structure", keep_collapsed=False)
    except shapely.errors.GEOSException:
        return shapely.union_all(geometries, grid_size=1e-6)


def filled(
    code: str,
    outline: BaseGeometry | None,
    real: dict[str, BaseGeometry],
    wanted: Sequence[str],
    seat: tuple[float, float] | None = None,
) -> tuple[dict[str, BaseGeometry], set[str]]:
    """Children of `code`: the `real` ones, and made-up ones for the other `wanted` codes in what is left of `outline`."""
    missing = [part for part in wanted if part not in real]
    if not missing or outline is None:
        return dict(real), set(real)
    rest = outline.difference(shapely.union_all(list(real.values()))) if real else outline
    land = [part for part in shapely.get_parts(rest) if part.geom_type == "Polygon" and part.area > 1e-9]
    rest = shapely.union_all(land)
    if rest.area < REST_WORTH_SPLITTING * outline.area:
        return dict(real), set(real)
    return area_cells(code, rest, missing, seat) | real, set(real)


def _from_villages(own: dict[str, BaseGeometry], villages: dict[str, list[str]]) -> dict[str, BaseGeometry]:
    """Townships whose villages are (nearly) all drawn by the office are the union of them."""
    found = {}
    for town, listed in villages.items():
        drawn = [geometry for code, geometry in own.items() if code.startswith(town)]
        if drawn and len(drawn) >= MOST_OF_THE_VILLAGES * len(listed):
            found[town] = union(drawn)
    return found


def random_points(geometry: BaseGeometry, count: int, rng: np.random.Generator) -> np.ndarray:
    """`count` points (lon, lat) inside a polygon, evenly over its area; the same for the same generator state."""
    shapely.prepare(geometry)
    west, south, east, north = geometry.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        tried = rng.uniform((west, south), (east, north), (max(16, 3 * (count - len(found))), 2))
        found = np.concatenate([found, tried[shapely.contains_xy(geometry, tried[:, 0], tried[:, 1])]])
    return found[:count]
