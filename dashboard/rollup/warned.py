"""Households that may fall back into poverty through illness: the self-pay rule of the profile (青卫财务〔2020〕29号 二(一)1)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir
import pandas as pd

from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import SELF_PAY, Facts

SOURCE, STATE = "系统模型", "待确认"


def warnings(records: MonthRecords, profile: Profile, engine: str | None = None) -> pd.DataFrame:
    """`warnings.csv` of the contract: one row per household of the warning population, sorted by region and household.

    Members are the persons of P in the household; it belongs to the warning population if any of them does. `self_pay_<year>` is
    the sum of 个人自付 of their visits of that year (住院 by 出院日期), in yuan; per capita by 家庭人口数, truncated to fen.
    `candidate` compares the exact sums: 1 when the line is exceeded in any year, blank without a usable 家庭人口数 or when the month
    did not bring 诊疗费用. No rows when the profile has no warning rule.
    """
    years: list[int] = profile.get("warning", "years") or []
    line_fen = profile.get("warning", "per_capita_self_pay_fen")
    if not years or not records.reported("贫困人口花名册"):
        return _formatted(pd.DataFrame(columns=["household", "region_code", "members"]), years)
    frame = households(Facts(records, profile, engine), years).to_pandas()
    for column in ("members", *map(str, years)):
        frame[column] = frame[column].astype("Int64")
    frame.loc[frame["members"] == 0, "usable"] = False
    usable = frame["members"].fillna(0) > 0
    seen = records.reported("诊疗费用")
    over = pd.Series(False, index=frame.index)
    for year in years:
        fen = frame[str(year)]
        over |= (fen > line_fen * frame["members"].fillna(0)).astype(bool)
        frame[f"self_pay_{year}"] = fen.map(_yuan) if seen else ""
        each = (fen // frame["members"].where(usable, 1)).where(usable)
        frame[f"per_capita_{year}"] = each.map(_yuan, na_action="ignore").astype(object).where(usable, "") if seen else ""
    frame["candidate"] = over.astype("Int64").where(usable & seen)
    return _formatted(frame, years)


def households(facts: Facts, years: list[int]) -> ir.Table:
    """Per household of the warning population: household, region_code, members (家庭人口数), and self-pay in fen per year."""
    people = facts.population.filter(facts.population.household.notnull())
    due = people.group_by("household").aggregate(village=people.village.min(), due=people.in_warning_population.any())
    due = due.filter(due.due).drop("due")
    own = facts.table("贫困户")
    known = own.filter(ibis.coalesce(own["名单年度"], 0) <= facts.as_of.year)
    newest = ibis.coalesce(known["名单年度"], 0).max().execute()
    own = known.filter(ibis.coalesce(known["名单年度"], 0) == (0 if newest is None or newest != newest else int(newest)))
    own = own.select(household=own["家庭编号"], home=own["行政村代码"], members=own["家庭人口数"])
    visits = facts.visits
    paid = visits.group_by("household").aggregate(
        **{str(y): visits[SELF_PAY].sum(where=visits.dated.between(date(y, 1, 1), date(y, 12, 31))) for y in years}
    )
    rows = due.left_join(own, "household").drop("household_right").left_join(paid, "household").drop("household_right")
    return rows.select(
        "household",
        "members",
        region_code=ibis.coalesce(rows.home, rows.village),
        **{str(y): rows[str(y)].fill_null(0).cast("int64") for y in years},
    )


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _formatted(frame: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    money = [f"{kind}_{year}" for kind in ("self_pay", "per_capita") for year in years or (2019, 2020)]
    frame = frame.rename(columns={"household": "家庭编号"}).assign(source=SOURCE, state=STATE)
    frame = frame.reindex(columns=["家庭编号", "region_code", "members", *money, "candidate", "source", "state"])
    return frame.sort_values(["region_code", "家庭编号"], ignore_index=True)
