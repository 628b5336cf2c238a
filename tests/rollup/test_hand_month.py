"""One month computed by hand (hand_month.yaml): counts, status at all six levels, warned households, who is missing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from dashboard import rollup
from dashboard.hierarchy import LEVELS, Hierarchy, level_of, month_regions
from dashboard.policy import load
from tests.rollup.build import month as build

HAND = yaml.safe_load((Path(__file__).parent / "hand_month.yaml").read_text(encoding="utf-8"))
QINGHAI = load().profile("QH-2020")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    return build(tmp_path_factory.mktemp("hand"), "2020-06", HAND["tables"])


@pytest.fixture(scope="module")
def table(records):
    tree = Hierarchy.from_frame(month_regions(records))
    return rollup.table(tree, rollup.counts(records, QINGHAI), QINGHAI, "2020-06")


@pytest.mark.parametrize("region", HAND["expected"])
def test_counts_and_status(table, region):
    rows = table[table["region_code"] == region].set_index("indicator")
    found = {
        i: [int(rows.at[i, "numerator"]), int(rows.at[i, "denominator"]), rows.at[i, "status"]] for i in HAND["expected"][region]
    }
    assert found == HAND["expected"][region]


def test_targets_are_the_policys_operator_and_value(table):
    nation = table[table["region_code"] == "0"].set_index("indicator")["target"]
    assert {indicator: nation[indicator] for indicator in HAND["targets"]} == HAND["targets"]


def test_every_region_has_every_indicator_from_its_level_up(table):
    regions = {level: set(table.loc[table["level"] == level, "region_code"]) for level in LEVELS}
    for indicator, lowest in {"M-01": "village", "M-08": "county", "M-09": "township", "M-12.county": "county"}.items():
        levels = LEVELS[: LEVELS.index(lowest) + 1]
        rows = table[table["indicator"] == indicator]
        assert set(rows["region_code"]) == set().union(*(regions[level] for level in levels))
        assert list(rows["level"]) == [level_of(code) for code in rows["region_code"]]


def test_order_is_by_region_then_indicator(table):
    keys = list(zip(table["region_code"], table["indicator"], strict=True))
    assert keys == sorted(keys)


def test_warned_households(records):
    rows = rollup.warnings(records, QINGHAI).astype(object)
    assert [[None if value is pd.NA else value for value in row] for row in rows.to_numpy()] == HAND["warnings"]


def test_no_warning_rule_outside_qinghai(records):
    assert rollup.warnings(records, load().profile("CN-2017")).empty


@pytest.mark.parametrize("indicator", HAND["missing_people"])
def test_who_is_missing(records, indicator):
    rows = rollup.missing_people(records, QINGHAI, indicator, "0")
    columns = ["person", "case"] if "case" in rows else ["person"]
    assert sorted(rows[columns].astype(object).to_numpy().tolist()) == HAND["missing_people"][indicator]


def test_who_is_missing_in_one_village_with_reason(records):
    rows = rollup.missing_people(records, QINGHAI, "M-01", "630102001001")
    assert rows[["person", "household", "disease", "state"]].astype(object).to_numpy().tolist() == [["P2", "H1", "F20", "未救治"]]


def test_indicators_without_cases_have_no_list(records):
    with pytest.raises(ValueError, match="M-08"):
        rollup.missing_people(records, QINGHAI, "M-08", "0")
