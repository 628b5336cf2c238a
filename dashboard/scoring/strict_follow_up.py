"""T-10 strict asks for a follow-up every 31 days: its counts must be taken from the records again."""

from __future__ import annotations

import dataclasses

import pandas as pd

from dashboard import rollup
from dashboard.policy import PolicyBook, Profile
from dashboard.records import MonthRecords
from dashboard.scoring.gathering import STRICT_FOLLOW_UP
from dashboard.scoring.rules import RuleSet


def with_strict_follow_up(
    records: MonthRecords, book: PolicyBook, profile: Profile, counts: pd.DataFrame, engine: str | None = None
) -> pd.DataFrame:
    """`counts` with the rows that `gather` needs for T-10 strict, where the month brought 随访; unchanged otherwise.

    They stand under an indicator id of their own and are for `gather` only: not for indicators.csv, not for the cube.
    """
    if not profile.scoring or not (counts["indicator"] == "M-06").any():
        return counts
    days = RuleSet.read(profile.scoring, book.root).values(records.as_of)["township.follow_up.strict_interval_days"]
    entry = profile.values.get("followup_interval_days")
    changed = {**entry, "value": days} if isinstance(entry, dict) else days
    stricter = dataclasses.replace(profile, values={**profile.values, "followup_interval_days": changed})
    again = rollup.counts(records, stricter, indicators=["M-06"], engine=engine)
    return pd.concat([counts, again.assign(indicator=STRICT_FOLLOW_UP)], ignore_index=True)
