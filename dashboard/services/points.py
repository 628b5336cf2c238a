"""Institutions to draw: by 达标/未达标/缺报, clinics by the risk of their village."""

from __future__ import annotations

import numpy as np

from dashboard.services.base import Context
from dashboard.services.geometry import Geometry
from dashboard.services.models import InstitutionPoint


def points(
    context: Context, geometry: Geometry, month: str, region: str, preset: str, tiers: tuple[str, ...]
) -> tuple[InstitutionPoint, ...]:
    """In code order. Hospitals and centres carry their own status, a clinic the status of its village; an institution without
    usable coordinates stands at its region's label point and says so; one whose region has no polygon is left to the lists."""
    cube = context.cube(month)
    if not cube.judged or not tiers:
        return ()
    village_status = dict(
        zip(*(cube.under("verdicts", region, preset)[c].to_pylist() for c in ("region_code", "status")), strict=True)
    )
    rows = [row for row in cube.under("institutions", region, preset).to_pylist() if row["tier"] in tiers]
    lost = {row["region_code"] for row in rows if not located(row["lon"], row["lat"])}
    labels = geometry.files.label_points(lost) if lost else {}
    found = []
    for row in rows:
        own = bool(located(row["lon"], row["lat"]))
        place = (row["lon"], row["lat"]) if own else labels.get(row["region_code"])
        if place is None:
            continue
        status = village_status.get(row["region_code"], row["status"]) if row["tier"] == "village" else row["status"]
        found.append(
            InstitutionPoint(
                code=row["institution_code"],
                name=row["institution_name"] or row["institution_code"],
                tier=row["tier"],
                status=status,
                lon=round(float(place[0]), 4),
                lat=round(float(place[1]), 4),
                region_code=row["region_code"],
                total=row["total"],
                schematic=not own,
            )
        )
    return tuple(found)


def located(lon, lat) -> np.ndarray:
    """Coordinates that can lie in China: 0/0 and swapped ones do not hide the others, they fall back to the label point."""
    east, north = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    return (east >= 73) & (east <= 136) & (north >= 3) & (north <= 54)
