"""The classes stay apart for colour-blind readers, and none is told by colour alone.

Distances are CAM02-UCS (1 is just noticeable side by side; 10 is told apart at a glance across a map), after a simulation of
complete protanopia, deuteranopia and tritanopia (Machado et al. 2009).
"""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from dashboard.looks import CHANGE_CLASSES, INSTITUTION_CLASSES, LOOKS, MARKER_FILL, RATE_CLASSES, VILLAGE_CLASSES

AT_A_GLANCE = 10.0
READABLE = 4.5
"""WCAG 1.4.3: contrast of text."""
EYES = (None, "protanomaly", "deuteranomaly", "tritanomaly")
ASSETS = Path(__file__).resolve().parents[2] / "assets"


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def seen(colour: str, eyes: str | None) -> np.ndarray:
    if eyes is None:
        return rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": eyes, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def distance(one: str, other: str, eyes: str | None) -> float:
    return float(deltaE(seen(one, eyes), seen(other, eyes), input_space="sRGB1", uniform_space="CAM02-UCS"))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("names", [RATE_CLASSES, CHANGE_CLASSES], ids=["rates", "changes"])
def test_classes_of_one_legend_are_told_apart(names, eyes):
    found = {pair: distance(LOOKS[pair[0]].fill, LOOKS[pair[1]].fill, eyes) for pair in combinations(names, 2)}
    closest = min(found, key=found.__getitem__)
    assert found[closest] >= AT_A_GLANCE, f"{closest} are {found[closest]:.1f} apart for {eyes}"


@pytest.mark.parametrize("eyes", EYES)
def test_statuses_that_are_filled_are_told_apart(eyes):
    for names in (INSTITUTION_CLASSES, VILLAGE_CLASSES):
        for one, other in combinations((n for n in names if not LOOKS[n].pattern), 2):
            assert distance(LOOKS[one].fill, LOOKS[other].fill, eyes) >= AT_A_GLANCE, (one, other)


@pytest.mark.parametrize("eyes", EYES)
def test_points_of_good_and_bad_are_told_apart(eyes):
    for good, bad in (("达标", "未达标"), ("无风险", "有风险"), ("达标", "缺报")):
        assert distance(MARKER_FILL[good], MARKER_FILL[bad], eyes) >= AT_A_GLANCE, (good, bad)


def test_no_class_is_told_by_colour_alone():
    for name, look in LOOKS.items():
        assert look.words, name
    for names in (INSTITUTION_CLASSES, VILLAGE_CLASSES):
        assert len({LOOKS[name].symbol for name in names}) == len(names)
        assert len({LOOKS[name].marker for name in names}) == len(names)
    arrows = {name: LOOKS[name].symbol for name in ("better", "worse")}
    assert arrows == {"better": "↑", "worse": "↓"}
    assert LOOKS["no_data"].pattern != LOOKS["no_policy"].pattern != ""


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("#1F2933", "#F7F9FB"),
        ("#52606D", "#F7F9FB"),
        ("#0072B2", "#FFFFFF"),
        ("#B84A00", "#FFFFFF"),
        ("#8C2D04", "#F7F9FB"),
        ("#000000", "#D55E00"),
    ],
)
def test_text_is_readable_on_its_paper(text, paper):
    assert contrast(text, paper) >= READABLE


@pytest.mark.parametrize("name", ["gap2", "gap5", "gap10", "gap"])
def test_the_coloured_matrix_wears_the_palette(name):
    assert f".trust .cell.{name} {{ background-color: {LOOKS[name].fill.lower()};" in (ASSETS / "trust.css").read_text("utf-8")
