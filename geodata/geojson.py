"""Polygons as plotly's SVG maps want them: clockwise exteriors (the RFC's counter-clockwise ones flood the map), few decimals."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
_SCATTERED = 0.01
"""A region that fills less of its own bounds than this is islets strewn over a sea."""
_FAR = 0.6
"""They count as far out when the rest is narrower than this share of all."""


def collection(table: gpd.GeoDataFrame, places: int) -> bytes:
    """FeatureCollection of `code, name, schematic, geometry`: feature id = code, properties name and schematic."""
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"name": name, "schematic": bool(schematic)},
            "geometry": _geometry(geometry, places),
        }
        for code, name, schematic, geometry in zip(table["code"], table["name"], table["schematic"], table.geometry, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")).encode()


def _geometry(geometry: BaseGeometry, places: int) -> dict:
    polygons = []
    for part in shapely.get_parts(shapely.orient_polygons(geometry, exterior_cw=True)):
        if part.geom_type != "Polygon":
            continue
        rings = [_ring(ring, places) for ring in shapely.get_rings(part)]
        if rings[0]:
            polygons.append([ring for ring in rings if ring])
    if not polygons and places < 7:  # smaller than the rounding: keep it visible
        return _geometry(geometry, places + 1)
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(ring: BaseGeometry, places: int) -> list[list[float]]:
    """Rounded, repeated points dropped; empty where rounding leaves no area or turns it inside out."""
    points = np.round(shapely.get_coordinates(ring), places)
    fresh = np.append(True, (points[1:] != points[:-1]).any(axis=1))
    kept = points[fresh]
    if len(kept) < 4 or shapely.is_ccw(shapely.linearrings(kept)) != shapely.is_ccw(ring):
        return []
    return kept.tolist()


def as_fine_as_seen(geometry: np.ndarray, steps: int) -> np.ndarray:
    """Polygons with details below a `steps`-th of their common extent left out, borders still shared; an islet stays as it is."""
    box = bounds(geometry)
    if box is None:
        return geometry
    tolerance = max(box[2] - box[0], box[3] - box[1]) / steps
    simple = shapely.coverage_simplify(geometry, tolerance)
    lost = shapely.get_num_geometries(simple) < shapely.get_num_geometries(geometry)
    return np.where(lost | shapely.is_empty(simple) | ~shapely.is_valid(simple), geometry, simple)


def bounds(geometry: np.ndarray) -> Bounds | None:
    """West, south, east, north; None of nothing."""
    if len(geometry) == 0:
        return None
    west, south, east, north = (round(float(x), 4) for x in shapely.total_bounds(geometry))
    return west, south, east, north


def around(*boxes: Bounds | None) -> Bounds:
    """The bounds of several bounds."""
    west, south, east, north = zip(*(box for box in boxes if box), strict=True)
    return min(west), min(south), max(east), max(north)


def main_bounds(geometry: np.ndarray) -> Bounds | None:
    """The bounds of the mainland: without islets so far out that what matters would be drawn small (Hainan)."""
    whole = bounds(geometry)
    if whole is None:
        return None
    box = shapely.bounds(geometry)
    solid = shapely.area(geometry) >= _SCATTERED * (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1])
    main = bounds(geometry[solid])
    if main is None:
        return whole
    wide = max(whole[2] - whole[0], whole[3] - whole[1])
    return main if max(main[2] - main[0], main[3] - main[1]) < _FAR * wide else whole


def label_points(geometry: np.ndarray) -> list[tuple[float, float]]:
    """For each polygon the middle of the widest place of its largest part."""
    points = []
    for shape in geometry:
        parts = shapely.get_parts(shape)
        largest = parts[np.argmax(shapely.area(parts))]
        west, south, east, north = largest.bounds
        coarse = shapely.simplify(largest, max(east - west, north - south) / 500)
        circle = shapely.maximum_inscribed_circle(coarse, max(east - west, north - south) / 200)
        middle = shapely.get_point(circle, 0)
        if not shapely.contains_properly(largest, middle):
            middle = shapely.point_on_surface(largest)
        points.append((round(middle.x, 5), round(middle.y, 5)))
    return points
