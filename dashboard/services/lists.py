"""The questions behind the list screens: who is missing, costs, funds, warned households, tasks, policies. Person-level answers
are masked by role and every look is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard import months
from dashboard.access import Action, Viewer
from dashboard.audit import EXPORT, LOOK, Audit, Entry
from dashboard.costs import OverStandard
from dashboard.rollup.slices import Where
from dashboard.selection import Selection
from dashboard.services import costs, funds, panel, policies, warned, worklists
from dashboard.services.base import Context
from dashboard.services.list_models import (
    CostSheet,
    DutySheet,
    FundSheet,
    FunnelView,
    MissingSheet,
    Panel,
    PolicySheet,
    TaskSheet,
    TreatmentSheet,
)
from dashboard.services.persons import DRAWN, Looks
from dashboard.services.warned_models import WarnedRow, WarnedSheet
from dashboard.warned import Decision, Decisions


@dataclass(frozen=True)
class Lists:
    """Every call names its viewer first. `every=True` gives all rows, for an export, and is recorded as one."""

    context: Context
    audit: Audit
    decisions: Decisions

    def treatment(self, viewer: Viewer, selection: Selection, every: bool = False) -> TreatmentSheet:
        """S09 大病救治工作单."""
        return worklists.treatment(self.context, self._looks(viewer, selection, "S09 大病救治工作单", every), _limit(every))

    def duties(self, viewer: Viewer, selection: Selection, team: str | None = None, every: bool = False) -> DutySheet:
        """S10 签约与随访工作单, all teams or one ("" for persons without)."""
        return worklists.duties(self.context, self._looks(viewer, selection, "S10 签约与随访工作单", every), team, _limit(every))

    def missing(self, viewer: Viewer, selection: Selection, every: bool = False) -> MissingSheet:
        """The persons or cases that the selection's layer, an indicator, still lacks ("还差 n 例")."""
        looks = self._looks(viewer, selection, f"{selection.layer} 缺口名单", every)
        return worklists.missing(self.context, looks, selection.layer, _limit(every))

    def warned(self, viewer: Viewer, selection: Selection, every: bool = False, source: str = "", state: str = "") -> WarnedSheet:
        """S16 预警户跟踪: the queue, all of it or of a source or state."""
        looks = self._looks(viewer, selection, "S16 预警户", every)
        return warned.queue(self.context, self.decisions, looks, source, state, _limit(every))

    def warned_household(self, viewer: Viewer, selection: Selection, household: str) -> WarnedRow:
        """S16: one household with what was decided here. Unknown when it is not in the queue."""
        looks = self._looks(viewer, selection, f"S16 预警户 {household}", False)
        return warned.one(self.context, self.decisions, looks, household)

    def decide_warned(self, viewer: Viewer, selection: Selection, household: str, verdict: str, reason: str = "") -> Decision:
        """S16: confirms, approves or dismisses a household, or takes that back; on record. ValueError says why it cannot be."""
        month, region = self.context.asked(viewer, selection)
        return warned.decide(self.context, self.decisions, self.audit, viewer, month, region, household, verdict, reason)

    def may_decide(self, viewer: Viewer, row: WarnedRow) -> bool:
        """Whether the open step of the household, or the one to take back, is the viewer's."""
        return any(viewer.may(warned.ACTIONS[step], row.region_code) for step in (row.next_step, row.withdrawable) if step)

    def panel(self, viewer: Viewer, selection: Selection, where: Where) -> Panel:
        """S02 三率面板 of the selection's layer, whole or within a slice."""
        month, region = self.context.asked(viewer, selection)
        return panel.panel(self.context, month, region, selection.layer, where)

    def funnel(self, viewer: Viewer, selection: Selection, level: str | None = None) -> FunnelView:
        """All units of a level below the region against the region's value."""
        month, region = self.context.asked(viewer, selection)
        return panel.funnel_view(self.context, month, region, selection.layer, level)

    def costs(self, viewer: Viewer, selection: Selection) -> CostSheet:
        """S17 费用构成."""
        month, region = self.context.asked(viewer, selection)
        return costs.analysis(self.context, month, region)

    def over_standard(self, viewer: Viewer, selection: Selection) -> tuple[OverStandard, ...]:
        """Single stays above their standard; Forbidden for those who may not read persons of the region."""
        return costs.over_standard(self.context, self._looks(viewer, selection, "S17 超收费标准住院", False))

    def funds(self, viewer: Viewer, selection: Selection, every: bool = False) -> FundSheet:
        """S18 专项基金与减免."""
        return funds.sheet(self.context, self._looks(viewer, selection, "S18 投药限额名单", every))

    def tasks(self, viewer: Viewer, selection: Selection) -> TaskSheet:
        """S23 任务分工进展."""
        month, region = self.context.asked(viewer, selection)
        return policies.board(self.context, month, region)

    def policy(
        self,
        viewer: Viewer,
        selection: Selection,
        day: date | None = None,
        other: str | None = None,
        one: str | None = None,
    ) -> PolicySheet:
        """The policy of the region on a day (by default the month's end), its history, its difference from another."""
        month, region = self.context.asked(viewer, selection)
        return policies.sheet(self.context, region, day or months.as_of(month), other, one)

    def audit_log(self, viewer: Viewer, selection: Selection, limit: int = 200) -> tuple[Entry, ...]:
        """Who looked at persons of the region: for those who may read them."""
        _, region = self.context.asked(viewer, selection)
        viewer.check(Action.READ_PERSONS, region)
        return self.audit.entries(region, limit=limit)

    def _looks(self, viewer: Viewer, selection: Selection, about: str, every: bool) -> Looks:
        month, region = self.context.asked(viewer, selection)
        return Looks(viewer, self.audit, about, region, month, EXPORT if every else LOOK)


def _limit(every: bool) -> int | None:
    return None if every else DRAWN
