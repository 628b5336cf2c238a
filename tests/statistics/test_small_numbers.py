"""Intervals, funnel limits, rank intervals and trends against textbook values and slow, obvious counting."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from dashboard.statistics import funnel, rank_intervals, trend, wilson
from dashboard.statistics.funnel import BEYOND_95, BEYOND_998, INSIDE, limits

pairs = st.integers(1, 400).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


def test_wilson_textbook_values():
    assert wilson(8, 10) == pytest.approx((49.02, 94.33), abs=0.01)
    assert wilson(0, 10) == pytest.approx((0, 27.75), abs=0.01)
    assert wilson(10, 10) == pytest.approx((72.25, 100), abs=0.01)


@pytest.mark.parametrize(("n", "d"), [(0, 0), (3, 2), (-1, 4)])
def test_wilson_of_no_share_is_none(n, d):
    assert wilson(n, d) is None


@settings(deadline=None)
@given(pairs)
def test_wilson_holds_the_share(pair):
    low, high = wilson(*pair)
    assert 0 <= low <= 100 * pair[0] / pair[1] <= high <= 100


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 300), st.floats(0.02, 0.98))
def test_limits_bracket_the_binomial_tail(size, share):
    low, high = (float(bound[0]) for bound in limits(share, [size], 95.0))
    assert binom.cdf(low * size - 1.001, size, share) <= 0.025
    assert binom.sf(high * size + 1.001, size, share) <= 0.025
    wider_low, wider_high = (float(bound[0]) for bound in limits(share, [size], 99.8))
    assert wider_low <= low <= high <= wider_high


def test_limits_come_near_the_normal_ones_for_large_units():
    low, high = limits(0.9, [100_000], 95.0)
    half = norm.ppf(0.975) * (0.9 * 0.1 / 100_000) ** 0.5
    assert (float(low[0]), float(high[0])) == pytest.approx((0.9 - half, 0.9 + half), abs=1e-5)


def test_funnel_places_units_by_their_size():
    """The same 80 % is chance in ten persons and far out in a thousand."""
    drawn = funnel([("small", 8, 10), ("large", 800, 1000), ("rest", 9_300, 10_000), ("none", 0, 0)])
    assert drawn.centre == pytest.approx(100 * 10_108 / 11_010)
    assert {u.key: (u.position, u.side) for u in drawn.units} == {
        "small": (INSIDE, 0),
        "large": (BEYOND_998, -1),
        "rest": (BEYOND_998, 1),
    }
    assert drawn.curve[0][0] == 10
    assert drawn.curve[-1][0] == 10_000


def test_funnel_between_the_two_limits():
    drawn = funnel([("odd", 45, 60), ("rest", 8_630, 10_000)])
    assert {u.key: u.position for u in drawn.units}["odd"] == BEYOND_95


def test_all_of_a_small_unit_is_no_wonder():
    """0.89^5 = 56 %: five of five are nothing special; five hundred of five hundred are."""
    drawn = funnel([("five", 5, 5), ("many", 500, 500), ("rest", 8_900, 10_000)])
    placed = {u.key: (u.position, u.side) for u in drawn.units}
    assert (placed["five"], placed["many"]) == ((INSIDE, 0), (BEYOND_998, 1))
    assert drawn.curve[0][2] == 100


@settings(max_examples=25, deadline=None)
@given(st.lists(pairs, min_size=2, max_size=8))
def test_positions_are_exact_tails(counts):
    drawn = funnel((str(k), *pair) for k, pair in enumerate(counts))
    share = sum(n for n, _ in counts) / sum(d for _, d in counts)
    for unit in drawn.units:
        low = binom.pmf(range(unit.numerator + 1), unit.denominator, share).sum()
        high = binom.pmf(range(unit.numerator, unit.denominator + 1), unit.denominator, share).sum()
        far = min(low, high)
        if min(abs(far - 0.001), abs(far - 0.025)) > 1e-9:
            assert unit.position == (BEYOND_998 if far < 0.001 else BEYOND_95 if far < 0.025 else INSIDE)


def test_funnel_without_cases_or_variation():
    assert funnel([("a", 0, 0)]) is None
    assert {u.position for u in funnel([("a", 5, 5), ("b", 70, 70)]).units} == {INSIDE}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(pairs, st.just((0, 0))), min_size=1, max_size=12))
def test_rank_intervals_equal_pairwise_comparison(counts):
    known = [pair for pair in counts if pair[1]]
    z = norm.ppf((1 + 0.95 ** (1 / max(1, len(known)))) / 2)
    for pair, place in zip(counts, rank_intervals(counts), strict=True):
        if not pair[1]:
            assert place is None
            continue
        low, high = wilson(*pair, z)
        better = sum(wilson(*other, z)[0] > high for other in known)
        worse = sum(wilson(*other, z)[1] < low for other in known)
        assert place == (1 + better, len(known) - worse)


def test_rank_intervals_of_clear_and_unclear_orders():
    assert rank_intervals([(990, 1000), (900, 1000), (500, 1000)]) == [(1, 1), (2, 2), (3, 3)]
    assert rank_intervals([(9, 10), (8, 10), (7, 10)]) == [(1, 3)] * 3


def test_a_trend_needs_five_months_and_order():
    rising = [(80 + i, 100) for i in range(5)]
    assert (trend(rising).direction, trend(rising).p_value) == (1, pytest.approx(2 / 120))
    assert trend(rising[::-1]).direction == -1
    assert trend(rising[:4]) == trend([*rising[:4], None, (0, 0)])
    assert trend(rising[:4]).p_value is None
    assert trend([(9, 10)] * 8).direction == 0
    assert trend([(80, 100), (90, 100), (85, 100), (88, 100), (84, 100)]).direction == 0


def test_trend_p_values_are_those_of_all_orders():
    """The exact null distribution: every order of the five months is equally likely."""
    orders = [sum((b > a) - (b < a) for i, a in enumerate(o) for b in o[i + 1 :]) for o in permutations(range(5))]
    shown = (80, 81, 84, 83, 85)
    own = sum((b > a) - (b < a) for i, a in enumerate(shown) for b in shown[i + 1 :])
    expected = sum(abs(s) >= abs(own) for s in orders) / len(orders)
    assert trend([(n, 100) for n in shown]).p_value == pytest.approx(expected)
