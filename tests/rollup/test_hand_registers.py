"""A month of registers computed by hand (hand_registers.yaml): M-11, M-14 … M-16, M-18 … M-23 from the village to the nation."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dashboard import rollup
from dashboard.hierarchy import Hierarchy, month_regions
from dashboard.policy import load
from tests.rollup.build import month as build

HAND = yaml.safe_load((Path(__file__).parent / "hand_registers.yaml").read_text(encoding="utf-8"))
QINGHAI = load().profile("QH-2020")


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    records = build(tmp_path_factory.mktemp("hand"), "2020-06", HAND["tables"])
    tree = Hierarchy.from_frame(month_regions(records))
    table = rollup.table(tree, rollup.counts(records, QINGHAI), QINGHAI, "2020-06")
    return {(row.region_code, row.indicator): [int(row.numerator), int(row.denominator)] for row in table.itertuples()}


@pytest.mark.parametrize("region", HAND["expected"])
def test_registers(counts, region):
    expected = HAND["expected"][region]
    assert {indicator: counts.get((region, indicator), [0, 0]) for indicator in expected} == expected


def test_every_register_is_worked_out():
    indicators = {indicator for own in HAND["expected"].values() for indicator in own}
    assert indicators == {
        "M-11", "M-14a", "M-14b", "M-15", "M-16a", "M-16b", "M-16c", "M-18", "M-19a", "M-19b", "M-19c", "M-20a", "M-20b", "M-21",
        "M-22a", "M-22b", "M-23",
    }  # fmt: skip
