"""Polygons made fit to draw: valid, one per region, borders shared, no more points than a screen shows."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

SNAP = 1e-5
"""Degrees; about a metre: nearer borders are one border."""
TOLERANCE = {"province": 1e-3, "city": 5e-4, "county": 2e-4, "township": 1e-4, "village": 2e-5}
"""Degrees that a border may move when points are thinned (100 m … 2 m)."""
MOVED = 0.01
"""A polygon that loses or gains more than this share of its area to its neighbours is reported."""


def valid(geometry: np.ndarray) -> np.ndarray:
    """Polygons only, self-crossings resolved by area; what has none becomes empty."""
    flat = shapely.force_2d([shapely.Polygon() if g is None else g for g in geometry])
    mended = np.where(shapely.is_valid(flat), flat, shapely.make_valid(flat, method="structure", keep_collapsed=False))
    return np.array([_polygons(shape) for shape in mended], dtype=object)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def one_each(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Several features of one code are parts of one region."""
    rows = []
    for code, same in frame.groupby("code"):
        rows.append((code, same["name"].iloc[0], shapely.union_all(same.geometry.to_numpy())))
    codes, names, shapes = zip(*rows, strict=True) if rows else ((), (), ())
    return gpd.GeoDataFrame({"code": list(codes), "name": list(names)}, geometry=list(shapes), crs=4326)


def coverage(frame: gpd.GeoDataFrame, level: str, repaired: dict[str, str]) -> gpd.GeoDataFrame:
    """Neighbours share their borders exactly: overlaps go to one of the two, gaps of a metre close, then both are thinned alike.

    Regions whose border had to move noticeably are added to `repaired`."""
    frame = frame.copy()
    key = frame["code"].str[: 2 if level in ("province", "city", "county") else 6]
    for _, rows in frame.groupby(key):
        before = rows.geometry.to_numpy()
        after = before if shapely.coverage_is_valid(before) else shapely.coverage_clean(before, snapping_distance=SNAP)
        lost = shapely.is_empty(after)
        after = np.where(lost, before, after)  # one region wholly under another: kept as it came, drawn over it
        moved = np.abs(shapely.area(after) / shapely.area(before) - 1) > MOVED
        for code, gone, shifted in zip(rows["code"], lost, moved, strict=True):
            if gone:
                repaired[code] = "完全被相邻区划覆盖，保留原样"
            elif shifted:
                repaired[code] = "与相邻区划重叠，已按共边修整"
        if not lost.any():
            after = shapely.coverage_simplify(after, TOLERANCE[level])
        frame.loc[rows.index, "geometry"] = valid(after)
    return frame
