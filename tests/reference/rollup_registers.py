"""M-11, M-14 … M-16, M-18 … M-23 row by row, as the definitions in policies/indicators say in words. See rollup.py."""

from __future__ import annotations

import calendar
from datetime import date

from tests.reference.rollup import Month, Sums

WARNING_FEN = 156000


def all_registers(month: Month):
    """Indicator → region → [numerator, denominator]."""
    found = {
        "M-14a": verified(month),
        "M-14b": classified(month),
        "M-18": reports(month),
        "M-19a": persons(month, lambda r: bool(r.get("健康卡号")) and (r.get("发卡日期") is None or r["发卡日期"] <= month.a)),
        "M-19b": persons(month, lambda r: bool(r.get("健康档案编号"))),
        "M-19c": contact_cards(month),
        "M-20a": persons(month, lambda r: r.get("是否参合") is True and r.get("参合年度") in (None, month.y)),
        "M-20b": policy_tests(month),
        "M-22a": chinese_medicine(month),
        "M-22b": paired(month),
        "M-23": outside_county(month),
    }
    if month.policy != "LYG-2018":
        found["M-11"] = filed_monthly(month)
        found["M-15"] = written_off(month)
        found["M-21"] = signed_off(month)
    if month.policy == "QH-2020":
        found["M-16a"], found["M-16b"], found["M-16c"] = warned(month)
    return found


def persons(month, has):
    found = Sums()
    for row in month.people.values():
        found.add(row["行政村代码"], has(row))
    return found


def filed_monthly(month):
    owes, brought = {}, {}
    for person, verified_on in month.chronic_patients(month.chronic(), True).items():
        if month.valid_signings(person):
            village = month.village(person)
            owes[village] = min(owes.get(village, date.max), verified_on)
    for row in month.rows("随访"):
        day = row["随访日期"]
        if row["人员编号"] in month.people and day.year == month.y and day <= month.a:
            end = date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
            in_time = row.get("录入日期") is not None and row["录入日期"] <= end
            brought.setdefault((month.village(row["人员编号"]), day.month), []).append(in_time)
    due = set(brought)
    for village, since in owes.items():
        for m in range(1, month.a.month + 1):
            if since <= date(month.y, m, calendar.monthrange(month.y, m)[1]):
                due.add((village, m))
    found = Sums()
    for village, m in due:
        found.add(village, (village, m) in brought and all(brought[village, m]))
    return found


def verified(month):
    found = Sums()
    for row in month.rows("患病核实"):
        since = row.get("发现日期") or row.get("核实日期")
        if row["人员编号"] in month.people and since <= month.a and row["核实状态"] in ("已核实", "未核实"):
            found.add(month.village(row["人员编号"]), row["核实状态"] == "已核实" and row["核实日期"] <= month.a)
    return found


def classified(month):
    found = Sums()
    for row in month.diagnoses():
        found.add(month.village(row["人员编号"]), bool(row.get("三个一批分类")))
    return found


def written_off(month):
    found, codes = Sums(), month.major()
    for d in month.diagnoses():
        if d["疾病编码"] not in codes or month.out(d, for_treatment=True):
            continue
        row = month.ledger(d)
        closed = row.get("销号日期") is not None and row["销号日期"] <= month.a
        if month.policy == "QH-2020":
            due = month.treated(d) and row.get("填报日期") is not None and row["填报日期"] <= month.a
        else:
            cured = row.get("治愈日期") is not None and row["治愈日期"] <= month.a
            due = row.get("救治状态") in ("已治愈", "已销号") or cured or closed
        if due:
            found.add(month.village(d["人员编号"]), closed)
    return found


def homes(month):
    rows = month.rows("贫困户")
    years = [r.get("名单年度") or 0 for r in rows if (r.get("名单年度") or 0) <= month.y]
    return {r["家庭编号"]: r for r in rows if (r.get("名单年度") or 0) == max(years, default=0)}


def contact_cards(month):
    found, own = Sums(), homes(month)
    for household in {r["家庭编号"] for r in month.people.values()}:
        villages = [r["行政村代码"] for r in month.people.values() if r["家庭编号"] == household]
        home = own.get(household, {})
        found.add(home.get("行政村代码") or min(villages), home.get("联系卡发放") is True)
    return found


