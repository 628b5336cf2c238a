"""The cases of tests/policies/rollup.yaml, one rule each."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dashboard import rollup
from dashboard.policy import load
from tests.rollup.build import month as build

CASES = yaml.safe_load((Path(__file__).parents[1] / "policies" / "rollup.yaml").read_text(encoding="utf-8"))
BOOK = load()
VILLAGE = "630102001001"


def _tables(case):
    given = {**CASES["base"], **case.get("tables", {})}
    defaults = CASES["defaults"]
    return {
        table: [{**defaults.get(table, {}), **row} for row in rows]
        for table, rows in given.items()
        if table not in case.get("without", ())
    }


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_case(case, tmp_path):
    records = build(tmp_path, case.get("month", "2020-06"), _tables(case), case.get("absent"))
    profile = BOOK.profile(case.get("policy", "QH-2020"))
    counts = rollup.counts(records, profile, case["expect"])
    at = counts[counts["region_code"] == case.get("at", VILLAGE)].set_index("indicator")
    found = {
        indicator: [int(at.at[indicator, "numerator"]), int(at.at[indicator, "denominator"])] if indicator in at.index else None
        for indicator in case["expect"]
    }
    assert found == case["expect"]
    absent = rollup.missing_tables(records, profile)
    assert {indicator: absent.get(indicator) for indicator in case.get("missing", {})} == case.get("missing", {})
