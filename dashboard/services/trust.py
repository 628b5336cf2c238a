"""The questions behind 填报及时性 (S11), 报送看板 (S12), 花名册 (S19) and 数据质量 (S25). Person-level rows are masked by
role and every look at them is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dashboard import months
from dashboard.access import Viewer
from dashboard.audit import EXPORT, LOOK, Audit
from dashboard.selection import Selection
from dashboard.services import filing, quality, questions, reporting_board, roster
from dashboard.services.base import Context
from dashboard.services.filing_models import FilingBoard, FilingView, OverdueStay
from dashboard.services.persons import DRAWN, Looks
from dashboard.services.quality_models import HitRow, QualityView, QuestionRow
from dashboard.services.roster_models import ChangedPerson, ListMark, RosterView
from dashboard.services.scopes import kept
from dashboard.turns import Turn, turns

View = TypeVar("View")


@dataclass(frozen=True)
class Trust:
    """Every call names its viewer first. `every=True` gives all rows, for an export, and is recorded as one."""

    context: Context
    audit: Audit

    def filing(self, viewer: Viewer, selection: Selection) -> FilingView:
        """S11: regions × months, on time, late, missing."""
        return self._once("S11", filing.view, viewer, selection)

    def overdue(self, viewer: Viewer, selection: Selection, every: bool = False) -> tuple[OverdueStay, ...]:
        """S11: stays filed late or not at all, the longest overdue first."""
        return filing.overdue(self.context, self._looks(viewer, selection, "S11 住院填报超期名单", every), _limit(every))

    def board(self, viewer: Viewer, selection: Selection, on: date | None = None) -> FilingBoard:
        """S12 as it stands on the day `on` (by default the month's end)."""
        month, region = self.context.asked(viewer, selection)
        return reporting_board.board(self.context, month, region, on or months.as_of(month))

    def roster(self, viewer: Viewer, selection: Selection) -> RosterView:
        """S19: the latest change of list up to the month, and what it did to the denominators."""
        return self._once("S19", roster.view, viewer, selection)

    def list_marks(self, viewer: Viewer, selection: Selection) -> tuple[ListMark, ...]:
        """Months from which the region is counted on another list: marks for trend charts."""
        _, region = self.context.asked(viewer, selection)
        return roster.list_marks(self.context, region)

    def rule_turns(self, viewer: Viewer, selection: Selection) -> tuple[Turn, ...]:
        """Published months from which another profile, target or scoring value holds in the region than the month before."""
        _, region = self.context.asked(viewer, selection)
        held = [(month, self.context.profile(region, month)) for month in self.context.months()]
        return turns(self.context.book, held)

    def changed_persons(
        self, viewer: Viewer, selection: Selection, kind: str | None = None, every: bool = False
    ) -> tuple[ChangedPerson, ...]:
        """S19: who is new, removed, moved or in another category."""
        looks = self._looks(viewer, selection, f"S19 花名册变动名单{kind or ''}", every)
        return roster.changed_persons(self.context, looks, kind, _limit(every))

    def quality(self, viewer: Viewer, selection: Selection) -> QualityView:
        """S25: everything that casts doubt on the region's figures."""
        return self._once("S25", quality.view, viewer, selection)

    def question_rows(self, viewer: Viewer, selection: Selection, test: str) -> tuple[QuestionRow, ...]:
        """S25: the rows behind a question."""
        month, region = self.context.asked(viewer, selection)
        return questions.question_rows(self.context, month, test, region, DRAWN)

    def hits(self, viewer: Viewer, selection: Selection, rule: str | None = None) -> tuple[HitRow, ...]:
        """S25: rows that contradict themselves or other tables."""
        month, region = self.context.asked(viewer, selection)
        return quality.hits(self.context, month, region, rule, DRAWN)

    def _once(self, screen: str, make: Callable[[Context, str, str], View], viewer: Viewer, selection: Selection) -> View:
        """A view over several months, made once for the versions now in force."""
        month, region = self.context.asked(viewer, selection)
        key = (screen, region, tuple(self.context.store.current().items()))
        return kept(self.context, month, key, lambda: make(self.context, month, region))

    def _looks(self, viewer: Viewer, selection: Selection, about: str, every: bool) -> Looks:
        month, region = self.context.asked(viewer, selection)
        return Looks(viewer, self.audit, about, region, month, EXPORT if every else LOOK)


def _limit(every: bool) -> int | None:
    return None if every else DRAWN
