"""What offices and institutions owe: monthly filing, reports, sign-off, tests, pairing, data quality (M-11, M-18 … M-24)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from dashboard.records import TABLES
from dashboard.rollup.definitions import Indicator
from dashboard.rollup.facts import Facts, yes

PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""County-level names of the code system that are no office."""
LENGTHS_OF_OFFICES = (2, 6)
LENGTHS_OF_REGIONS = (2, 4, 6, 9, 12)


def villages_filed_monthly(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-11: village-months of Y up to A that owe or brought 随访; met when every record was entered by its month's last day."""
    signed = facts.chronic(indicator.options["list"], indicator.options["by_class"])
    signed = signed.filter(signed.signed_on.notnull())
    first = signed.group_by(region_code=signed.village).aggregate(since=signed.verified_on.min())
    grace = int(facts.profile.get("filing", "chronic_grace_days") or 0)
    rows = facts.table("随访")
    rows = rows.filter(rows["随访日期"] >= facts.year_start, rows["随访日期"] <= facts.as_of)
    rows = rows.select(person=rows["人员编号"], month=rows["随访日期"].month().cast("int64"), entered=rows["录入日期"])
    rows = rows.inner_join(facts.population.select("person", "village"), "person")
    ends = [_first_of_next(facts.as_of.year, month) - timedelta(days=1) for month in range(1, facts.as_of.month + 1)]
    in_time = reduce(or_, [(rows.month == end.month) & yes(rows.entered <= end + timedelta(days=grace)) for end in ends])
    brought = rows.group_by(region_code=rows.village, month=rows.month).aggregate(in_time=in_time.all())
    owing = [first.filter(first.since <= e).select("region_code", month=ibis.literal(e.month, "int64")) for e in ends]
    due = ibis.union(brought.select("region_code", "month"), *owing, distinct=True)
    found = due.left_join(brought, ["region_code", "month"]).drop("region_code_right", "month_right")
    return found.select("region_code", "month", met=yes(found.in_time))


def _first_of_next(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def reports_on_time(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-18: 报送任务 due in Y by A; met when sent by the due day and not returned."""
    rows = facts.table("报送任务")
    rows = rows.filter(rows["应报日期"] >= facts.year_start, rows["应报日期"] <= facts.as_of)
    in_time = yes(rows["实报日期"] <= rows["应报日期"]) & ~yes(rows["状态"] == "退回")
    return _located(rows.select(unit=rows["单位代码"], met=in_time), facts)


def policy_tests_passed(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-20b: persons at meetings of Y by A that report a test; counted are those who passed."""
    rows = facts.table("宣传培训会议")
    rows = rows.filter(
        rows["日期"] >= facts.year_start, rows["日期"] <= facts.as_of, rows["政策测试通过数"].notnull(), rows["人数"].notnull()
    )
    rows = _located(rows.select(unit=rows["单位"], passed=rows["政策测试通过数"], present=rows["人数"]), facts)
    return rows.group_by("region_code").aggregate(denominator=rows.present.sum(), **{indicator.id: rows.passed.sum()})


def _located(rows: ir.Table, facts: Facts) -> ir.Table:
    """`unit` as a region: the place of the institution of that code, or the region code that it is; others drop out."""
    places = facts.table("医疗卫生机构")
    places = places.select(unit=places["机构编码"], place=places["所在区划代码"])
    rows = rows.left_join(places, "unit").drop("unit_right")
    rows = rows.mutate(region_code=ibis.coalesce(rows.place, rows.unit)).drop("place")
    return rows.filter(rows.region_code.length().isin(LENGTHS_OF_REGIONS), rows.region_code.re_search("^[0-9]+$"))


def years_signed_off(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-21: provinces and counties; met when the last year that has ended is signed and confirmed in the system by A."""
    ended = facts.as_of.year if (facts.as_of.month, facts.as_of.day) == (12, 31) else facts.as_of.year - 1
    regions = facts.table("行政区划")
    due = regions.filter(
        regions["区划代码"].length().isin(LENGTHS_OF_OFFICES),
        ~yes(regions["停用日期"] <= facts.as_of),
        ~yes(regions["区划名称"].isin(PLACEHOLDERS)),
    ).select(region_code="区划代码")
    rows = facts.table("年度核查确认")
    done = rows.filter(rows["年度"] == ended, rows["签字日期"].notnull(), rows["系统确认日期"] <= facts.as_of)
    done = done.select(region_code=done["单位代码"], done=ibis.literal(True)).distinct()
    found = due.left_join(done, "region_code").drop("region_code_right")
    return found.select("region_code", met=yes(found.done))


def chinese_medicine_rooms(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-22a: institutions of the categories; met when their 中医馆 meets the standard."""
    rows = facts.table("医疗卫生机构")
    rows = rows.filter(rows["机构类别"].isin(indicator.options["categories"]))
    rows = rows.select(institution="机构编码", region_code="所在区划代码")
    rooms = facts.table("中医馆")
    rooms = rooms.select(institution=rooms["机构编码"], standard=rooms["中医馆是否达标"])
    found = rows.left_join(rooms, "institution").drop("institution_right")
    return found.select("region_code", "institution", met=yes(found.standard))


def institutions_paired(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-22b: institutions of the layers or categories in labelled regions; met with a pairing that runs at A."""
    labelled = facts.table("行政区划")
    labelled = labelled.filter(yes(labelled["区域标签"].length() > 0)).select(labelled=labelled["区划代码"])
    rows = facts.table("医疗卫生机构")
    rows = rows.filter(
        yes(rows["机构层级"].isin(indicator.options["layers"])) | yes(rows["机构类别"].isin(indicator.options["categories"]))
    )
    rows = rows.select(institution="机构编码", name="机构名称", region_code="所在区划代码")
    inside = [
        rows.semi_join(labelled, rows.region_code.substr(0, digits) == labelled.labelled).select("institution")
        for digits in LENGTHS_OF_REGIONS
    ]
    rows = rows.semi_join(ibis.union(*inside, distinct=True), "institution")
    pairs = facts.table("对口帮扶")
    pairs = pairs.filter(
        ibis.coalesce(pairs["开始日期"] <= facts.as_of, True), ibis.coalesce(pairs["结束日期"] >= facts.as_of, True)
    )
    helped = pairs.select(helped=pairs["受援机构"]).filter(pairs["受援机构"].notnull()).distinct()
    by_code = rows.semi_join(helped, rows.institution == helped.helped).select("institution")
    by_name = rows.semi_join(helped, rows.name == helped.helped).select("institution")
    paired = ibis.union(by_code, by_name, distinct=True).mutate(paired=ibis.literal(True))
    found = rows.left_join(paired, "institution").drop("institution_right")
    return found.select("region_code", "institution", met=yes(found.paired))


def quality_hits(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-24: contradictions that the import kept, per accepted row of the tables that carry their own region."""
    hits = facts.work.file(next(iter(indicator.files)))
    hits = hits.filter(hits.region_code.notnull())
    found = hits.group_by("region_code").aggregate(n=hits.count(), d=ibis.literal(0, "int64"))
    parts = [found]
    for table in TABLES.values():
        home = next((c.name for c in table.columns.values() if c.locates and c.type == "region"), None)
        if home and facts.records.reported(table.name):
            placed = facts.table(table.name)
            placed = placed.filter(placed[home].notnull()).select(region_code=home)
            parts.append(placed.group_by("region_code").aggregate(n=ibis.literal(0, "int64"), d=placed.count()))
    every = ibis.union(*parts)
    return every.group_by("region_code").aggregate(denominator=every.d.sum(), **{indicator.id: every.n.sum()})
