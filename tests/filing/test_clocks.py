"""Boundary days of the two clocks (O-5, O-6, O-7)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filing import LATE, MISSING, ON_TIME, PENDING, Standing, inpatient_due, judge, month_due

DISCHARGED = date(2020, 6, 1)
A = date(2020, 6, 30)
DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("filed", "as_of", "expected"),
    [
        (date(2020, 6, 16), A, Standing(ON_TIME, 0)),  # discharge + 15
        (date(2020, 6, 17), A, Standing(LATE, 1)),  # discharge + 16
        (None, date(2020, 6, 16), Standing(MISSING, 0)),  # the last day has ended
        (None, date(2020, 6, 15), Standing(PENDING, 1)),
        (date(2020, 7, 2), A, Standing(LATE, 16)),  # filed after A, long due: late, not missing
        (date(2020, 6, 16), date(2020, 6, 10), Standing(PENDING, 6)),  # not filed yet at A
    ],
)
def test_fifteen_days_after_discharge(filed, as_of, expected):
    assert judge(filed, inpatient_due(DISCHARGED, 15), as_of) == expected


def test_a_month_is_due_on_its_last_day():
    assert month_due("2020-02") == date(2020, 2, 29)
    assert month_due("2020-06", 5) == date(2020, 7, 5)


@pytest.mark.parametrize(
    ("filed", "on", "expected"),
    [
        (None, date(2020, 5, 19), Standing(PENDING, 1)),
        (None, date(2020, 5, 20), Standing(PENDING, 0)),  # until midnight
        (None, date(2020, 5, 21), Standing(MISSING, 1)),
        (date(2020, 5, 20), date(2020, 5, 20), Standing(ON_TIME, 0)),
        (date(2020, 5, 21), date(2020, 5, 25), Standing(LATE, 1)),
    ],
)
def test_a_duty_is_due_at_the_end_of_its_day(filed, on, expected):
    assert judge(filed, date(2020, 5, 20), on, day_over=False) == expected


@given(filed=st.none() | DAYS, due=DAYS, as_of=DAYS)
def test_a_filing_only_ever_leaves_pending_as_time_goes_on(filed, due, as_of):
    now, later = judge(filed, due, as_of), judge(filed, due, as_of + timedelta(days=1))
    assert now.state == PENDING or now.state == later.state or (now.state, later.state) == (MISSING, LATE)
    assert now.days is not None
    assert now.days >= 0
    assert (now.state == PENDING) <= (due > as_of)
