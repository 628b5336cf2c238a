"""Where the made-up institutions stand: in the cell of their village, or anywhere inside their county."""

from __future__ import annotations

import numpy as np
import shapely

from dashboard.demo.places import Places
from geodata.atlas import Atlas, random_points

DECIMALS = 4
COUNTY_CLOUD_DEGREES = 0.03
"""Spread about the label point of a county that has no polygon."""


def village_points(place: Places, rng: np.random.Generator, atlas: Atlas | None = None) -> np.ndarray:
    """One (lon, lat) per village: in its (made-up) cell when an `atlas` is given, else inside its county, townships together."""
    points = np.empty((len(place.villages), 2))
    county = place.villages["county"].to_numpy()
    for row, (code, lon, lat) in enumerate(place.counties[["code", "lon", "lat"]].itertuples(index=False)):
        own = np.flatnonzero(county == row)
        shape = place.outlines.get(code)
        if shape is not None:
            drawn = random_points(shape, len(own), rng)
        else:
            drawn = rng.normal((lon, lat), COUNTY_CLOUD_DEGREES, (len(own), 2))
        points[own] = drawn[_to_and_fro(drawn)]
        if atlas is not None:
            cells = atlas.below(code).set_index("code").geometry.reindex(place.villages["code"].iloc[own])
            drawable = cells.notna().to_numpy()
            inner = shapely.point_on_surface(cells[drawable].to_numpy())
            points[own[drawable]] = np.column_stack([shapely.get_x(inner), shapely.get_y(inner)])
    return points.round(DECIMALS)


def _to_and_fro(points: np.ndarray) -> np.ndarray:
    """An order in which neighbours in the list are neighbours on the ground: west–east bands walked to and fro."""
    bands = max(1, int(np.sqrt(len(points) / 8)))
    band = (points[:, 1].argsort(kind="stable").argsort(kind="stable") * bands) // max(1, len(points))
    return np.lexsort((np.where(band % 2, -points[:, 0], points[:, 0]), band))
