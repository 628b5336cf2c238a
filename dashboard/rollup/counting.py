"""Person → region counts of a month, all indicators of a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.definitions import Indicator, Indicators
from dashboard.rollup.diseases import DiseaseLists
from dashboard.rollup.engine import fetch
from dashboard.rollup.facts import Facts
from dashboard.rollup.kinds import KINDS

COLUMNS = ["region_code", "indicator", "numerator", "denominator"]


def counts(
    records: MonthRecords,
    profile: Profile,
    indicators: Iterable[str] | None = None,
    engine: str | None = None,
    options: Mapping[str, Any] = MappingProxyType({}),
    facts: Facts | None = None,
) -> pd.DataFrame:
    """`region_code, indicator, numerator, denominator` (int64) at the level where each fact is owned, sorted by both codes.

    Village; township for M-09; county for M-08. Indicators whose profile key is undefined or whose tables the month did not
    bring have no rows: see `missing_tables`. `indicators` limits the work to those ids. `engine`: `duckdb` or `spark`.
    `options` replace what the definitions give under `with`, for a reading that counts in another way. `facts`: of this month and
    profile, where several questions are asked of them; `engine` is then theirs.
    """
    facts = facts or Facts(records, profile, engine)
    found = [
        _counted(facts, indicator.with_options(options))
        for indicator in Indicators.shipped().of(profile, indicators)
        if indicator.kind in KINDS and not indicator.missing(records)
    ]
    if not found:
        return pd.DataFrame(columns=COLUMNS).astype({"numerator": "int64", "denominator": "int64"})
    frame = pd.concat(found, ignore_index=True)
    return frame.sort_values(["region_code", "indicator"], ignore_index=True)


def _counted(facts: Facts, indicator: Indicator) -> pd.DataFrame:
    wide = fetch(KINDS[indicator.kind].counts(facts, indicator))
    long = wide.melt(["region_code", "denominator"], var_name="indicator", value_name="numerator")
    long["region_code"] = long["region_code"].astype("str")
    return long[COLUMNS].astype({"numerator": "int64", "denominator": "int64"})


def missing_tables(records: MonthRecords, profile: Profile) -> dict[str, list[str]]:
    """Indicator id → what the month did not bring that it needs (`签约`, `诊疗费用.医院兜底`, or an empty 病种目录)."""
    found: dict[str, list[str]] = {}
    lists = DiseaseLists(records, profile)
    for indicator in Indicators.shipped().of(profile):
        lacking = indicator.missing(records)
        # A list that is an open slot leaves nothing to count; kinds that also look at other marks can still count those.
        if not lacking and indicator.options.get("list_alone") and not lists.codes(indicator.options["list"]):
            lacking = ["病种目录"]
        if lacking:
            found |= dict.fromkeys(indicator.ids, lacking)
        else:
            found |= {name: [column] for name, column in indicator.missing_parts(records).items()}
    return found
