"""Everything that one view of the map page is drawn from, asked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.legend import shows_verdicts
from dashboard.selection import UNIT_LAYERS, Selection
from dashboard.services.finding_models import Found
from dashboard.services.models import Children, InstitutionPoint, MonthInfo, Overview, RatePanel, RegionRef
from dashboard.services.village_models import VillageCard
from layouts.address import Address


@dataclass(frozen=True, slots=True)
class Compared:
    """The same children of the same map in another month, under the policy in force then."""

    children: Children
    overview: Overview


@dataclass(frozen=True, slots=True)
class Mark:
    """A region that the page beside the map has picked: its place in the page's order, where it stands, what is told."""

    number: int
    region: RegionRef
    lon: float
    lat: float
    told: str


@dataclass(frozen=True, slots=True)
class Screen:
    """`selection` is resolved (region and month filled in); `children` are those of `map_region`."""

    selection: Selection
    months: tuple[MonthInfo, ...]
    layers: tuple[tuple[str, str], ...]
    overview: Overview
    children: Children
    points: tuple[InstitutionPoint, ...]
    geometry: Any
    address: Address = field(default_factory=Address)
    """The page that asks: its links stay on it."""
    breaks: Mapping[str, str] = field(default_factory=dict)
    """Month → why every trend breaks there: the population is counted on another list."""
    turns: Mapping[str, str] = field(default_factory=dict)
    """Month → which rule has been another one since: profile, targets, scoring."""

    compared: Compared | None = None
    """The month beside it, when one is asked for and published."""
    found: Found | None = None
    """Units under the selection's filter; None without one."""
    village: VillageCard | None = None
    """The card of the village in view."""
    marks: tuple[Mark, ...] = ()
    """Regions picked by the page beside the map, numbered."""
    ahead: tuple[str, ...] = ()
    """Map files that the next clicks will want, for the browser to fetch when it has nothing else to do."""

    @property
    def map_region(self) -> RegionRef:
        return self.children.parent

    @property
    def layer_name(self) -> str:
        return dict(self.layers).get(self.selection.layer, self.selection.layer)

    @property
    def rate(self) -> RatePanel | None:
        """The panel of the active layer; None on the layers of judged units."""
        return next((panel for panel in self.overview.rates if panel.info.id == self.selection.layer), None)

    @property
    def judges_units(self) -> bool:
        return self.selection.layer in UNIT_LAYERS

    @property
    def unit(self) -> str:
        """What is missing when something is missing: 例, 人, 家 or 村."""
        if self.judges_units:
            return "家" if self.selection.layer == "institutions" else "村"
        return self.rate.info.unit if self.rate else "人"

    @property
    def shows_verdicts(self) -> bool:
        return shows_verdicts(self.children)

    def href(self, **changes: Any) -> str:
        """The link to this view with some keys changed."""
        return self.address.at(self.selection).href(**changes)
