"""Outlines before and after an import, side by side in one picture's coordinates: what a person compares before agreeing."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geodata.mapfiles import MapFiles

WIDTH = 1000.0
"""Units across; a border is drawn to half a unit."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """`before` and `after`: (code, name, SVG path), in a box of `width` × `height` with north up. `made_up`: how many of the
    outlines before were 示意."""

    width: float
    height: float
    before: tuple[tuple[str, str, str], ...]
    after: tuple[tuple[str, str, str], ...]
    made_up: int


def parents(by_level: dict[str, gpd.GeoDataFrame]) -> list[str]:
    """The regions whose map an import changes: the county of townships and villages, the province of what is above; in order."""
    touched: set[str] = set()
    for frame in by_level.values():
        touched |= {code[:6] if len(code) > 6 else code[:2] for code in frame["code"]}
    return sorted(touched)


def compare(maps: MapFiles, by_level: dict[str, gpd.GeoDataFrame], parent: str) -> Outlines:
    """The features of an import that lie in `parent`, and what stands for the same regions (or their siblings) now."""
    chosen = [frame[frame["code"].str.startswith(parent)] for frame in by_level.values()]
    chosen = [frame for frame in chosen if len(frame)]
    if not chosen:
        return Outlines(WIDTH, WIDTH, (), (), 0)
    after = max(chosen, key=len)
    digits = len(after["code"].iloc[0])
    before = _now(maps, parent, digits, set(after["code"]))
    every = np.concatenate([after.geometry.to_numpy(), before.geometry.to_numpy()])
    west, south, east, north = shapely.total_bounds(every)
    squeeze = np.cos(np.radians((south + north) / 2))  # a degree east is shorter than one north
    scale = WIDTH / max((east - west) * squeeze, north - south)

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack([(points[:, 0] - west) * squeeze * scale, (north - points[:, 1]) * scale])

    def drawn(frame: gpd.GeoDataFrame) -> tuple[tuple[str, str, str], ...]:
        flat = shapely.simplify(shapely.transform(frame.geometry.to_numpy(), project), 0.5)
        return tuple((code, name, _path(shape)) for code, name, shape in zip(frame["code"], frame["name"], flat, strict=True))

    width, height = round((east - west) * squeeze * scale, 1), round((north - south) * scale, 1)
    return Outlines(width, height, drawn(before), drawn(after), int(before["schematic"].astype(bool).sum()))


def _now(maps: MapFiles, parent: str, digits: int, codes: set[str]) -> gpd.GeoDataFrame:
    if digits > 6:
        below = maps.atlas.below(parent)
        return below[below["code"].str.len() == digits]
    return maps.atlas.regions(codes)


def _path(shape: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)
