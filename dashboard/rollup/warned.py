"""Households that may fall back into poverty through illness: the self-pay rule of the profile (青卫财务〔2020〕29号 二(一)1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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


def warnings(records: MonthRecords, profile: Profile, engine: str | None = None) -> pd.DataFrame:
    """`warnings.csv` of the contract: one row per household of the warning population, sorted by region and household.

    Members are the persons of P in the household; it belongs to the warning population if any of them does. `self_pay_<year>` is
    the sum of 个人自付 of their visits of that year (住院 by 出院日期), in yuan; per capita by 家庭人口数, truncated to fen.
    `candidate` compares the exact sums: 1 when the line is exceeded in any year, blank without a usable 家庭人口数 or when the
    month did not bring 诊疗费用. No rows when the profile has no warning rule.
    """
    years: list[int] = profile.get("warning", "years") or []
    line_fen = profile.get("warning", "per_capita_self_pay_fen")
    columns = [f"{kind}_{year}" for kind in ("self_pay", "per_capita") for year in years or YEARS]
    found = []
    if years and records.reported("贫困人口花名册"):
        rows = fetch(households(Facts(records, profile, engine), years)).astype(object)
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
    own = facts.table("贫困户")
    known = own.filter(ibis.coalesce(own["名单年度"], 0) <= facts.as_of.year)
    newest = ibis.coalesce(known["名单年度"], 0).max().to_pyarrow().as_py()
    own = known.filter(ibis.coalesce(known["名单年度"], 0) == (newest or 0))
    own = own.select(household=own["家庭编号"], home=own["行政村代码"], members=own["家庭人口数"])
    visits = facts.visits_of_population
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
