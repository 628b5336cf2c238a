"""The questions behind the pages of supervision. Access is checked here; the answers are made by one module each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.access import Viewer
from dashboard.selection import Selection
from dashboard.services import blank_spots
from dashboard.services.base import Context
from dashboard.services.geometry import Geometry
from dashboard.services.oversight_models import BlankSpotList, Wanted


_EVERYTHING = Wanted()


@dataclass(frozen=True)
class Oversight:
    """Every call names its viewer first."""

    context: Context
    geometry: Geometry
    data_dir: Path
    """Where the operator's own criteria lie."""

    def blank_spots(
        self, viewer: Viewer, selection: Selection, wanted: Wanted = _EVERYTHING, limit: int | None = None
    ) -> BlankSpotList:
        """S07 空白点清单."""
        month, region = self.context.asked(viewer, selection)
        return blank_spots.listed(self.context, self.geometry, month, region, selection.preset, wanted, limit)
