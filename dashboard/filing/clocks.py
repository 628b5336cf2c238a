"""When something is due, and how what was filed stands against it. Pure functions of dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard import months

ON_TIME, LATE, MISSING, UNDATED, PENDING = "按时", "迟报", "未报", "日期不明", "未到期"
STATES = (ON_TIME, LATE, MISSING, UNDATED, PENDING)
"""未报 is not 迟报, and a record without a filing date is neither: it arrived, nobody can say when."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`days`: late by (迟报), overdue by (未报), or left (未到期); None where no day can be counted."""

    state: str
    days: int | None = None


def inpatient_due(discharged: date, days: int) -> date:
    """The last day on time; the day after discharge is day 1 (O-5; 国卫办财务发〔2017〕33号 规范第十三条)."""
    return discharged + timedelta(days=days)


def month_due(month: str, grace_days: int = 0) -> date:
    """The last day of the month of service, plus a grace that no document gives (O-6)."""
    return months.as_of(month) + timedelta(days=grace_days)


def judge(filed: date | None, due: date, as_of: date, *, day_over: bool = True) -> Standing:
    """How a filing stands at `as_of`.

    With `day_over` the day `as_of` has ended (a month's closing date): what was due on it and has not come is 未报. Without it
    somebody looks during that day, and what is due today still has until midnight (O-7).
    """
    passed = due <= as_of if day_over else due < as_of
    if filed is not None and (filed <= as_of or passed):
        return Standing(ON_TIME, 0) if filed <= due else Standing(LATE, (filed - due).days)
    if passed:
        return Standing(MISSING, (as_of - due).days)
    return Standing(PENDING, (due - as_of).days)
