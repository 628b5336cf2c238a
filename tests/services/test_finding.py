"""Filters of units and points on the hand-made months.

H1 达标 (89), T1 达标 (77) in June; 69 and 72 in May; 甲 ①, 丙 and 丁 blank spots, 杂多县 and 萨呼腾镇 without institution (see
`test_map_services.py`)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.finding import STATUSES, Filter, WrongFilterError
from dashboard.publishing.cube import TIERS
from dashboard.selection import Selection
from dashboard.services.finding import said

MAY, JUNE = "2020-05", "2020-06"
filters = st.builds(
    Filter,
    tier=st.lists(st.sampled_from(TIERS), unique=True).map(tuple),
    status=st.lists(st.sampled_from(STATUSES), unique=True).map(tuple),
    rule=st.lists(st.sampled_from(["Z1", "2", "township.drugs"]), unique=True).map(tuple),
    near=st.integers(0, 99),
    within=st.lists(st.integers(0, 1800000).map(lambda n: n / 10000), max_size=8).map(
        lambda n: tuple(n[: len(n) // 2 * 2]) if len(n) > 3 else ()
    ),
)


def found(services, find: str, region: str = "63", month: str = JUNE, limit: int | None = None):
    return services.find(LOCAL, Selection(region=region, month=month, find=find), limit)


def names(services, find: str, **where) -> list[str]:
    return [row.region.name for row in found(services, find, **where).rows]


@given(filters)
@settings(max_examples=40)
def test_a_filter_survives_its_link(wanted):
    assert Filter.parse(wanted.text()) == wanted
    assert Selection.from_query(Selection(find=wanted.text()).query()).find == wanted.text()


@given(filters, st.sampled_from(["tier", "status", "rule"]), st.sampled_from(["village", "达标", "Z2"]))
@settings(max_examples=20)
def test_a_value_toggled_twice_changes_nothing_asked(wanted, key, value):
    again = wanted.toggled(key, value).toggled(key, value)
    assert set(getattr(again, key)) == set(getattr(wanted, key))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("tier", "hospital"),
        ("status", "好"),
        ("rule", "Z9"),
        ("near", "0"),
        ("near", "-1"),
        ("within", "101"),
        ("within", "a_b_c_d"),
    ],
)
def test_what_cannot_be_looked_for_is_said_and_an_old_link_opens(key, value):
    with pytest.raises(WrongFilterError) as wrong:
        Filter.of({key: value})
    assert wrong.value.field == key
    assert Filter.parse(f"{key}:{value};status:达标") == Filter(status=("达标",))


def test_an_empty_filter_takes_all(hand_services):
    every = found(hand_services, "")
    assert (every.total, every.of) == (7, 7)
    assert every.by_child == {"6327": 7}
    assert sum(facet.units for facet in every.tiers) == sum(facet.units for facet in every.statuses) == 7


@pytest.mark.parametrize(
    ("find", "month", "expected"),
    [
        ("tier:county", JUNE, ["杂多县", "玉树市"]),
        ("status:空白点", JUNE, ["丙村委会", "丁村委会"]),
        ("status:空白点,未达标", MAY, ["丁村委会", "玉树市"]),
        ("rule:Z1", JUNE, ["丁村委会"]),
        ("rule:1,2", MAY, ["甲村委会", "丙村委会"]),
        ("rule:county.policy", MAY, ["玉树市"]),
        ("tier:township;rule:county.policy", MAY, []),
        ("near:5", MAY, ["玉树市"]),  # 69 of 70
        ("near:5", JUNE, []),  # 达标 is past the line
    ],
)
def test_units_that_fit(hand_services, find, month, expected):
    assert names(hand_services, find, month=month) == expected


def test_facets_count_under_the_other_keys(hand_services):
    may = found(hand_services, "tier:village;status:有风险", month=MAY)
    assert {facet.value: facet.units for facet in may.tiers} == {"county": 0, "township": 0, "village": 2}
    assert {facet.value: facet.units for facet in may.statuses if facet.units} == {"空白点": 1, "有风险": 2}
    assert [facet.value for facet in may.rules] == ["Z1", "Z2", "1", "2", "3", "4"], "rules of the chosen tier alone"


def test_where_they_are_by_child_and_in_words(hand_services):
    blank = found(hand_services, "status:空白点", region="6327")
    assert blank.by_child == {"632701": 1, "632722": 1}
    assert said(blank) == "空白点：7 个单位中 2 个。"


def test_points_and_institutions_obey_the_same_filter(hand_services):
    def drawn(find, month=JUNE):
        return [p.code for p in hand_services.points(LOCAL, Selection(region="63", month=month, find=find), TIERS)]

    assert drawn("") == drawn("status:达标") == drawn("rule:county.policy", MAY) == ["H1"], "the others have no place to stand"
    assert drawn("status:未达标") == drawn("tier:township") == drawn("rule:county.policy") == []
    listed = hand_services.institutions(LOCAL, Selection(region="63", month=JUNE, find="status:达标"))
    assert [row.code for row in listed] == ["H1", "T1"]


def test_an_area_holds_the_units_whose_institution_stands_in_it(hand_services):
    places = {p.code: (p.lon, p.lat) for p in hand_services.points(LOCAL, Selection(region="632701", month=JUNE), TIERS)}
    lon, lat = places["H1"]
    box = f"within:{lon - 0.001:.4f}_{lat - 0.001:.4f}_{lon + 0.001:.4f}_{lat + 0.001:.4f}"
    inside = {code for code, (x, y) in places.items() if abs(x - lon) <= 0.001 and abs(y - lat) <= 0.001}
    drawn = hand_services.points(LOCAL, Selection(region="632701", month=JUNE, find=box), TIERS)
    assert {p.code for p in drawn} == inside
    assert "玉树市" in names(hand_services, box, region="632701")
    assert found(hand_services, "within:73_3_73.1_3.1", region="632701").total == 0


def test_access_is_asked(hand_services):
    with pytest.raises(Forbidden):
        hand_services.find(Viewer("杂多县卫健局", "county", "632722"), Selection(region="632701", month=JUNE))
