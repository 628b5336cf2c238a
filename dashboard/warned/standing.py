"""Where a warned household stands, from what the month's table says and what was decided here.

The county health office confirms every household before it is marked (二(一)1, 2); one found at the grass roots needs the
approval of the county's poverty office as well (二(一)3). What the table says goes before what was decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.warned.cases import Case
from dashboard.warned.decisions import DISMISSED, WITHDRAWN, YES, Decision

CONFIRM, APPROVE = "confirm", "approve"
STEPS = {CONFIRM: "县卫健确认", APPROVE: "县扶贫核准"}
STATES = ("待确认", "待核准", "已确认", "已核准", "不予确认", "已解除")


@dataclass(frozen=True, slots=True)
class Standing:
    """`next_step`: the step that is open, "" when none is; `withdrawable`: the step that was decided here last and can be taken
    back; `here`: the state rests on a decision taken here that the table does not show yet."""

    state: str
    next_step: str
    withdrawable: str
    here: bool
    reason: str
    decided_on: date | None
    decided_by: str


def standing(case: Case, lines: Iterable[Decision], two_step: Collection[str]) -> Standing:
    """`lines`: what was decided here, oldest first; `two_step`: the sources that need both offices."""
    here = {step: _last(lines, step) for step in STEPS}
    said = {CONFIRM: (case.health, case.health_on), APPROVE: (case.relief, case.relief_on)}
    needed = (CONFIRM, APPROVE) if case.source in two_step else (CONFIRM,)
    if case.relieved_on is not None:
        return Standing("已解除", "", "", False, case.relieved_because, case.relieved_on, "")
    last = Standing("待确认", CONFIRM, "", False, "", None, "")
    for step in needed:
        reported, on = said[step]
        line = None if reported else here[step]
        verdict = reported or (line.verdict if line else "")
        if not verdict:
            waiting = "待确认" if step == CONFIRM else "待核准"
            return Standing(waiting, step, last.withdrawable, last.here, "", last.decided_on, last.decided_by)
        took = line.at.date() if line else on
        state = DISMISSED if verdict == DISMISSED else "已核准" if step == APPROVE else YES
        by = line.who if line else ""
        last = Standing(state, "", step if line else "", line is not None, line.reason if line else "", took, by)
        if verdict == DISMISSED:
            return last
    return last


def _last(lines: Iterable[Decision], step: str) -> Decision | None:
    own = [line for line in lines if line.step == step]
    return own[-1] if own and own[-1].verdict != WITHDRAWN else None
