"""Distances agree with the haversine formula, and the nearest place with a plain search over all of them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.blankspots import Places
from dashboard.blankspots.near import EARTH_KM


def haversine(a: tuple[float, float], b: tuple[float, float]) -> float:
    east, north = math.radians(b[0] - a[0]), math.radians(b[1] - a[1])
    half = math.sin(north / 2) ** 2 + math.cos(math.radians(a[1])) * math.cos(math.radians(b[1])) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def places(points: list[tuple[float, float]]) -> Places:
    codes = [f"{n:012d}" for n in range(len(points))]
    return Places(pd.DataFrame({"code": codes, "lon": [p[0] for p in points], "lat": [p[1] for p in points]}))


def nearest(found: Places, code: str, point: tuple[float, float]) -> tuple[int, float]:
    row, km = found.nearest(np.array([code], dtype=object), np.array([point[0]]), np.array([point[1]]))
    return int(row[0]), float(km[0])


points = st.tuples(st.floats(73, 136), st.floats(3, 54))


@settings(max_examples=60, deadline=None)
@given(st.lists(points, min_size=1, max_size=12), points)
def test_the_nearest_place_and_its_distance_are_those_of_a_plain_search(candidates, asker):
    _, km = nearest(places(candidates), "asker", asker)
    assert km == pytest.approx(min(haversine(asker, place) for place in candidates), abs=1e-6)


def test_a_known_distance():
    """Xining to Yushu town: 2.6 degrees of longitude and 3.6 of latitude, worked out with the formula above."""
    _, km = nearest(places([(97.01, 33.00)]), "asker", (101.78, 36.62))
    assert km == pytest.approx(haversine((101.78, 36.62), (97.01, 33.00)))
    assert 585 < km < 600


def test_ones_own_place_is_not_somewhere_to_go():
    found = places([(100.0, 36.0), (101.0, 36.0)])
    assert nearest(found, "000000000000", (100.0, 36.0))[0] == 1


def test_without_another_place_or_an_own_position_nothing_is_told():
    assert nearest(places([(100.0, 36.0)]), "000000000000", (100.0, 36.0))[0] == -1
    row, km = nearest(places([(100.0, 36.0)]), "asker", (math.nan, math.nan))
    assert row == -1
    assert math.isnan(km)
    empty = Places(pd.DataFrame({"code": [], "lon": [], "lat": []}, dtype=float))
    assert nearest(empty, "asker", (100.0, 36.0))[0] == -1
