"""Whether records and reports came when they were due: the 15-day clock, the monthly clock, reporting tasks (S11, S12)."""

from dashboard.filing.clocks import LATE, MISSING, ON_TIME, PENDING, STATES, UNDATED, Standing, inpatient_due, judge, month_due
from dashboard.filing.counts import COUNTS, matrix, monitored
from dashboard.filing.data_years import completeness
from dashboard.filing.duties import Duty, Task, schedule, tasks
from dashboard.filing.monthly import FOLLOW_UPS, MONITORED
from dashboard.filing.stays import overdue

__all__ = [
    "COUNTS",
    "FOLLOW_UPS",
    "LATE",
    "MISSING",
    "MONITORED",
    "ON_TIME",
    "PENDING",
    "STATES",
    "UNDATED",
    "Duty",
    "Standing",
    "Task",
    "completeness",
    "inpatient_due",
    "judge",
    "matrix",
    "monitored",
    "month_due",
    "overdue",
    "schedule",
    "tasks",
]
