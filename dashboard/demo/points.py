"""Where the made-up institutions stand: inside the outline of their county, away from one another."""

from __future__ import annotations

import numpy as np
import shapely

from dashboard.demo.places import Places

DECIMALS = 4


def village_points(place: Places, rng: np.random.Generator) -> np.ndarray:
    """One (lon, lat) per village, inside its county; villages of a township lie together.

    A county without a polygon gets a small cloud around its label point.
    """
    points = np.empty((len(place.villages), 2))
    county = place.villages["county"].to_numpy()
    for row, (code, lon, lat) in enumerate(place.counties[["code", "lon", "lat"]].itertuples(index=False)):
        own = np.flatnonzero(county == row)
        shape = place.outlines.get(code)
        drawn = _inside(shape, len(own), rng) if shape is not None else rng.normal((lon, lat), 0.03, (len(own), 2))
        points[own] = drawn[_bands(drawn)]
    return points.round(DECIMALS)


def _inside(shape: shapely.Geometry, count: int, rng: np.random.Generator) -> np.ndarray:
    """`count` points drawn evenly in the polygon."""
    west, south, east, north = shape.bounds
    shapely.prepare(shape)
    found = np.empty((0, 2))
    while len(found) < count:
        tried = np.column_stack([rng.uniform(west, east, 4 * count + 64), rng.uniform(south, north, 4 * count + 64)])
        found = np.vstack([found, tried[shapely.contains_xy(shape, tried)]])
    return found[:count]


def _bands(points: np.ndarray) -> np.ndarray:
    """An order in which neighbours in the list are neighbours on the ground: west–east bands walked to and fro."""
    bands = max(1, int(np.sqrt(len(points) / 8)))
    band = (points[:, 1].argsort(kind="stable").argsort(kind="stable") * bands) // max(1, len(points))
    return np.lexsort((np.where(band % 2, -points[:, 0], points[:, 0]), band))
