"""The monthly clock of records by their own entry date: chronic signing and outpatient treatment (D0-49; O-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd

from dashboard.filing.clocks import LATE, ON_TIME, UNDATED
from dashboard.filing.monthly import COLUMNS, grace_days
from dashboard.policy import Profile
from dashboard.quality.place import PLACE, located
from dashboard.records import MonthRecords


@dataclass(frozen=True, slots=True)
class Entry:
    """`served` is when it took place, `entered` when it was written into the system; `only` says which rows are meant."""

    table: str
    served: str
    entered: str
    only: str = "true"


ENTRIES: Mapping[str, Entry] = {
    "签约": Entry("签约", "签约日期", "录入日期"),
    "慢病诊疗": Entry("诊疗费用", "就诊日期", "填报日期", "\"就诊类型\" = '慢病门诊'"),
}
"""Clock → its records."""


def entered(records: MonthRecords, profile: Profile, clock: str) -> pd.DataFrame:
    """Records served in Y up to A: region_code (of the person or household), period (month of service), state, n.

    On time: entered by the last day of that month (and the grace days of the profile); 日期不明: no entry date. What was never
    entered leaves no record, so nothing is 未报 here. No rows when the month did not bring the table.
    """
    entry = ENTRIES[clock]
    if not records.reported(entry.table):
        return pd.DataFrame(columns=[*COLUMNS, "n"])
    first, last = records.as_of.replace(month=1, day=1), records.as_of
    due = f'last_day("{entry.served}") + {grace_days(profile)}'
    sql = f"""SELECT left({PLACE}, 9) AS region_code, strftime("{entry.served}", '%Y-%m') AS period,
        CASE WHEN "{entry.entered}" IS NULL THEN '{UNDATED}'
             WHEN "{entry.entered}" <= {due} THEN '{ON_TIME}' ELSE '{LATE}' END AS state,
        count(*) AS n
        FROM {located(records, entry.table)}
        WHERE {entry.only} AND "{entry.served}" BETWEEN DATE '{first}' AND DATE '{last}' AND {PLACE} IS NOT NULL
        GROUP BY ALL"""
    with duckdb.connect() as db:
        return db.execute(sql).df()
