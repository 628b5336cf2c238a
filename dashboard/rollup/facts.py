"""The relations that indicators are made of, each written once: population, signings, diagnoses, visits (indicators.md).

Three-valued logic is settled here: every flag and optional comparison is closed with `fill_null(False)`, dates that
may be absent are never passed to GREATEST or LEAST.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.diseases import DiseaseLists
from dashboard.rollup.engine import Workspace

PAYERS = (
    "基本医保报销", "大病保险报销", "医疗救助", "商业健康保险", "其他补充保险", "新农合二次补偿",
    "健康扶贫专项基金", "医院兜底", "医疗减免", "慈善救助",
)  # fmt: skip
SELF_PAY, TOTAL = "个人自付", "医疗总费用"
ELIGIBLE = "是否符合体检条件"


def yes(flag: ir.BooleanValue) -> ir.BooleanValue:
    """True only where the flag is 是: a blank is neither yes nor no, and never passes a filter or its negation by accident."""
    return flag.fill_null(False)


class Facts:
    """One month under one profile. Relations are evaluated once and kept on the engine."""

    def __init__(self, records: MonthRecords, profile: Profile, engine: str | None = None) -> None:
        self.records, self.profile = records, profile
        self.work = Workspace(records, engine)
        self.as_of: date = records.as_of
        self.year_start = date(self.as_of.year, 1, 1)
        self.lists = DiseaseLists(records, profile)

    def under(self, profile: Profile) -> Facts:
        """The same month under a profile of the same population and disease lists: what was evaluated already is shared."""
        other = copy.copy(self)
        other.profile = profile
        return other

    def table(self, name: str) -> ir.Table:
        return self.work.table(name)

    @cached_property
    def population(self) -> ir.Table:
        """P: rows of the newest 名单年度 ≤ Y of the whole roster in the profile's population: person, household, village, …"""
        roster = self.table("贫困人口花名册")
        known = roster.filter(roster["名单年度"] <= self.as_of.year)
        newest = known["名单年度"].max().to_pyarrow().as_py()
        columns = {"person": "人员编号", "household": "家庭编号", "village": "行政村代码"}
        flags = [yes(roster[flag]) for flag in self.profile.population]
        chosen = roster.filter(roster["名单年度"] == (newest or 0), reduce(or_, flags))
        warned = [yes(chosen[flag]) for flag in self.profile.warning_population]
        return self.work.keep(
            chosen.select(
                **{name: chosen[column] for name, column in columns.items()},
                # Without the column everybody is eligible; with it a blank is not (indicators.md, "Details settled").
                eligible=yes(chosen[ELIGIBLE]) if self.records.has_column("贫困人口花名册", ELIGIBLE) else ibis.literal(True),
                has_card=chosen["健康卡号"].notnull() & ibis.coalesce(chosen["发卡日期"] <= self.as_of, True),
                has_record=chosen["健康档案编号"].notnull(),
                has_insured=yes(chosen["是否参合"]) & ibis.coalesce(chosen["参合年度"] == self.as_of.year, True),
                in_warning_population=reduce(or_, warned) if warned else ibis.literal(False),
            )
        )

    @cached_property
    def signed(self) -> ir.Table:
        """Persons of P with a valid signing at A: person, signed_on (the latest valid 签约日期).

        A blank 有效期止 means 签约日期 + 1 year − 1 day. A is a month-end, so that this reaches A exactly when the signing
        day is not before the first day of the following month one year ago.
        """
        after = self.as_of + timedelta(days=1)
        rows = self.table("签约")
        valid = rows.filter(
            rows["签约日期"] <= self.as_of,
            ibis.coalesce(rows["有效期止"] >= self.as_of, rows["签约日期"] >= after.replace(year=after.year - 1)),
        )
        valid = valid.select(person=valid["人员编号"], household=valid["家庭编号"], signed_on=valid["签约日期"])
        own = valid.filter(valid.person.notnull()).select("person", "signed_on")
        of_household = valid.filter(valid.person.isnull(), valid.household.notnull()).select("household", "signed_on")
        members = self.population.select("person", "household")
        covered = members.inner_join(of_household, "household").select("person", "signed_on")
        both = ibis.union(own, covered)
        return self.work.keep(both.group_by("person").aggregate(signed_on=both.signed_on.max()))

    @cached_property
    def visits(self) -> ir.Table:
        """`visits_of_population`, evaluated once: most indicators of visits share it."""
        return self.work.keep(self.visits_of_population)

    @property
    def visits_of_population(self) -> ir.Table:
        """诊疗费用 of persons in P. `began`: 入院日期 of a stay, `dated` (its year): its 出院日期; both 就诊日期 otherwise."""
        rows = self.table("诊疗费用")
        stay = rows["就诊类型"] == "住院"
        rows = rows.select(
            person=rows["人员编号"],
            visit=rows["就诊编号"],
            disease=rows["疾病编码"],
            stay=stay,
            began=stay.ifelse(rows["入院日期"], rows["就诊日期"]),
            dated=stay.ifelse(rows["出院日期"], rows["就诊日期"]),
            discharged=rows["出院日期"],
            filed=rows["填报日期"],
            institution=rows["就诊机构编码"],
            in_county=rows["是否县域内"],
            severe=yes(rows["重病兜底标识"]),
            **{column: rows[column] for column in (*PAYERS, SELF_PAY, TOTAL)},
        )
        people = self.population.select("person", "household", "village")
        return rows.inner_join(people, "person")

    @cached_property
    def diagnoses(self) -> ir.Table:
        """Verified by A, of persons in P, each with its ledger row and what the visits show of that person and disease."""
        rows = self.table("患病核实")
        rows = rows.filter(rows["核实状态"] == "已核实", rows["核实日期"] <= self.as_of)
        rows = rows.select(
            case="患病编号",
            person="人员编号",
            disease="疾病编码",
            verified_on="核实日期",
            by_class=yes(rows["三个一批分类"].contains("慢病签约服务")),
            classified=yes(rows["三个一批分类"].length() > 0),
        )
        people = self.population.select("person", "village")
        cases = rows.inner_join(people, "person")
        cases = cases.left_join(self._ledger, "case").drop("case_right")
        cases = cases.left_join(self._evidence, ["person", "disease"]).drop("person_right", "disease_right")
        return self.work.keep(cases.mutate(**self._exits(cases)))

    @cached_property
    def _ledger(self) -> ir.Table:
        """One 救治台账 row per 患病编号: the latest 填报日期 (a blank one is the oldest; then the greater 台账编号)."""
        rows = self.table("救治台账")
        order = [ibis.desc(rows["填报日期"], nulls_first=False), ibis.desc(rows["台账编号"])]
        rows = rows.mutate(rank=ibis.row_number().over(group_by=rows["患病编号"], order_by=order))
        rows = rows.filter(rows["rank"] == 0)
        return rows.select(
            case="患病编号",
            state="救治状态",
            first_treated="首次救治日期",
            cured_on="治愈日期",
            ledger_filed="填报日期",
            closed_on="销号日期",
            closed_for="销号原因",
            untreated_because="未救治原因",
            hospital="定点医院编码",
        )

    @cached_property
    def _evidence(self) -> ir.Table:
        """Per person and disease: first_seen, and last_seen not after A."""
        seen = self.visits.filter(self.visits.began.notnull())
        return seen.group_by("person", "disease").aggregate(
            first_seen=seen.began.min(), last_seen=seen.began.max(where=seen.began <= self.as_of)
        )

    def _exits(self, cases: ir.Table) -> dict[str, ir.BooleanValue]:
        """*Out*: left by A for a reason that ends the case, or written off before this year."""
        closed = yes(cases.closed_on <= self.as_of)
        treated_before = yes(cases.first_treated < cases.closed_on) | yes(cases.first_seen < cases.closed_on)
        gone = yes(cases.closed_for.isin(["迁出", "误诊"])) | (yes(cases.closed_for == "死亡") & ~treated_before)
        earlier = yes(cases.closed_on < self.year_start)
        out = (closed & gone) | earlier
        return {"out": out, "out_or_moved_on": out | (closed & yes(cases.closed_for == "转慢病管理"))}

    def chronic(self, list_name: str, by_class: bool) -> ir.Table:
        """Distinct persons with a chronic diagnosis that is not *out*: person, village, verified_on (earliest), signed_on."""
        key = (list_name, by_class)
        if key not in self._chronic:
            found = self.diagnoses
            on_list = found.disease.isin(sorted(self.lists.codes(list_name)))
            found = found.filter((on_list | found.by_class) if by_class else on_list, ~found.out)
            people = found.group_by("person").aggregate(village=found.village.max(), verified_on=found.verified_on.min())
            self._chronic[key] = self.work.keep(people.left_join(self.signed, "person").drop("person_right"))
        return self._chronic[key]

    @cached_property
    def _chronic(self) -> dict[tuple[str, bool], ir.Table]:
        return {}
