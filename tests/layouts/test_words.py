"""Numbers and months as officials write them."""

import pytest

from dashboard.ratio import Ratio
from layouts import words


def test_percent_is_cut_and_0_of_0_has_none():
    assert words.percent(Ratio(1999, 2000)) == "99.9%"
    assert words.percent(Ratio(0, 0)) == words.percent(None) == "无数据"


@pytest.mark.parametrize(
    ("points", "said"),
    [(2.14, "较上月 +2.1 个百分点"), (-0.3, "较上月 −0.3 个百分点"), (0.04, "较上月持平"), (0.0, "较上月持平"), (None, "")],
)
def test_change_says_against_what(points, said):
    assert words.change(points) == said


@pytest.mark.parametrize(("text", "said"), [(">=90", "≥90%"), ("==100", "100%"), (">50", "＞50%"), (None, "")])
def test_targets_read_as_signs(text, said):
    assert words.target(text) == said


def test_spark_keeps_gaps_and_order():
    assert words.spark((80.0, None, 90.0)) == "▁·█"
    assert words.spark((80.0,)) == ""
    assert words.spark((None, None)) == ""


def test_month_and_grouping():
    assert words.month("2020-06") == "2020年6月"
    assert words.fraction(Ratio(1532, 1552)) == "1,532/1,552"
