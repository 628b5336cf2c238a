"""Colour classes: distance to the target, at their limits."""

import pytest

from dashboard.ratio import Ratio
from layouts import palette
from layouts.palette import LOOKS, ORDER, class_of
from tests.layouts.conftest import child


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(0.1, "gap2"), (2.0, "gap2"), (2.1, "gap5"), (5.0, "gap5"), (5.01, "gap10"), (10.0, "gap10"), (10.1, "gap")],
)
def test_below_target_darkens_with_the_gap(gap, expected):
    assert class_of(child(gap_points=gap), "M-04") == expected


def test_met_and_complete_are_two_looks():
    assert class_of(child(status="达标", ratio=Ratio(95, 100)), "M-04") == "met"
    assert class_of(child(status="达标", ratio=Ratio(100, 100)), "M-04") == "full"


def test_missing_data_is_neither_pass_nor_fail():
    assert class_of(child(status="无数据", ratio=None), "M-04") == "no_data"
    assert class_of(child(status="无数据", ratio=Ratio(0, 0)), "M-04") == "no_data"
    assert class_of(child(status="无适用口径"), "M-04") == "no_policy"


@pytest.mark.parametrize("status", ["达标", "未达标", "缺报", "无机构"])
def test_a_township_wears_its_own_verdict(status):
    assert class_of(child("632721100", level="township", status=status, counts={status: 1}), "institutions") == status


def test_a_county_wears_the_share_that_does_not_pass():
    assert class_of(child(status="未达标", gap_points=12.0, counts={"达标": 22, "未达标": 3}), "institutions") == "gap5"
    assert class_of(child(status="达标", ratio=Ratio(3, 3), gap_points=0.0, counts={"达标": 3}), "institutions") == "full"


def test_every_verdict_has_symbol_and_marker_besides_its_colour():
    for name in (*palette.INSTITUTION_CLASSES, *palette.VILLAGE_CLASSES):
        assert LOOKS[name].symbol
        assert LOOKS[name].marker
    for names in (palette.INSTITUTION_CLASSES, palette.VILLAGE_CLASSES):
        assert len({LOOKS[name].symbol for name in names}) == len(names)


def test_client_receives_looks_in_class_order():
    assert [look["fill"] for look in palette.for_client()] == [LOOKS[name].fill for name in ORDER]
    assert palette.number_of("full") == 0
