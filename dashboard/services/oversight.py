"""The questions behind the pages of supervision. Access is checked here; the answers are made by one module each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.access import Action, Viewer
from dashboard.audit import CHANGE, Audit
from dashboard.selection import Selection
from dashboard.services import blank_spots, comparing, passing, readings, threes, triggers, whatif
from dashboard.services.base import Context, Unknown
from dashboard.services.geometry import Geometry
from dashboard.services.oversight_models import (
    BlankSpotList,
    Comparison,
    ReadingSheet,
    TriggerSheet,
    Turned,
    Wanted,
    WaySheet,
)
from dashboard.services.threes_models import Editor, Row, ThreeSheet
from dashboard.services.whatif_models import WhatIf
from dashboard.threes import editing
from dashboard.whatif import Changes

_EVERYTHING = Wanted()


@dataclass(frozen=True)
class Oversight:
    """Every call names its viewer first."""

    context: Context
    geometry: Geometry
    audit: Audit
    data_dir: Path
    """Where the office's own criteria lie."""

    def blank_spots(
        self, viewer: Viewer, selection: Selection, wanted: Wanted = _EVERYTHING, limit: int | None = None
    ) -> BlankSpotList:
        """S07 空白点清单."""
        month, region = self.context.asked(viewer, selection)
        return blank_spots.listed(self.context, self.geometry, month, region, selection.preset, wanted, limit)

    def readings(self, viewer: Viewer, selection: Selection) -> ReadingSheet:
        """S28 口径说明与敏感性."""
        month, region = self.context.asked(viewer, selection)
        return readings.sheet(self.context, month, region)

    def reading_units(
        self, viewer: Viewer, selection: Selection, reading: str, setting: str, limit: int | None = None
    ) -> tuple[tuple[Turned, ...], int]:
        """The units that one setting of a reading turns, and how many in all."""
        month, region = self.context.asked(viewer, selection)
        return readings.units(self.context, month, region, reading, setting, limit)

    def compare(self, viewer: Viewer, selection: Selection, month: str, preset: str, limit: int | None = None) -> Comparison:
        """From that month and preset to the selection's."""
        now, region = self.context.asked(viewer, selection)
        return comparing.compare(self.context, region, (month, preset), (now, selection.preset), limit)

    def triggers(
        self, viewer: Viewer, selection: Selection, sort: str = "units", only: tuple[str, ...] = (), k: int = 5
    ) -> TriggerSheet:
        """S06, the reading side."""
        month, region = self.context.asked(viewer, selection)
        return triggers.sheet(self.context, month, region, selection.preset, sort, only, k)

    def what_if(self, viewer: Viewer, selection: Selection, changes: Changes, limit: int | None = None) -> WhatIf:
        """测算: the region as it is and as it would be; nothing is stored."""
        month, region = self.context.asked(viewer, selection)
        return whatif.what_if(self.context, month, region, selection.preset, changes, limit)

    def fields_of(self, viewer: Viewer, selection: Selection, institution: str) -> dict[str, int | None]:
        """An institution's inputs as reported; empty when the region has no such institution."""
        month, region = self.context.asked(viewer, selection)
        return whatif.fields_of(self.context, month, region, institution)

    def threes(self, viewer: Viewer, selection: Selection) -> ThreeSheet:
        """S20 三个“三”."""
        month, region = self.context.asked(viewer, selection)
        return threes.sheet(self.context, self.data_dir, month, region, selection.preset)

    def may_set_threes(self, viewer: Viewer, sheet: ThreeSheet) -> bool:
        """Whether the viewer may change the criteria that the sheet shows: they hold for the whole area of its policy."""
        return bool(sheet.profile) and viewer.may(Action.SET_RULES, self._area_of(sheet.profile))

    def threes_editor(self, viewer: Viewer, selection: Selection, board: str, level: str) -> Editor:
        """One cell of 三个“三” to edit."""
        month, region = self.context.asked(viewer, selection)
        return threes.editor(self.context, self.data_dir, month, region, board, level)

    def set_threes(self, viewer: Viewer, selection: Selection, board: str, level: str, rows: Sequence[Row], since: date) -> None:
        """Replaces the criteria of one cell from `since` on, for the whole area of the policy; on record."""
        month, region, profile = self._to_set(viewer, selection)
        threes.save(self.context, self.data_dir, month, region, board, level, rows, since)
        self.audit.record(viewer, CHANGE, f"三个“三”标准 {profile} {board}.{level}", region, month, len(rows))

    def undo_threes(self, viewer: Viewer, selection: Selection) -> None:
        """Takes the last change of criteria back; on record."""
        month, region, profile = self._to_set(viewer, selection)
        editing.undo(self.data_dir, profile)
        self.audit.record(viewer, CHANGE, f"三个“三”标准 {profile} 撤销", region, month, 0)

    def _to_set(self, viewer: Viewer, selection: Selection) -> tuple[str, str, str]:
        month, region = self.context.asked(viewer, selection)
        sheet = threes.sheet(self.context, self.data_dir, month, region, selection.preset)
        if not sheet.profile:
            raise Unknown(sheet.absent_because)
        viewer.check(Action.SET_RULES, self._area_of(sheet.profile))
        return month, region, sheet.profile

    def _area_of(self, profile: str) -> str:
        return self.context.book.profile(profile).region

    def ways(self, viewer: Viewer, selection: Selection) -> WaySheet:
        """The fewest actions per county that rescue the most units."""
        month, region = self.context.asked(viewer, selection)
        return passing.sheet(self.context, month, region, selection.preset)
