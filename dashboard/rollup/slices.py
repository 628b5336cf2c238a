"""An indicator within part of the population (S02): one disease, one class of 三个一批, one category, sex, age band.

A slice is for finding where people are missing; targets and verdicts are about the whole population.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import pandas as pd

from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.definitions import Indicators
from dashboard.rollup.engine import fetch
from dashboard.rollup.facts import Facts, yes
from dashboard.rollup.kinds import KINDS, Cases

CATEGORIES = ("建档立卡", "低保对象", "特困人员", "贫困残疾人", "低收入人口")
CLASSES = ("大病集中救治", "慢病签约服务", "重病兜底保障")
SEXES = ("男", "女")
AGE_BANDS = {"0-17": (0, 18), "18-44": (18, 45), "45-59": (45, 60), "60-64": (60, 65), "65-79": (65, 80), "80-": (80, None)}
"""Band → completed years on the last day of the month: from, and below."""
_TYPES = {"region_code": "str", "numerator": "int64", "denominator": "int64"}


@dataclass(frozen=True, slots=True)
class Where:
    """Keys of a slice; "" does not filter. `disease` is a 疾病编码: a group holds its children."""

    disease: str = ""
    category: str = ""
    batch: str = ""
    sex: str = ""
    ages: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)

    def invalid(self) -> tuple[str, tuple[str, ...]] | None:
        """The first key whose value is not offered, with what is."""
        offered = {"category": CATEGORIES, "batch": CLASSES, "sex": SEXES, "ages": tuple(AGE_BANDS)}
        return next(((k, v) for k, v in offered.items() if getattr(self, k) and getattr(self, k) not in v), None)


def sliced(records: MonthRecords, profile: Profile, indicator: str, where: Where) -> pd.DataFrame:
    """`region_code, numerator, denominator` (int64) of M-01 … M-07 within the slice; villages without any case are absent.

    M-01 keeps the cases of the disease or class; indicators of persons keep those who have such a diagnosis. ValueError for an
    indicator that cannot be sliced or an unknown key; empty when the profile or the month does not have the indicator.
    """
    definition = Indicators.shipped().owner(indicator)
    kind = KINDS.get(definition.kind)
    if not isinstance(kind, Cases) or definition.kind == "stays_filed_in_time" or where.invalid():
        raise ValueError(f"指标 {indicator} 不能按 {where} 筛选")
    if not definition.applies_to(profile) or definition.missing(records):
        return pd.DataFrame(columns=list(_TYPES)).astype(_TYPES)
    facts = Facts(records, profile)
    rows = kind.rows(facts, definition)
    if where.category or where.sex or where.ages:
        rows = rows.semi_join(_persons(facts, where), "person")
    if where.disease or where.batch:
        rows = rows.semi_join(_diagnoses(facts, where), "case" if definition.kind == "cases_treated" else "person")
    sums = rows.group_by("region_code").aggregate(numerator=rows.met.cast("int64").sum(), denominator=rows.count())
    return fetch(sums).astype(_TYPES)


def _persons(facts: Facts, where: Where) -> ir.Table:
    roster = facts.table("贫困人口花名册")
    newest = roster.filter(roster["名单年度"] <= facts.as_of.year)["名单年度"].max().to_pyarrow().as_py()
    rows = roster.filter(roster["名单年度"] == (newest or 0))
    if where.category:
        rows = rows.filter(yes(rows[f"是否{where.category}"]))
    if where.sex:
        rows = rows.filter(yes(rows["性别"] == where.sex))
    if where.ages:
        least, below = AGE_BANDS[where.ages]
        rows = rows.filter(yes(rows["出生日期"] <= born_by(facts.as_of, least)))
        if below is not None:
            rows = rows.filter(rows["出生日期"] > born_by(facts.as_of, below))
    return rows.select(person="人员编号").distinct()


def _diagnoses(facts: Facts, where: Where) -> ir.Table:
    """case and person of the diagnoses that are not out and fit disease and class."""
    rows = facts.diagnoses.filter(~facts.diagnoses.out)
    if where.disease:
        rows = rows.filter(rows.disease.isin(sorted(facts.lists.family({where.disease}))))
    if where.batch:
        told = facts.table("患病核实")
        told = told.filter(yes(told["三个一批分类"].contains(where.batch))).select(case="患病编号")
        rows = rows.semi_join(told, "case")
    return rows.select("case", "person")


def born_by(day: date, years: int) -> date:
    """The latest birthday of those who have completed that many years on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February in a year that has none
        return day.replace(year=day.year - years, day=28)