def warned(month):
    own = homes(month)
    listed = {r["家庭编号"]: r for r in month.rows("因病返贫预警户") if r["预警年度"] == month.y}
    model = {h for h, (_, _, _, candidate) in month.warnings().items() if candidate}
    confirmed, helped, marked = Sums(), Sums(), Sums()
    for household in set(listed) | model:
        if household not in own:
            continue
        village, row = own[household]["行政村代码"], listed.get(household, {})
        is_confirmed = row.get("县卫健确认状态") == "已确认"
        confirmed.add(village, is_confirmed)
        if not is_confirmed:
            continue
        measures = [m for m in month.rows("预警帮扶措施") if m["家庭编号"] == household and m.get("实施日期") is not None]
        helped.add(village, any(m["实施日期"] <= month.a for m in measures))
        if row.get("预警来源") == "基层发现" and row.get("县扶贫核准状态") == "已确认":
            marks = [row.get("健康扶贫系统标识日期"), row.get("全国扶贫开发系统标识日期")]
            marked.add(village, all(day is not None and day <= month.a for day in marks))
    return confirmed, helped, marked


def place_of(month, unit):
    """The region a unit code stands for; None when it is neither an institution nor a region code."""
    for row in month.rows("医疗卫生机构"):
        if row["机构编码"] == unit and row.get("所在区划代码"):
            return row["所在区划代码"]
    return unit if unit is not None and unit.isdigit() and len(unit) in (2, 4, 6, 9, 12) else None


def reports(month):
    found = Sums()
    for row in month.rows("报送任务"):
        due, sent = row.get("应报日期"), row.get("实报日期")
        place = place_of(month, row["单位代码"])
        if place and due is not None and date(month.y, 1, 1) <= due <= month.a:
            found.add(place, sent is not None and sent <= due and row.get("状态") != "退回")
    return found


def policy_tests(month):
    found = Sums()
    for row in month.rows("宣传培训会议"):
        day, place = row.get("日期"), place_of(month, row.get("单位"))
        if not place or day is None or not date(month.y, 1, 1) <= day <= month.a:
            continue
        if row.get("政策测试通过数") is not None and row.get("人数") is not None:
            found.add(place, row["政策测试通过数"], row["人数"])
    return found


def signed_off(month):
    ended = month.y if (month.a.month, month.a.day) == (12, 31) else month.y - 1
    found = Sums()
    for region in month.rows("行政区划"):
        if len(region["区划代码"]) not in (2, 6) or region["区划名称"] == "市辖区":
            continue
        if region.get("停用日期") is not None and region["停用日期"] <= month.a:
            continue
        own = [r for r in month.rows("年度核查确认") if r["单位代码"] == region["区划代码"] and r["年度"] == ended]
        done = [r for r in own if r.get("签字日期") and r.get("系统确认日期") is not None and r["系统确认日期"] <= month.a]
        found.add(region["区划代码"], bool(done))
    return found


def chinese_medicine(month):
    rooms = {r["机构编码"]: r.get("中医馆是否达标") for r in month.rows("中医馆")}
    found = Sums()
    for row in month.rows("医疗卫生机构"):
        if row.get("机构类别") in ("乡镇卫生院", "社区卫生服务中心"):
            found.add(row["所在区划代码"], rooms.get(row["机构编码"]) is True)
    return found


def paired(month):
    labelled = [r["区划代码"] for r in month.rows("行政区划") if r.get("区域标签")]
    found = Sums()
    for row in month.rows("医疗卫生机构"):
        to_be = row.get("机构层级") == "县" or row.get("机构类别") in ("乡镇卫生院", "社区卫生服务中心")
        if not to_be or not any(row["所在区划代码"].startswith(code) for code in labelled):
            continue
        helped = False
        for pair in month.rows("对口帮扶"):
            if pair.get("受援机构") is None or pair["受援机构"] not in (row["机构编码"], row.get("机构名称")):
                continue
            begun = pair.get("开始日期") is None or pair["开始日期"] <= month.a
            helped = helped or (begun and (pair.get("结束日期") is None or pair["结束日期"] >= month.a))
        found.add(row["所在区划代码"], helped)
    return found


def outside_county(month):
    found = Sums()
    for v in month.visits():
        left = v.get("出院日期")
        if (
            v["就诊类型"] == "住院"
            and left is not None
            and date(month.y, 1, 1) <= left <= month.a
            and v.get("是否县域内") is not None
        ):
            found.add(month.village(v["人员编号"]), v["是否县域内"] is False)
    return found
