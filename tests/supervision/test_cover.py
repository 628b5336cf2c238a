"""The greedy choice against every choice there is; the least that rescues most against every subset."""

from itertools import combinations
from math import e

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.supervision import cover, rescue_steps

weights = st.integers(0, 20)
apart = st.lists(weights, max_size=6)
shared = st.dictionaries(st.sampled_from("abcde"), st.sets(st.integers(0, 7)), max_size=5)


@settings(max_examples=80, deadline=None)
@given(apart, st.integers(0, 6))
def test_counties_do_not_overlap_so_the_greedy_choice_is_the_best(amounts, k):
    holds = {f"{n:06d}": {n: amount} for n, amount in enumerate(amounts)}
    best = max((sum(chosen) for chosen in combinations(amounts, min(k, len(amounts)))), default=0)
    found = cover(holds, k)
    assert sum(one.added for one in found) == best
    assert all(one.added > 0 for one in found)


@settings(max_examples=80, deadline=None)
@given(shared, st.integers(1, 4))
def test_with_shared_items_it_reaches_the_known_bound_and_counts_nothing_twice(sets, k):
    weight = {item: item + 1 for item in range(8)}
    holds = {key: {item: weight[item] for item in items} for key, items in sets.items()}
    taken = cover(holds, k)
    covered = set().union(*(sets[one.key] for one in taken))
    assert sum(one.added for one in taken) == sum(weight[item] for item in covered)
    best = max((sum(weight[i] for i in set().union(*c)) for c in combinations(sets.values(), min(k, len(sets)))), default=0)
    assert sum(one.added for one in taken) >= (1 - 1 / e) * best


def test_ties_go_to_the_smaller_code():
    assert [one.key for one in cover({"63b": {1: 5}, "63a": {2: 5}}, 1)] == ["63a"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 5), max_size=7))
def test_no_other_choice_rescues_as_many_with_fewer_actions(needed):
    for spent, rescued in rescue_steps(needed):
        assert spent == min(sum(chosen) for chosen in combinations(needed, rescued))
    assert (rescue_steps(needed) or ((0, 0),))[-1] == (sum(needed), len(needed))
