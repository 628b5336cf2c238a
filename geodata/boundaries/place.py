"""Whether a feature lies where it should, and which county a feature lies in."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from geodata.atlas import Atlas, union
from geodata.boundaries.match import LENGTH_OF_LEVEL

CHINA = (73.0, 3.0, 136.0, 54.0)
WHOLE = (0.9, 1.1)
"""A union of features is the whole of a region when its area is within these shares of the region's."""


def faults(lon: np.ndarray, lat: np.ndarray) -> list[str]:
    """For each point why it cannot be in China, "" where it can: blank, 0/0, swapped, beyond the country."""
    west, south, east, north = CHINA
    found = []
    for x, y in zip(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float), strict=True):
        if np.isnan(x) or np.isnan(y):
            found.append("没有坐标")
        elif x == 0 or y == 0:
            found.append("坐标为零")
        elif west <= x <= east and south <= y <= north:
            found.append("")
        elif west <= y <= east and south <= x <= north:
            found.append("经度与纬度颠倒")
        else:
            found.append("坐标在国境之外")
    return found


def impossible(geometry: np.ndarray) -> list[str]:
    """For each feature why it can be no region, "" where it can."""
    empty = shapely.is_empty(geometry)
    middle = np.full((len(geometry), 2), np.nan)
    middle[~empty] = shapely.get_coordinates(shapely.centroid(geometry[~empty]))
    why = faults(middle[:, 0], middle[:, 1])
    return ["不是面，或没有面积" if nothing else reason for nothing, reason in zip(empty, why, strict=True)]


def elsewhere(shapes: gpd.GeoDataFrame, level: str, atlas: Atlas) -> list[str]:
    """A reason where less than half of a feature lies in the region of the pack that it belongs to (county or province)."""
    length = 6 if LENGTH_OF_LEVEL[level] > 6 else 2
    parents = atlas.regions(set(shapes["code"].str[:length])) if len(shapes) else atlas.regions([])
    outline = dict(zip(parents["code"], parents.geometry, strict=True))
    made_up = set(parents.loc[parents["schematic"].astype(bool), "code"])
    found = []
    for code, geometry in zip(shapes["code"], shapes.geometry, strict=True):
        parent = outline.get(code[:length])
        if parent is None or code[:length] in made_up or geometry.intersection(parent).area >= 0.5 * geometry.area:
            found.append("")
        else:
            found.append("不在所属县的范围内" if length == 6 else "不在所属省的范围内")
    return found


def provinces_of(geometry: np.ndarray, atlas: Atlas) -> list[str]:
    """Provinces that the features lie in or near (a shifted system moves them by half a kilometre)."""
    table = atlas.provinces()
    whole = shapely.buffer(table.geometry.to_numpy(), 0.02)
    inside = shapely.point_on_surface(geometry[~shapely.is_empty(geometry)])  # 甘肃's centroid is in 青海, 海南's in the sea
    _, hit = shapely.STRtree(whole).query(inside, predicate="intersects")
    return sorted(set(table["code"].to_numpy()[hit]))


def county_of(geometry: np.ndarray, atlas: Atlas) -> np.ndarray:
    """County code of the place in the middle of each feature, "" outside every county."""
    counties = atlas.counties()
    counties = counties[~counties["schematic"]]
    feature, county = counties.sindex.query(shapely.point_on_surface(geometry), predicate="intersects")
    found = np.full(len(geometry), "", dtype=object)
    found[feature] = counties["code"].to_numpy()[county]
    return found


def centroids(shapes: gpd.GeoDataFrame, level: str, atlas: Atlas) -> tuple[np.ndarray, np.ndarray]:
    """Centroids of the regions that the features make up whole, as seen in the file and as in the pack: two (n, 2) arrays."""
    length = min(LENGTH_OF_LEVEL[level], 6)
    coded = shapes[shapes["code"] != ""]
    seen: list[Sequence[float]] = []
    true: list[Sequence[float]] = []
    reference = atlas.regions(set(coded["code"].str[:length])) if len(coded) else atlas.regions([])
    reference = reference[~reference["schematic"].astype(bool)]
    outline = dict(zip(reference["code"], reference.geometry, strict=True))
    for code, rows in coded.groupby(coded["code"].str[:length]):
        if code not in outline:
            continue
        whole = union(rows.geometry.to_numpy())
        if WHOLE[0] <= whole.area / outline[code].area <= WHOLE[1]:
            seen.append((whole.centroid.x, whole.centroid.y))
            true.append((outline[code].centroid.x, outline[code].centroid.y))
    return np.array(seen).reshape(-1, 2), np.array(true).reshape(-1, 2)
