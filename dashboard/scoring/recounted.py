"""Readings that count the records in another way: their counts must be taken from the records again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import rollup
from dashboard.policy import PolicyBook, Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import Facts
from dashboard.scoring.gathering import ANY_LAYER, STRICT_FOLLOW_UP
from dashboard.scoring.rules import RuleSet


def with_recounted(
    records: MonthRecords,
    book: PolicyBook,
    profile: Profile,
    counts: pd.DataFrame,
    engine: str | None = None,
    facts: Facts | None = None,
) -> pd.DataFrame:
    """`counts` with the rows that `gather` needs for T-10 strict and T-17's option, where the month brought the records.

    They stand under indicator ids of their own and are for `gather` only: not for indicators.csv, not for the cube. `facts`: of
    this month and profile, where the roll-up has them already.
    """
    if not profile.scoring:
        return counts
    found = [counts]
    if (counts["indicator"] == "M-06").any():
        days = RuleSet.read(profile.scoring, book.root).values(records.as_of)["township.follow_up.strict_interval_days"]
        stricter = dataclasses.replace(profile, values=_with_interval(profile.values, days))
        found.append(
            rollup.counts(records, stricter, ["M-06"], engine, facts=facts and facts.under(stricter)).assign(
                indicator=STRICT_FOLLOW_UP
            )
        )
    if records.reported("诊疗费用"):  # 乡镇诊疗汇总 gives the visits of the two lower layers only
        any_layer = rollup.counts(records, profile, ["M-09"], engine, {"layers": None}, facts)
        found.append(any_layer.assign(indicator=ANY_LAYER))
    return pd.concat(found, ignore_index=True)


def _with_interval(values: Mapping[str, Any], days: int) -> dict[str, Any]:
    entry = values.get("followup_interval_days")
    return {**values, "followup_interval_days": {**entry, "value": days} if isinstance(entry, dict) else days}
