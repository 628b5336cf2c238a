"""The funnel's picture: what lies above the limits is no warning."""

from dashboard.statistics import funnel
from layouts.lists.funnel import figure


def test_units_above_and_below_the_limits_look_different():
    found = funnel([("low", 800, 1000), ("high", 1000, 1000), ("most", 18_000, 20_000)])
    marks = {dot["name"]: (dot["text"], dot["marker"]["symbol"]) for dot in figure(found, {})["data"] if dot["mode"] == "markers"}
    assert marks["明显偏低（99.8%限以下）"] == (["low 80.0%（800/1,000）"], "triangle-down")
    assert marks["明显偏高（99.8%限以上）"] == (["high 100.0%（1,000/1,000）"], "triangle-up")
