"""The monthly clock: monitoring tables by institution, follow-up records by village (D0-44, D0-49; O-6)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import ibis
import pandas as pd

from dashboard.filing.clocks import LATE, MISSING, ON_TIME, UNDATED, month_due
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import Facts, yes

MONITORED = {
    "县级医院监测": ("综合医院", "中医院"),
    "乡镇卫生院监测": ("乡镇卫生院", "社区卫生服务中心"),
    "村卫生室监测": ("村卫生室", "流动村卫生室"),
}
"""Monitoring table → 机构类别 of those that owe a row a month; county hospitals are those of 层级 县 that are not private."""
INSTITUTIONS, FOLLOW_UPS = "医疗卫生机构", "随访"
COLUMNS = ["region_code", "period", "state"]


def grace_days(profile: Profile) -> int:
    """Days after the month's end that still count as on time; 0 unless a profile says otherwise (O-6)."""
    return int(profile.get("filing", "chronic_grace_days") or 0)


def monitoring(records: MonthRecords, profile: Profile, table: str) -> pd.DataFrame:
    """One row per institution that owes a row of `table` for the month: region_code, institution, name, period, filed, state.

    Without 医疗卫生机构 nobody knows who owes a row, so those that came stand alone; without the table every row is 未报.
    A filing date after the month's end is 迟报 even when the folder was exported later than that.
    """
    due = month_due(records.month, grace_days(profile))
    owing = _owing(records, table)
    came = records.frame(table, ["机构编码", "填报日期"]).rename(columns={"机构编码": "institution", "填报日期": "filed"})
    came = came.dropna(subset=["institution"]).astype(object).assign(came=True)
    rows = owing.merge(came, on="institution", how="left" if len(owing) else "right")
    rows["period"] = records.month
    rows["filed"] = rows["filed"].astype(object).where(rows["filed"].notna(), None)
    rows["came"] = rows["came"].notna()
    rows["state"] = [_state(came, filed, due) for came, filed in zip(rows["came"], rows["filed"], strict=True)]
    return rows[["region_code", "institution", "name", "period", "filed", "state"]]


def _state(came: bool, filed: date | None, due: date) -> str:
    if not came:
        return MISSING
    if filed is None:
        return UNDATED
    return ON_TIME if filed <= due else LATE


def _owing(records: MonthRecords, table: str) -> pd.DataFrame:
    columns = ["机构编码", "机构名称", "机构类别", "机构层级", "举办性质", "所在区划代码"]
    every = records.frame(INSTITUTIONS, columns).astype(object)
    due = every["机构类别"].isin(MONITORED[table])
    if table == "县级医院监测":
        due &= (every["机构层级"] == "县") & (every["举办性质"] != "民营")
    names = {"机构编码": "institution", "机构名称": "name", "所在区划代码": "region_code"}
    return every.loc[due, list(names)].rename(columns=names)


def follow_ups(facts: Facts) -> pd.DataFrame:
    """One row per village and month of Y up to A that owes or brought follow-up records: region_code, period, state (M-11).

    A village owes a month when it has signed chronic patients verified by its end. On time: every record of a visit in that month
    was entered by its last day; 迟报: one was entered later; 日期不明: one has no 录入日期; 未报: no visit is on record. A visit
    interval may be longer than a month, so 未报 here means "no record", which the screen says.
    """
    ends = _month_ends(facts.as_of)
    brought = _brought(facts)
    owing = _owing_villages(facts, ends)
    rows = owing.merge(brought, on=["region_code", "period"], how="outer")
    rows["state"] = rows["state"].astype(object).where(rows["state"].notna(), MISSING)
    return rows[COLUMNS]


def _month_ends(as_of: date) -> list[date]:
    return [date(as_of.year, n, monthrange(as_of.year, n)[1]) for n in range(1, as_of.month + 1)]


def _brought(facts: Facts) -> pd.DataFrame:
    grace = grace_days(facts.profile)
    rows = facts.table(FOLLOW_UPS)
    rows = rows.filter(rows["随访日期"] >= facts.year_start, rows["随访日期"] <= facts.as_of)
    rows = rows.select(person=rows["人员编号"], seen=rows["随访日期"], entered=rows["录入日期"])
    rows = rows.inner_join(facts.population.select("person", "village"), "person")
    # The last day of the month of service: the first of the next one, less a day, plus the grace.
    due = rows.seen.truncate("M").cast("date") + ibis.interval(months=1) + ibis.interval(days=grace)
    rows = rows.mutate(late=yes(rows.entered >= due), undated=rows.entered.isnull(), month=rows.seen.truncate("M").cast("date"))
    of = rows.group_by(region_code=rows.village, month=rows.month).aggregate(late=rows.late.any(), undated=rows.undated.any())
    found = of.mutate(state=ibis.cases((of.late, LATE), (of.undated, UNDATED), else_=ON_TIME)).to_pyarrow().to_pandas()
    found["period"] = [f"{m:%Y-%m}" for m in found["month"]]
    return found[COLUMNS]


def _owing_villages(facts: Facts, ends: list[date]) -> pd.DataFrame:
    people = facts.chronic("慢病", True)
    people = people.filter(people.signed_on.notnull())
    first = people.group_by(region_code=people.village).aggregate(since=people.verified_on.min()).to_pyarrow().to_pandas()
    since = pd.to_datetime(first["since"])
    owing = [first.loc[since <= pd.Timestamp(end), ["region_code"]].assign(period=f"{end:%Y-%m}") for end in ends]
    return pd.concat(owing, ignore_index=True)
