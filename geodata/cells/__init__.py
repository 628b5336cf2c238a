"""Made-up (示意) township and village cells: a county split into its real number of parts, the same parts for ever.

No open data exist for borders below the county. The cells look like borders, nest exactly (a township is the union of its
villages, a county that of its townships) and say nothing about the ground: everything drawn from them is labelled 示意.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.cells.diagram import Cluster, power_cells
from geodata.cells.mesh import Mesh, mesh

ATOMS_PER_VILLAGE = 10
ATOMS_PER_TOWNSHIP = 60
LEAST_ATOMS = 3
"""No village is smaller than about a third of a middling one."""

TOWNSHIP_SIZE = {"0": 0.22, "1": 1.0, "2": 1.25}
"""Relative area by the seventh digit of the code: 街道, 镇, 乡; farms, zones and the like are small."""
COMMUNITY_SIZE = 0.45
"""Relative area of a community (居委会, serial below 200) beside an administrative village."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Polygons by code, WGS84 degrees on a grid of 1e-6."""

    townships: dict[str, BaseGeometry]
    villages: dict[str, BaseGeometry]


def stream(code: str, part: int) -> np.random.Generator:
    """Random numbers that depend on the code alone."""
    return np.random.Generator(np.random.PCG64([int(code), part]))


def county_cells(
    code: str, outline: BaseGeometry, villages: Mapping[str, Sequence[str]], seat: tuple[float, float] | None = None
) -> Cells:
    """Cells of one county. `villages`: township code → village codes; `seat`: lon, lat around which the 街道 gather."""
    townships = sorted(villages)
    needs = [max(len(villages[town]), 1) for town in townships]
    atoms = max(ATOMS_PER_TOWNSHIP * len(townships), ATOMS_PER_VILLAGE * sum(needs), 120)
    ground = mesh(outline, atoms, stream(code, 1))
    town_of = _townships(code, ground, townships, needs, seat)
    drawn: dict[str, BaseGeometry] = {}
    for at, town in enumerate(townships):
        drawn |= _villages(town, ground, np.flatnonzero(town_of == at), sorted(villages[town]))
    whole = {
        town: shapely.coverage_union_all([drawn[v] for v in villages[town]])
        if len(villages[town])
        else shapely.coverage_union_all(ground.faces[town_of == at])
        for at, town in enumerate(townships)
    }
    return Cells(whole, drawn)


def area_cells(
    code: str, outline: BaseGeometry, parts: Sequence[str], seat: tuple[float, float] | None = None
) -> dict[str, BaseGeometry]:
    """One level only: `outline` (a real township, say) split into the regions `parts`."""
    ground = mesh(outline, max(ATOMS_PER_VILLAGE * len(parts), 60), stream(code, 1))
    if len(parts) and len(parts[0]) == 9:
        label = _townships(code, ground, sorted(parts), [1] * len(parts), seat)
        return {part: shapely.coverage_union_all(ground.faces[label == at]) for at, part in enumerate(sorted(parts))}
    return _villages(code, ground, np.arange(len(ground.faces)), sorted(parts))


def _townships(
    code: str, ground: Mesh, townships: Sequence[str], needs: Sequence[int], seat: tuple[float, float] | None
) -> np.ndarray:
    rng = stream(code, 2)
    size = np.array([TOWNSHIP_SIZE.get(town[6], 0.25) for town in townships])
    share = size * np.array(needs) ** 0.3 * rng.lognormal(0, 0.35, len(townships))
    share /= share.sum()
    room = np.array(needs) * 1.3 * LEAST_ATOMS / len(ground.faces)
    share = np.maximum(share, np.maximum(room, 0.15 / len(townships)))
    centre = ground.to_km(seat) if seat is not None else ground.middle()
    least = np.maximum(np.array(needs) * LEAST_ATOMS, 4)
    return power_cells(Cluster(ground.xy_km, ground.area_km2, ground.links), share, least, rng, centre)


def _villages(town: str, ground: Mesh, atoms: np.ndarray, villages: Sequence[str]) -> dict[str, BaseGeometry]:
    if not len(villages):
        return {}
    rng = stream(town, 3)
    share = np.array([COMMUNITY_SIZE if v[9] < "2" else 1.0 for v in villages]) * rng.lognormal(0, 0.4, len(villages))
    cluster = Cluster(ground.xy_km[atoms], ground.area_km2[atoms], ground.links[atoms][:, atoms])
    least = np.full(len(villages), min(LEAST_ATOMS, math.ceil(len(atoms) / len(villages) / 2)))
    label = power_cells(cluster, share, least, rng, np.average(cluster.xy, axis=0, weights=cluster.mass))
    order = np.argsort(label, kind="stable")
    cuts = np.searchsorted(label[order], np.arange(1, len(villages)))
    return {
        village: shapely.coverage_union_all(ground.faces[atoms[part]])
        for village, part in zip(villages, np.split(order, cuts), strict=True)
    }


def zone_cells(host: str, outline: BaseGeometry, zones: Mapping[str, int], host_villages: int) -> dict[str, BaseGeometry]:
    """Pieces of a county for the development zones inside it. `zones`: zone code → number of its villages.

    A zone is dense, so it gets half the area its villages would have in the host, and never more than a quarter."""
    codes = sorted(zones)
    share = np.array([max(0.03, min(0.25, 0.5 * zones[code] / (host_villages + zones[code]))) for code in codes])
    share *= min(1.0, 0.5 / share.sum())
    ground = mesh(outline, 240, stream(host, 4))
    cluster = Cluster(ground.xy_km, ground.area_km2, ground.links)
    least = np.full(len(codes) + 1, LEAST_ATOMS)
    label = power_cells(cluster, np.append(1 - share.sum(), share), least, stream(host, 5), ground.middle())
    return {code: shapely.coverage_union_all(ground.faces[label == at]) for at, code in enumerate(codes, start=1)}
