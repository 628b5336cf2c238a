"""Institutions to draw: by 达标/未达标/缺报, clinics by the risk of their village."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from dashboard.finding import Filter
from dashboard.services.base import Context
from dashboard.services.criteria import Criteria, Subjects
from dashboard.services.finding_models import Found
from dashboard.services.geometry import Geometry
from dashboard.services.models import InstitutionPoint, Overview

Row = dict[str, Any]
Spot = tuple[float, float]
_SCHEMA = pa.schema([(name, pa.string()) for name in ("region_code", "institution_code", "tier", "status", "low")])

MOST = 10_000
"""More hide each other and the map: they are drawn further down."""


def drawable(tiers: tuple[str, ...], overview: Overview, found: Found | None) -> tuple[str, ...]:
    """The tiers whose institutions a map can show: none where they, or what was found among them, are too many."""
    many = found.total if found else sum(one.units for one in overview.tiers if one.tier in tiers)
    return tiers if many <= MOST else ()


def points(
    context: Context,
    geometry: Geometry,
    month: str,
    region: str,
    preset: str,
    tiers: tuple[str, ...],
    wanted: Filter | None = None,
) -> tuple[InstitutionPoint, ...]:
    """In code order. Hospitals and centres carry their own status, a clinic the status of its village; an institution without
    usable coordinates stands at its region's label point and says so; one whose region has no polygon is left to the lists.
    Under a filter, those that fit it by their own result."""
    cube = context.cube(month)
    if not cube.judged or not tiers:
        return ()
    village_status = dict(
        zip(*(cube.under("verdicts", region, preset)[c].to_pylist() for c in ("region_code", "status")), strict=True)
    )
    rows = [row for row in cube.under("institutions", region, preset).to_pylist() if row["tier"] in tiers]
    for row in rows:
        row["status"] = village_status.get(row["region_code"], row["status"]) if row["tier"] == "village" else row["status"]
    criteria = Criteria(context, cube, month, region, preset)
    if wanted:
        rows = [row for row, fit in zip(rows, _fit(rows, criteria, wanted.without("within")), strict=True) if fit]
    lost = {row["region_code"] for row in rows if place(row) is None}
    labels = geometry.files.label_points(lost) if lost else {}
    placed = [(row, spot) for row in rows if (spot := place(row) or labels.get(row["region_code"]))]
    if wanted and wanted.within:
        inside = _fit([row for row, _ in placed], criteria, wanted.only("within"), [spot for _, spot in placed])
        placed = [one for one, fit in zip(placed, inside, strict=True) if fit]
    return tuple(
        InstitutionPoint(
            code=row["institution_code"],
            name=row["institution_name"] or row["institution_code"],
            tier=row["tier"],
            status=row["status"],
            lon=round(float(spot[0]), 4),
            lat=round(float(spot[1]), 4),
            region_code=row["region_code"],
            total=row["total"],
            schematic=place(row) is None,
        )
        for row, spot in placed
    )


def _fit(rows: list[Row], criteria: Criteria, wanted: Filter, spots: list[Spot] | None = None) -> np.ndarray:
    subjects = Subjects.of(pa.Table.from_pylist(rows, schema=_SCHEMA))
    if spots is not None:
        lon, lat = np.array(spots, dtype=float).reshape(-1, 2).T
        subjects = replace(subjects, lon=lon, lat=lat)
    return criteria.fits(subjects, wanted)


def place(row: Row) -> Spot | None:
    """Where an institution says it is; None where that cannot be."""
    return (float(row["lon"]), float(row["lat"])) if located(row["lon"], row["lat"]) else None


def located(lon, lat) -> np.ndarray:
    """Coordinates that can lie in China: 0/0 and swapped ones do not hide the others, they fall back to the label point."""
    east, north = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    return (east >= 73) & (east <= 136) & (north >= 3) & (north <= 54)
