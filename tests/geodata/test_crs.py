from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import crs

in_china = st.tuples(st.floats(74, 134), st.floats(18, 53))
METRE = 1 / crs.METRES_PER_DEGREE


@given(in_china)
@settings(max_examples=60)
@pytest.mark.parametrize("system", crs.SYSTEMS)
def test_there_and_back_is_exact_to_a_micrometre(system, point):
    here = np.array([point])
    back = crs.to_wgs84(crs.from_wgs84(here, system), system)
    assert np.abs(back - here).max() < 1e-6 * METRE


def test_known_shift_of_tiananmen():
    """Published pair: WGS84 116.3912, 39.9075 stands at 116.3974, 39.9089 on a GCJ-02 map (to four decimals)."""
    shifted = crs.wgs84_to_gcj02(np.array([[116.3912, 39.9075]]))[0]
    assert shifted == pytest.approx([116.39744, 39.90890], abs=2e-4)


@pytest.mark.parametrize("system", crs.SYSTEMS)
def test_the_system_is_told_by_its_shift(system):
    rng = np.random.default_rng(1)
    true = np.column_stack([rng.uniform(96, 103, 9), rng.uniform(32, 38, 9)])
    noisy = crs.from_wgs84(true, system) + rng.normal(0, 60 * METRE, true.shape)
    found, left = crs.detect(noisy, true)
    assert found == system
    assert left[found] < 100
    assert min(left[other] for other in crs.SYSTEMS if other != system) > 150


def test_nothing_to_compare_means_as_declared():
    assert crs.detect(np.empty((0, 2)), np.empty((0, 2))) == ("wgs84", {})
