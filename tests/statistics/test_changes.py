import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.statistics import change

counts = st.integers(1, 400).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


def test_newcombes_own_example():
    """Newcombe (1998), table II, first contrast: 56/70 against 48/80, method 10: 0.0524 to 0.3339."""
    found = change((48, 80), (56, 70))
    assert found is not None
    assert found.points == pytest.approx(20.0)
    assert (found.low, found.high) == (pytest.approx(5.24, abs=0.01), pytest.approx(33.39, abs=0.01))
    assert found.direction == 1


@given(counts, counts)
def test_turning_the_months_around_turns_the_change_around(before, after):
    there, back = change(before, after), change(after, before)
    assert there is not None
    assert back is not None
    assert there.direction == -back.direction
    assert there.low == pytest.approx(-back.high)
    assert there.low - 1e-9 <= there.points <= there.high + 1e-9


@given(counts)
def test_the_same_counts_are_no_change(same):
    found = change(same, same)
    assert found is not None
    assert (found.points, found.direction) == (0.0, 0)


def test_a_single_person_is_noise_and_no_cases_are_no_data():
    assert change((1, 1), (1, 2)).direction == 0
    assert change((0, 0), (3, 4)) is None
    assert change((3, 4), (0, 0)) is None
