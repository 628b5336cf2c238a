"""The vectorised engine must equal the plain one: every preset, every reading alone, blanks by enumeration."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import scoring
from dashboard.scoring.turning import of_rules
from tests.reference import scoring as plain
from tests.reference.scoring_villages import judge_village
from tests.scoring import build, units

FLAG_ORDER = ["Z1", "Z2", "1", "2", "3", "4"]
UNITS = 600
"""Per drawn month; every month is judged under each of at least a dozen configurations."""


def configurations(tier: str) -> list[tuple[str, dict[str, str]]]:
    """(preset, overrides): the three presets, then each reading of the tier alone."""
    alone = [("default", {r: "strict"}) for r in plain.STRICT if r.startswith(plain.OF_TIER[tier])]
    alone += [("default", {r: "lenient"}) for r in plain.LENIENT if r.startswith(plain.OF_TIER[tier])]
    options = [("default", {"T-17": "option"})] if tier == "township" else []
    return [("default", {}), ("strict", {}), ("lenient", {}), *alone, *options]


def text(value: Fraction | None) -> str:
    """Truncated to two decimals, no trailing zeros."""
    if value is None:
        return ""
    whole, part = divmod(int(value * 100), 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)


def inputs_of(month: units.Month, root: Path) -> scoring.Inputs:
    counts = build.NO_COUNTS
    if month.counts:
        counts = pd.DataFrame(month.counts, columns=list(build.NO_COUNTS.columns))
    return build.gathered(root, month.tables, build.regions(month.places), counts)


def check_rated(tier: str, month: units.Month, root: Path) -> None:
    inputs = inputs_of(month, root)
    turning = of_rules(inputs, build.rules())
    drawn = month.counties if tier == "county" else month.townships
    for preset, overrides in configurations(tier):
        cfg = {**plain.PRESETS[preset], **overrides}
        result = scoring.score(inputs, build.rules(preset, overrides), turning)
        verdicts = result.verdicts[result.verdicts["tier"] == tier].set_index("region_code")
        items = dict(zip(_item_keys(result.items), result.items.itertuples(), strict=True))
        assert list(verdicts.index) == sorted(drawn)
        seen = 0
        for code, verdict in zip(verdicts.index, verdicts.itertuples(), strict=True):
            institutions, unit = drawn[code]
            want = plain.judge(tier, institutions, unit, cfg)
            total = "" if want["low"] is None or want["low"] < want["high"] else text(want["low"])
            got = (verdict.status, verdict.institution_code, verdict.low, verdict.high, verdict.total)
            assert got == (want["status"], want["decides"], text(want["low"]), text(want["high"]), total), (code, cfg)
            assert (verdict.institutions, verdict.institutions_passing) == (want["institutions"], want["passing"]), (code, cfg)
            rows = {i["机构编码"]: i for i in institutions}
            for institution, found in want["items"].items():
                is_town = tier == "township"
                states = plain.township_states(rows[institution], unit, cfg, found) if is_town else plain.states(found)
                for item, (low, high) in found.items():
                    row = items[tier, code, institution, item]
                    expected = (text(low) if low == high else "", text(low), text(high), states[item])
                    assert (row.points, row.low, row.high, row.state) == expected, (code, item, cfg)
                    seen += 1
        assert seen == len(items)


def _item_keys(items: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(items[["tier", "region_code", "institution_code", "item"]].itertuples(index=False, name=None))


def check_villages(month: units.Month, root: Path) -> None:
    inputs = inputs_of(month, root)
    turning = of_rules(inputs, build.rules())
    for preset, overrides in configurations("village"):
        cfg = {**plain.PRESETS[preset], **overrides}
        verdicts = scoring.score(inputs, build.rules(preset, overrides), turning).verdicts
        for row in verdicts[verdicts["tier"] == "village"].itertuples():
            want = judge_village(*_village(month, row.region_code), units.DAY, cfg)
            assert (row.status, row.flags) == (want["status"], ";".join(sorted(want["flags"], key=FLAG_ORDER.index))), (
                row.region_code,
                cfg,
            )


def _village(month: units.Month, code: str) -> tuple[units.Row, list[units.Row] | None, list[units.Row]]:
    village, clinics = month.villages[code]
    if "村医" not in month.tables:
        return village, None, clinics
    return village, _serving(month).get(code, []), clinics


def _serving(month: units.Month) -> dict[str, list[units.Row]]:
    if not hasattr(month, "serving"):
        month.serving = {}
        for doctor in month.tables["村医"]:
            for code in set(doctor["服务行政村代码"]):
                month.serving.setdefault(code, []).append(doctor)
    return month.serving


@pytest.mark.parametrize("seed", [1, 2])
def test_counties(seed: int, tmp_path: Path) -> None:
    check_rated("county", units.hospital_month(Random(seed), UNITS), tmp_path)


@pytest.mark.parametrize(("seed", "computed"), [(3, False), (4, True)])
def test_townships(seed: int, computed: bool, tmp_path: Path) -> None:
    check_rated("township", units.township_month(Random(seed), UNITS, computed), tmp_path)


@pytest.mark.parametrize("seed", [5, 6])
def test_villages(seed: int, tmp_path: Path) -> None:
    check_villages(units.village_month(Random(seed), UNITS), tmp_path)


def test_villages_without_a_table_of_doctors(tmp_path: Path) -> None:
    month = units.village_month(Random(7), 300)
    del month.tables["村医"]
    check_villages(month, tmp_path)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), tier=st.sampled_from(["county", "township", "village"]))
def test_any_small_month(seed: int, tier: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    root, rng = tmp_path_factory.mktemp("month"), Random(seed)
    if tier == "village":
        check_villages(units.village_month(rng, 40), root)
    elif tier == "county":
        check_rated(tier, units.hospital_month(rng, 40), root)
    else:
        check_rated(tier, units.township_month(rng, 40, rng.random() < 0.5), root)


@pytest.mark.parametrize("tier", ["county", "township", "village"])
def test_readings_that_turn_a_unit(tier: str, tmp_path: Path) -> None:
    month = {
        "county": lambda: units.hospital_month(Random(8), 300),
        "township": lambda: units.township_month(Random(9), 300, False),
        "village": lambda: units.village_month(Random(10), 300),
    }[tier]()
    inputs = inputs_of(month, tmp_path)
    for preset in scoring.PRESETS:  # the same in all three files
        verdicts = scoring.score(inputs, build.rules(preset)).verdicts
        for row in verdicts[verdicts["tier"] == tier].itertuples():

            def status(cfg: plain.Cfg, code: str = row.region_code) -> str:
                if tier == "village":
                    return judge_village(*_village(month, code), units.DAY, cfg)["status"]
                institutions, unit = (month.counties if tier == "county" else month.townships)[code]
                return plain.judge(tier, institutions, unit, cfg)["status"]

            sensitive, readings = plain.turning(tier, status)
            assert (row.reading_sensitive, row.readings) == (int(sensitive), ";".join(readings)), row.region_code
        assert verdicts.loc[verdicts["tier"] == tier, "reading_sensitive"].any()
