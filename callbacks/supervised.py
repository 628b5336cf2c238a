"""What the address of `/supervision` asks for, and the counties it picks as marks on the map."""

from __future__ import annotations

from dashboard.access import Viewer
from dashboard.services import Services
from dashboard.services.triggers import FILTERS, SORTS
from layouts.address import Address
from layouts.screen import Mark

PATH = "/supervision"
_USUAL = 5


def asked(address: Address) -> tuple[str, tuple[str, ...], int]:
    """Sort, filters and number of counties; unknown values of an old link fall back to the defaults."""
    sort = address.get("sort") if address.get("sort") in SORTS else next(iter(SORTS))
    only = tuple(name for name in address.get("only").split(",") if name in FILTERS)
    k = address.get("k")
    return sort, only, int(k) if k.isascii() and k.isdigit() else _USUAL


def marks(services: Services, viewer: Viewer, address: Address) -> tuple[Mark, ...]:
    """The picked counties in their order; none on other pages."""
    if address.path != PATH:
        return ()
    cover = services.oversight.triggers(viewer, address.selection, *asked(address)).cover
    chosen = cover.chosen if cover else ()
    places = services.geometry.files.label_points([region.code for region, _ in chosen])
    return tuple(
        Mark(n, region, *places[region.code], f"{n}. {region.name} {added:,} {cover.unit}")
        for n, (region, added) in enumerate(chosen, 1)
        if cover and region.code in places
    )
