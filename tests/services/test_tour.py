"""The big screen's tour over the hand-made months (`months/`, see `test_map_services.py`)."""

import pytest

from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.selection import Selection


def stops(services, region, month="2020-05", layer="M-04"):
    return services.tour(LOCAL, services.resolve(LOCAL, Selection(region=region, month=month, layer=layer)))


def test_counties_that_lack_most_come_first_with_their_reasons(hand_services):
    first = stops(hand_services, "63")[0]
    assert (first.region.code, first.region.level) == ("632701", "county")
    assert first.path == "青海省 › 玉树藏族自治州"
    assert any(reason.startswith("随访率 50.0%，目标 90%，还差 1 人") for reason in first.reasons)
    assert 1 <= len(first.reasons) <= 3


def test_the_nation_is_toured_by_county_and_a_county_by_township(hand_services):
    assert [stop.region.code for stop in stops(hand_services, "0")] == [stop.region.code for stop in stops(hand_services, "63")]
    assert {stop.region.level for stop in stops(hand_services, "632701")} == {"township"}


def test_where_nothing_is_missing_nothing_is_visited(hand_services):
    assert stops(hand_services, "63", "2020-06") == ()


def test_outside_the_viewers_area_is_refused(hand_services):
    with pytest.raises(Forbidden):
        hand_services.tour(Viewer("x", "county", "632722"), Selection(region="632701", month="2020-05"))
