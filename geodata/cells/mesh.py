"""Atoms: a region cut into small faces that share borders exactly and fill it exactly."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 111.32
GRID = 1e-6
"""Degrees; all vertices of atoms lie on this grid, so equal borders are equal numbers."""
JITTER = 0.33
LEAST_FACE = 0.2
"""Share of the middling face below which a face is a sliver."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """Faces in degrees; their centroids in km around the region's middle, areas in km², and shared border lengths."""

    faces: np.ndarray
    xy_km: np.ndarray
    area_km2: np.ndarray
    links: csr_matrix
    origin: tuple[float, float]

    def to_km(self, lonlat: tuple[float, float]) -> np.ndarray:
        return to_km(np.array([lonlat]), self.origin)[0]

    def middle(self) -> np.ndarray:
        return np.average(self.xy_km, axis=0, weights=self.area_km2)


def to_km(lonlat: np.ndarray, origin: tuple[float, float]) -> np.ndarray:
    """Plane coordinates good enough within a county (equirectangular at its middle)."""
    east = KM_PER_DEGREE * math.cos(math.radians(origin[1]))
    return (lonlat - origin) * (east, KM_PER_DEGREE)


def mesh(outline: BaseGeometry, atoms: int, rng: np.random.Generator) -> Mesh:
    """About `atoms` faces; parts of the outline that are smaller than two atoms (islets, exclaves) are one face each."""
    outline = shapely.set_precision(outline, GRID)
    middle = outline.centroid
    origin = (middle.x, middle.y)
    flat = shapely.transform(outline, lambda c: to_km(c, origin))
    parts, flat_parts = shapely.get_parts(outline), shapely.get_parts(flat)
    spacing = math.sqrt(flat.area / atoms * 2 / math.sqrt(3))
    big = shapely.area(flat_parts) > 2 * flat.area / atoms
    faces = [parts[~big]]
    for part, flat_part in zip(parts[big], flat_parts[big], strict=True):
        faces.append(_faces(part, flat_part, spacing, origin, rng))
    found = _without_slivers(np.concatenate(faces), LEAST_FACE * outline.area / atoms)
    area = shapely.area(shapely.transform(found, lambda c: to_km(c, origin)))
    xy = to_km(shapely.get_coordinates(shapely.centroid(found)), origin)
    return Mesh(found, xy, area, shared_borders(found), origin)


def _faces(
    part: BaseGeometry, flat: BaseGeometry, spacing: float, origin: tuple[float, float], rng: np.random.Generator
) -> np.ndarray:
    points = _scatter(flat, spacing, rng)
    edges = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), only_edges=True, extend_to=flat))
    east = KM_PER_DEGREE * math.cos(math.radians(origin[1]))
    edges = shapely.transform(edges, lambda c: np.round((c / (east, KM_PER_DEGREE) + origin) / GRID) * GRID)
    shapely.prepare(part)
    edges = edges[shapely.intersects(part, edges) & (shapely.length(edges) > 0)]
    inner = shapely.contains_properly(part, edges)
    noded = shapely.union_all(np.append(edges[~inner], part.boundary), grid_size=GRID)
    faces = _polygons(np.append(edges[inner], shapely.get_parts(noded)), part)
    if abs(shapely.area(faces).sum() / part.area - 1) > 1e-6:  # an inner edge ran into a snapped vertex: node everything
        noded = shapely.union_all(np.append(edges, part.boundary), grid_size=GRID)
        faces = _polygons(shapely.get_parts(noded), part)
    return faces


def _without_slivers(faces: np.ndarray, least: float) -> np.ndarray:
    """What the county border cuts off a face joins the neighbour it shares most border with."""
    links = shared_borders(faces)
    small = shapely.area(faces) < least
    owner = np.arange(len(faces))
    for face in np.flatnonzero(small):
        near = slice(links.indptr[face], links.indptr[face + 1])
        border = np.where(small[links.indices[near]], 0, links.data[near])
        if border.size and border.max() > 0:
            owner[face] = links.indices[near][border.argmax()]
    taken = np.unique(owner[owner != np.arange(len(faces))])
    merged = faces.copy()
    for face in taken:
        merged[face] = shapely.coverage_union_all(faces[owner == face])
    return merged[owner == np.arange(len(faces))]


def _polygons(lines: np.ndarray, part: BaseGeometry) -> np.ndarray:
    faces = shapely.get_parts(shapely.polygonize(lines))
    return faces[shapely.contains_xy(part, *shapely.get_coordinates(shapely.point_on_surface(faces)).T)]


def _scatter(flat: BaseGeometry, spacing: float, rng: np.random.Generator) -> np.ndarray:
    """A jittered hexagonal grid over the region and a little around it."""
    west, south, east, north = flat.bounds
    rows = np.arange(south - spacing, north + spacing, spacing * math.sqrt(3) / 2)
    columns = np.arange(west - spacing, east + 1.5 * spacing, spacing)
    x, y = np.meshgrid(columns, rows)
    x[1::2] += spacing / 2
    points = np.column_stack([x.ravel(), y.ravel()])
    points += rng.uniform(-JITTER, JITTER, points.shape) * spacing
    around = flat.buffer(1.2 * spacing)
    shapely.prepare(around)
    return points[shapely.contains_xy(around, points[:, 0], points[:, 1])]


def shared_borders(faces: np.ndarray) -> csr_matrix:
    """Symmetric matrix of the length (degrees) of border that two faces share."""
    rings, ring_face = shapely.get_rings(faces, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    grid = np.round(coordinates / GRID).astype(np.int64)
    keys = (grid[:, 0] << 32) + (grid[:, 1] + (1 << 31))
    within = ring[:-1] == ring[1:]
    start, stop, face = keys[:-1][within], keys[1:][within], ring_face[ring[:-1][within]]
    length = np.hypot(*(coordinates[1:][within] - coordinates[:-1][within]).T)
    low, high = np.minimum(start, stop), np.maximum(start, stop)
    order = np.lexsort((high, low))
    twin = (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
    one, other, size = face[order][:-1][twin], face[order][1:][twin], length[order][:-1][twin]
    both = (np.concatenate([one, other]), np.concatenate([other, one]))
    return coo_matrix((np.concatenate([size, size]), both), shape=(len(faces), len(faces))).tocsr()
