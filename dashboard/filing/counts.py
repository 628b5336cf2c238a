"""Counts by township, month and clock: small enough to be derived with the month and summed for any region."""

from __future__ import annotations

import pandas as pd

from dashboard.filing import entries, monthly, stays
from dashboard.filing.clocks import LATE, MISSING, ON_TIME, PENDING, UNDATED
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import Facts

COUNTS = {ON_TIME: "on_time", LATE: "late", MISSING: "missing", UNDATED: "undated", PENDING: "pending"}
"""State → column."""
STAYS = "住院信息"
CLOCKS = (STAYS, *monthly.MONITORED, monthly.FOLLOW_UPS, *entries.ENTRIES)
TOWNSHIP_DIGITS = 9
KEYS = ["region_code", "clock", "period"]


def matrix(records: MonthRecords, profile: Profile) -> pd.DataFrame:
    """`region_code` (at most 9 digits), `clock`, `period` (YYYY-MM), and an int32 count per state; sorted by these keys.

    住院信息 counts stays by month of discharge, the monitoring tables institutions of the folder's own month, 随访 villages by
    month of service, 签约 and 慢病诊疗 records by month of service. A clock that the profile does not set, or that nothing can be
    known of, has no rows.
    """
    found = [monitored(records, profile), _of_stays(facts := Facts(records, profile))]
    if profile.get("filing", "chronic"):
        if _followed(records, profile):
            found.append(_counted(monthly.follow_ups(facts), monthly.FOLLOW_UPS))
        found += [_counted(entries.entered(records, profile, clock), clock) for clock in entries.ENTRIES]
    frame = pd.concat(found, ignore_index=True)
    return frame.sort_values(KEYS, ignore_index=True)


def monitored(records: MonthRecords, profile: Profile) -> pd.DataFrame:
    """The rows of `matrix` under the monitoring tables' clocks alone: all that later months need of an earlier folder."""
    found = [_counted(pd.DataFrame(columns=monthly.COLUMNS), STAYS)]
    if profile.get("filing", "chronic") and profile.scoring:
        known = records.reported(monthly.INSTITUTIONS)
        for table in monthly.MONITORED:
            if known or records.reported(table):
                found.append(_counted(monthly.monitoring(records, profile, table), table))
    return pd.concat(found, ignore_index=True).sort_values(KEYS, ignore_index=True)


def _followed(records: MonthRecords, profile: Profile) -> bool:
    needed = ("贫困人口花名册", "患病核实", "签约", monthly.FOLLOW_UPS)
    return bool(profile.population) and all(records.reported(table) for table in needed)


def _of_stays(facts: Facts) -> pd.DataFrame:
    rows = stays.watched(facts)
    if rows is None:
        return _counted(pd.DataFrame(columns=monthly.COLUMNS), STAYS)
    by = rows.group_by(
        region_code=rows.village.substr(0, TOWNSHIP_DIGITS), month=rows.discharged.truncate("M").cast("date"), state=rows.state
    )
    counted = by.aggregate(n=rows.count()).to_pyarrow().to_pandas()
    counted["period"] = [f"{m:%Y-%m}" for m in counted["month"]]
    return _counted(counted, STAYS)


def _counted(rows: pd.DataFrame, clock: str) -> pd.DataFrame:
    """One row per township and month, a column per state; `rows` may carry their multiplicity in `n`."""
    rows = rows.assign(
        region_code=rows["region_code"].astype("str").str[:TOWNSHIP_DIGITS],
        clock=clock,
        column=rows["state"].map(COUNTS),
        n=rows.get("n", 1),
    )
    wide = rows.pivot_table(index=KEYS, columns="column", values="n", aggfunc="sum", fill_value=0)
    return wide.reindex(columns=list(COUNTS.values()), fill_value=0).astype("int32").reset_index()
