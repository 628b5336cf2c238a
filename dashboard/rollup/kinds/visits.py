"""Where the poor were treated, and whether their stays were filed in time (M-08, M-09, M-10)."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from dashboard.rollup.definitions import Indicator
from dashboard.rollup.facts import Facts, yes

COUNTY_DIGITS, TOWNSHIP_DIGITS = 6, 9


def in_county(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-08: 县域就诊汇总 of the base year; counties it does not bring, by the visits of their persons. Owned by the county."""
    rows = facts.table("县域就诊汇总")
    reported = rows.filter(
        rows["年度"] == facts.profile.base_year, rows["贫困人口就诊总人次"].notnull(), rows["县域内就诊人次"].notnull()
    )
    reported = reported.select(
        region_code=reported["县代码"],
        denominator=reported["贫困人口就诊总人次"],
        **{indicator.id: reported["县域内就诊人次"]},
    )
    seen = _in_base_year(facts)
    return _completed(reported, seen.mutate(met=yes(seen.in_county)), COUNTY_DIGITS, indicator)


def at_base(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-09: 乡镇诊疗汇总 of the base year; townships it does not bring, by visits to base institutions. Owned by the township.

    Without `layers` (T-17's option) every institution of the grades counts, and only the records can say so.
    """
    layers = indicator.options["layers"]
    unrated, first = "乡村两级未评级医院诊疗人次", "乡村两级一级医院诊疗人次"
    rows = facts.table("乡镇诊疗汇总")
    reported = rows.filter(
        rows["年度"] == facts.profile.base_year,
        rows["诊疗总人次"].notnull(),
        rows[unrated].notnull(),
        rows[first].notnull(),
        ibis.literal(bool(layers)),
    )
    reported = reported.select(
        region_code=reported["乡代码"],
        denominator=reported["诊疗总人次"],
        **{indicator.id: reported[unrated] + reported[first]},
    )
    if not facts.records.reported("医疗卫生机构"):
        return reported
    places = facts.table("医疗卫生机构")
    base = places.filter(places["医院等级"].isin(indicator.options["grades"]))
    base = base.filter(base["机构层级"].isin(layers)) if layers else base
    base = base.select(institution=base["机构编码"], at_base=ibis.literal(True))
    seen = _in_base_year(facts).left_join(base, "institution").drop("institution_right")
    return _completed(reported, seen.mutate(met=yes(seen.at_base)), TOWNSHIP_DIGITS, indicator)


def _in_base_year(facts: Facts) -> ir.Table:
    year = facts.profile.base_year
    assert year is not None  # the definition names base_year among its profile keys
    return facts.visits.filter(facts.visits.dated.between(date(year, 1, 1), date(year, 12, 31)))


def _completed(reported: ir.Table, visits: ir.Table, digits: int, indicator: Indicator) -> ir.Table:
    """The reported sums, and for regions without one the visits counted by the person's region of that many digits."""
    own = visits.group_by(region_code=visits.village.substr(0, digits)).aggregate(
        denominator=visits.count(), **{indicator.id: visits.met.cast("int64").sum()}
    )
    lacking = own.anti_join(reported, "region_code")
    return ibis.union(reported, lacking.select(*reported.columns))


def watched_stays(facts: Facts, indicator: Indicator) -> ir.Table:
    """Stays of Y up to A on the list or marked 重病兜底: those that the 15-day clock watches, due or not."""
    stays = facts.visits
    return stays.filter(
        stays.stay,
        stays.discharged >= facts.year_start,
        stays.discharged <= facts.as_of,
        stays.disease.isin(sorted(facts.lists.codes(indicator.options["list"]))) | stays.severe,
    )


def filed_in_time(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-10: watched stays filed by A or with the deadline at or before A; met when filed by it."""
    days = facts.profile.get("filing", "inpatient_days")
    stays = watched_stays(facts, indicator)
    stays = stays.filter(yes(stays.filed <= facts.as_of) | (stays.discharged <= facts.as_of - timedelta(days=days)))
    return stays.select(
        "person",
        "disease",
        "discharged",
        "filed",
        "institution",
        region_code=stays.village,
        case=stays.visit,
        met=yes(stays.filed <= (stays.discharged + ibis.interval(days=days))),
    )
