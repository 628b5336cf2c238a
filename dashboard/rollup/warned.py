"""Households that may fall back into poverty through illness: the self-pay rule of the profile (青卫财务〔2020〕29号 二(一)1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir
import pandas as pd

from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.engine import fetch
from dashboard.rollup.facts import SELF_PAY, Facts

SOURCE, STATE = "系统模型", "待确认"
YEARS = (2019, 2020)
"""Of the header when a profile has no warning rule."""


def warnings(records: MonthRecords, profile: Profile, engine: str | None = None, facts: Facts | None = None) -> pd.DataFrame:
    """`warnings.csv` of the contract: one row per household of the warning population, sorted by region and household.

    Members are the persons of P in the household; it belongs to the warning population if any of them does. `self_pay_<year>` is
    the sum of 个人自付 of their visits of that year (住院 by 出院日期), in yuan; per capita by 家庭人口数, truncated to fen.
    `candidate` compares the exact sums: 1 when the line is exceeded in any year, blank without a usable 家庭人口数 or when the
    month did not bring 诊疗费用. No rows when the profile has no warning rule. `facts` as in `counts`.
    """
    years: list[int] = profile.get("warning", "years") or []
    line_fen = profile.get("warning", "per_capita_self_pay_fen")
    columns = [f"{kind}_{year}" for kind in ("self_pay", "per_capita") for year in years or YEARS]
    found = []
    if years and records.reported("贫困人口花名册"):
        rows = fetch(households(facts or Facts(records, profile, engine), years)).astype(object)
        seen = records.reported("诊疗费用")
        for household, region, members, *fen in rows[["household", "region_code", "members", *map(str, years)]].to_numpy():
            count = None if members is pd.NA else int(members)
            found.append((household, region, count, *_judged(fen if seen else [], count, line_fen, len(years)), SOURCE, STATE))
    header = ["家庭编号", "region_code", "members", *columns, "candidate", "source", "state"]
    frame = pd.DataFrame(found, columns=header).astype({"members": "Int64", "candidate": "Int64"})
    return frame.sort_values(["region_code", "家庭编号"], ignore_index=True)


def _judged(fen: Sequence[int], members: int | None, line_fen: int, years: int) -> tuple[str | int | None, ...]:
    """Self-pay and per capita of each year in yuan, and whether any year exceeds the line; blank where it cannot be known."""
    if not fen:
        return (*[""] * 2 * years, None)
    if not members:
        return (*map(_yuan, fen), *[""] * years, None)
    candidate = any(paid > line_fen * members for paid in fen)
    return (*map(_yuan, fen), *(_yuan(paid // members) for paid in fen), int(candidate))


def households(facts: Facts, years: list[int]) -> ir.Table:
    """Per household of the warning population: household, region_code, members (家庭人口数), and self-pay in fen per year."""
    people = facts.population.filter(facts.population.household.notnull())
    due = people.group_by("household").aggregate(village=people.village.min(), due=people.in_warning_population.any())
    due = due.filter(due.due).drop("due")
    visits = facts.visits_of_population
    paid = visits.group_by("household").aggregate(
        **{str(y): visits[SELF_PAY].sum(where=visits.dated.between(date(y, 1, 1), date(y, 12, 31))) for y in years}
    )
    rows = due.left_join(homes(facts), "household").drop("household_right").left_join(paid, "household").drop("household_right")
    return rows.select(
        "household",
        "members",
        region_code=ibis.coalesce(rows.home, rows.village),
        **{str(y): rows[str(y)].fill_null(0).cast("int64") for y in years},
    )


def homes(facts: Facts) -> ir.Table:
    """贫困户 of the newest 名单年度 ≤ Y of the whole table (blank: the oldest): household, home, members, contact_card."""
    rows = facts.table("贫困户")
    year = ibis.coalesce(rows["名单年度"], 0)
    newest = rows.filter(year <= facts.as_of.year).select(year=year).year.max().to_pyarrow().as_py()
    rows = rows.filter(year == (newest or 0))
    return rows.select(
        household=rows["家庭编号"], home=rows["行政村代码"], members=rows["家庭人口数"], contact_card=rows["联系卡发放"]
    )


def over_the_line(facts: Facts) -> ir.Table:
    """Candidates of the model: households whose self-pay exceeds the line in any of the profile's years."""
    years = facts.profile.get("warning", "years")
    line_fen = facts.profile.get("warning", "per_capita_self_pay_fen")
    rows = households(facts, years)
    over = [rows[str(year)] > rows.members * line_fen for year in years]
    return rows.filter(rows.members > 0, reduce(or_, over))


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
