"""Strict never judges better than default, default never better than lenient; a blank never adds to what is certain."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pandas as pd
import pytest

from dashboard import scoring
from tests.scoring import build, units
from tests.scoring.test_against_reference import inputs_of

BETTER = {"达标": 3, "缺报": 2, "未达标": 1, "无机构": 1}
RISKIER = {"无风险": 3, "缺报": 2, "有风险": 1, "空白点": 0}


def by_preset(month: units.Month, root: Path, tier: str) -> dict[str, pd.DataFrame]:
    inputs = inputs_of(month, root)
    found = {}
    for preset in scoring.PRESETS:
        verdicts = scoring.score(inputs, build.rules(preset)).verdicts
        found[preset] = verdicts[verdicts["tier"] == tier].set_index("region_code")
    return found


@pytest.mark.parametrize("tier", ["county", "township", "village"])
def test_presets_are_ordered(tier: str, tmp_path: Path) -> None:
    rng = Random(31)
    months = {"county": units.hospital_month, "village": units.village_month}
    month = units.township_month(rng, 800, False) if tier == "township" else months[tier](rng, 800)
    found = by_preset(month, tmp_path, tier)
    words = RISKIER if tier == "village" else BETTER
    strict, default, lenient = (found[preset]["status"].map(words) for preset in ("strict", "default", "lenient"))
    assert (strict <= default).all()
    assert (default <= lenient).all()
    if tier == "village":
        for one, other in (("strict", "default"), ("default", "lenient")):
            more, fewer = (found[preset]["flags"].str.split(";").map(lambda f: set(f) - {""}) for preset in (one, other))
            # a doctor who counts only at home (V-13 strict) cannot raise ①–③ elsewhere; then Z2 stands instead
            for raised, expected in zip(more, fewer, strict=True):
                assert expected <= raised or "Z2" in raised
    else:
        for side in ("low", "high"):
            values = {preset: pd.to_numeric(frame[side]) for preset, frame in found.items()}
            known = values["strict"].notna()
            assert (values["strict"][known] <= values["default"][known]).all()
            known = values["lenient"].notna() & values["default"].notna()
            assert (values["default"][known] <= values["lenient"][known]).all()


def test_whole_and_linear_points_pass_alike(tmp_path: Path) -> None:
    """G-3 changes the figures shown, never the verdict."""
    for number, month in enumerate((units.hospital_month(Random(32), 400), units.township_month(Random(33), 400, True))):
        inputs = inputs_of(month, tmp_path / str(number))
        whole = scoring.score(inputs, build.rules()).verdicts
        linear = scoring.score(inputs, build.rules("default", {"G-3": "lenient"})).verdicts
        assert (whole["status"] == linear["status"]).all()
        assert (whole["low"] != linear["low"]).any()


def test_closed_regions_placeholders_and_communities_are_not_judged(tmp_path: Path) -> None:
    places = build.regions(
        [
            ("0", None),
            ("630121", None),
            ("630122", None),
            ("630101", None),
            ("630121100", 1),
            ("630121100201", 1),
            ("630121100202", 1),
        ],
        closed=("630122",),
    )
    places.loc[places["code"] == "630101", "name"] = "市辖区"
    places.loc[places["code"] == "630121100202", "is_admin_village"] = False
    inputs = build.gathered(tmp_path, {"医疗卫生机构": []}, places)
    assert list(scoring.score(inputs, build.rules()).verdicts["region_code"]) == ["630121", "630121100", "630121100201"]


def test_a_value_can_be_tried_out(tmp_path: Path) -> None:
    month = units.hospital_month(Random(34), 200)
    inputs, rules = inputs_of(month, tmp_path), build.rules()
    passing = (scoring.score(inputs, rules).verdicts["status"] == "达标").sum()
    easier = (scoring.score(inputs, rules.with_values({"county.pass_line": 60})).verdicts["status"] == "达标").sum()
    assert easier > passing


@pytest.mark.parametrize(
    ("overrides", "said"),
    [({"X-1": "strict"}, "没有口径编号"), ({"G-3": "strict"}, "没有“strict”读法"), ({"T-16": "option"}, "没有“option”读法")],
)
def test_unknown_readings_are_refused(overrides: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build.rules("default", overrides)
