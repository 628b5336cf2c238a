"""Reporting tasks (T23): what the policy in force asks prefectures to send and when, and what has come (D2-27, D2-28)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import months
from dashboard.filing.clocks import LATE, ON_TIME, PENDING, UNDATED, judge
from dashboard.hierarchy import NATION
from dashboard.policy import Profile
from dashboard.records import MonthRecords

TABLE = "报送任务"
FIRST_ROUND, MONTH_END = "5月20日首次", "月底汇总"
RETURNED, UNKNOWN = "退回", "无数据"
"""Beyond the states of a clock: sent back by the receiver; the month did not bring 报送任务, so nobody can say."""
REMINDER_DAYS = 1
"""A reminder stands on the day before (O-7: due at the end of 20 May, reminder on 19 May)."""
_REPORTED = ("已报", "核实")
_PERIOD = re.compile(r"(\d{4})\D{0,2}(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Duty:
    """One round that a policy asks for: `kind` and `period` as 报送任务 keys them."""

    kind: str
    period: str
    due: date
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One unit's duty and how it stands. `days`: late or overdue by, or left; `verified`: the receiver has checked it (核实)."""

    duty: Duty
    unit: str
    state: str
    sent: date | None = None
    days: int | None = None
    verified: bool = False
    remind: bool = False


def schedule(profile: Profile, until: date) -> tuple[Duty, ...]:
    """Every round due up to `until`, and the next one; empty when the profile sets no cadence.

    The first round covers its month, so month-ends begin with the month after it (O-8: 2020-05-20, then from 2020-06-30).
    """
    first = profile.get("cadence", "first_round")
    if first is None:
        return ()
    duties = [Duty(FIRST_ROUND, f"{first:%Y-%m}", first, profile.clause("cadence", "first_round") or "")]
    if profile.get("cadence", "then") == "month_end":
        month = months.shift(f"{first:%Y-%m}", 1)
        while duties[-1].due <= until and months.as_of(month) <= profile.valid_to:
            duties.append(Duty(MONTH_END, month, months.as_of(month), profile.clause("cadence", "then") or ""))
            month = months.shift(month, 1)
    return tuple(duties)


def tasks(
    records: Iterable[MonthRecords], duties: Iterable[Duty], units: Iterable[str], region: str, on: date
) -> tuple[Task, ...]:
    """How the `units` that owe the duties stand on the day `on`, and every task listed for other units of the region.

    A listed 应报日期 goes before the schedule's. When no folder brings 报送任务 all are 无数据: its silence is no one's delay.
    """
    brought = [_rows(month) for month in records if month.reported(TABLE)]
    listed = pd.concat(brought, ignore_index=True).to_dict("records") if brought else []
    found = {(row["任务类型"], row["单位代码"], row["期次"]): row for row in listed}
    rounds = {(duty.kind, duty.period): duty for duty in duties}
    wanted = {(kind, unit, period): duty for (kind, period), duty in rounds.items() for unit in units}
    for key, row in found.items():
        duty = rounds.get((key[0], key[2]))
        if key not in wanted and key[1].startswith("" if region == NATION else region) and (row["应报日期"] or duty):
            wanted[key] = duty or Duty(key[0], key[2], row["应报日期"])
    every = [_task(duty, key[1], found.get(key), on, bool(brought)) for key, duty in wanted.items()]
    return tuple(sorted(every, key=lambda task: (task.duty.due, task.duty.kind, task.unit)))


def _rows(records: MonthRecords) -> pd.DataFrame:
    columns = ["任务类型", "单位代码", "期次", "应报日期", "实报日期", "状态"]
    rows = records.frame(TABLE, columns).astype(object)
    rows = rows.where(rows.notna(), None)
    return rows.assign(单位代码=rows["单位代码"].map(short_code), 期次=rows["期次"].map(period_of))


def short_code(code: str) -> str:
    """A region code without the zeros that pad it (contract: padded forms equal the short ones)."""
    if not (code.isdigit() and len(code) in (6, 9, 12)):
        return code
    for length in (2, 4, 6, 9):
        if length < len(code) and set(code[length:]) == {"0"}:
            return code[:length]
    return code


def period_of(text: str) -> str:
    """`2020-06` from 2020-06, 202006, 2020年6月; any other text as it is."""
    match = _PERIOD.match(text)
    return f"{match[1]}-{int(match[2]):02d}" if match and 1 <= int(match[2]) <= 12 else text


def _task(duty: Duty, unit: str, row: dict | None, on: date, known: bool) -> Task:
    if not known:
        return Task(duty, unit, UNKNOWN)
    status, sent = (row["状态"], row["实报日期"]) if row else (None, None)
    due = (row and row["应报日期"]) or duty.due
    duty = Duty(duty.kind, duty.period, due, duty.clause)
    if status == RETURNED:
        waiting = judge(None, due, on, day_over=False)
        return Task(duty, unit, RETURNED, sent, waiting.days if waiting.state != PENDING else None)
    if sent is None and status in _REPORTED:
        return Task(duty, unit, UNDATED, verified=status == "核实")
    standing = judge(sent, due, on, day_over=False)
    remind = standing.state == PENDING and (standing.days or 0) <= REMINDER_DAYS
    verified = status == "核实" and standing.state in (ON_TIME, LATE)
    return Task(duty, unit, standing.state, sent, standing.days, verified, remind)
