from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dashboard.ratio import Ratio, truncated_percent


def test_truncates_and_never_rounds_up_to_full():
    assert Ratio(1999, 2000).percent() == "99.9"
    assert truncated_percent(8996, 10000, 1) == "89.9"
    assert truncated_percent(1, 3, 0) == "33"


def test_nothing_of_nothing_is_no_data():
    assert Ratio(0, 0).value is None
    assert Ratio(0, 0).percent() is None
    assert Ratio(0, 5).percent() == "0.0"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_shown_percentage_is_at_most_the_exact_one_and_closer_than_a_step(numerator, denominator):
    shown = Fraction(truncated_percent(numerator, denominator, 1))
    exact = Fraction(100 * numerator, denominator)
    assert shown <= exact < shown + Fraction(1, 10)
