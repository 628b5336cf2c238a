"""Registers of persons, households, cases: verification, write-off, warnings, cards, insurance (M-14 … M-20a, M-23)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dashboard.rollup.definitions import Indicator
from dashboard.rollup.facts import Facts, yes
from dashboard.rollup.kinds.care import is_treated
from dashboard.rollup.warned import homes, over_the_line

CONFIRMED = "已确认"
WARNED = "因病返贫预警户"


def verified(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-14a: diagnoses found by A and not ruled out; met when verified by A."""
    rows = facts.table("患病核实")
    rows = rows.filter(
        ibis.coalesce(rows["发现日期"], rows["核实日期"]) <= facts.as_of, yes(rows["核实状态"].isin(["已核实", "未核实"]))
    )
    rows = rows.select(
        person=rows["人员编号"],
        case=rows["患病编号"],
        disease=rows["疾病编码"],
        met=yes((rows["核实状态"] == "已核实") & (rows["核实日期"] <= facts.as_of)),
    )
    people = facts.population.select("person", region_code="village")
    return rows.inner_join(people, "person")


def classified(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-14b: verified diagnoses; met with any 三个一批分类."""
    found = facts.diagnoses
    return found.select("person", "case", "disease", "verified_on", region_code=found.village, met=found.classified)


def written_off(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-15: M-01's cases that have come to the step before write-off (the profile's `writeoff`); met with a 销号日期 by A."""
    cases = facts.diagnoses
    closed = yes(cases.closed_on <= facts.as_of)
    if facts.profile.get("writeoff") == "cured":
        due = yes(cases.state.isin(["已治愈", "已销号"])) | yes(cases.cured_on <= facts.as_of) | closed
    else:
        due = is_treated(cases, facts) & yes(cases.ledger_filed <= facts.as_of)
    on_list = cases.disease.isin(sorted(facts.lists.codes(indicator.options["list"])))
    return cases.mutate(met=closed, region_code=cases.village).filter(on_list, ~cases.out_or_moved_on, due)[
        ["region_code", "person", "case", "disease", "state", "first_treated", "cured_on", "ledger_filed", "hospital", "met"]
    ]


def covered(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-19a, M-19b, M-20a: persons of P; met when the roster says that they have it."""
    people = facts.population
    return people.select("person", region_code="village", met=people[f"has_{indicator.options['by']}"])


def contact_cards(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-19c: households of P; met when 联系卡发放 = 是."""
    people = facts.population
    households = people.group_by("household").aggregate(village=people.village.min())
    rows = households.left_join(homes(facts), "household").drop("household_right")
    return rows.select("household", region_code=ibis.coalesce(rows.home, rows.village), met=yes(rows.contact_card))


def confirmed(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-16a: households on this year's list or over the line by the model; met when the county health office confirmed."""
    listed = _warned(facts)
    households = ibis.union(listed.select("household"), over_the_line(facts).select("household"), distinct=True)
    rows = households.left_join(listed, "household").drop("household_right")
    return _placed(rows.select("household", met=yes(rows.confirmed)), facts)


def with_measures(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-16b: confirmed households of this year's list; met with a measure carried out by A."""
    rows = facts.table("预警帮扶措施")
    rows = rows.filter(rows["实施日期"] <= facts.as_of)
    helped = rows.select(household=rows["家庭编号"], helped=ibis.literal(True)).distinct()
    listed = _warned(facts)
    listed = listed.filter(listed.confirmed).left_join(helped, "household").drop("household_right")
    return _placed(listed.select("household", met=yes(listed.helped)), facts)


def marked_twice(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-16c: households found at the grass roots, confirmed and approved; met when both systems carry the mark by A."""
    listed = _warned(facts)
    listed = listed.filter(yes(listed.source == "基层发现"), listed.confirmed, listed.approved)
    return _placed(listed.select("household", met=listed.marked), facts)


def _warned(facts: Facts) -> ir.Table:
    rows = facts.table(WARNED)
    rows = rows.filter(rows["预警年度"] == facts.as_of.year)
    return rows.select(
        household=rows["家庭编号"],
        source=rows["预警来源"],
        confirmed=yes(rows["县卫健确认状态"] == CONFIRMED),
        approved=yes(rows["县扶贫核准状态"] == CONFIRMED),
        marked=yes((rows["健康扶贫系统标识日期"] <= facts.as_of) & (rows["全国扶贫开发系统标识日期"] <= facts.as_of)),
    )


def _placed(households: ir.Table, facts: Facts) -> ir.Table:
    rows = households.inner_join(homes(facts), "household")
    return rows.select("household", "met", region_code="home")


def outside_county(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-23: stays of P that ended in Y by A and say whether they were in the county; counted are those outside."""
    stays = facts.visits
    stays = stays.filter(
        stays.stay, stays.discharged >= facts.year_start, stays.discharged <= facts.as_of, stays.in_county.notnull()
    )
    return stays.group_by(region_code=stays.village).aggregate(
        denominator=stays.count(), **{indicator.id: (~stays.in_county).cast("int64").sum()}
    )
