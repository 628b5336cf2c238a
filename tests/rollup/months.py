"""Small random months, made of the days and blanks on which the rules turn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from dashboard.months import as_of

VILLAGES = ("630102001001", "630102001002", "630102002001", "630103001001", "632521100200")
CODES = ("C67", "C64", "F20", "I10", "E14", "E11", "J44", "GRP", "KID", "OLD", "X1")
INSTITUTIONS = ("I1", "I2", "I3", "I4")
MONTHS = ("2020-06", "2020-02", "2020-01", "2020-12")


def _rows(draw: st.DrawFn, most: int, key: str, prefix: str, columns: dict[str, st.SearchStrategy[Any]]) -> list[dict[str, Any]]:
    least = draw(st.sampled_from([0, most // 2, most // 2]))  # left alone, Hypothesis draws short lists: rules would meet no case
    drawn = draw(st.lists(st.fixed_dictionaries(columns), min_size=least, max_size=most))
    return [{key: f"{prefix}{number}", **row} for number, row in enumerate(drawn)]


@st.composite
def random_month(draw: st.DrawFn) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """(month, table → rows). Days stand at and beside every boundary of the rules, seen from the as-of date."""
    month = draw(st.sampled_from(MONTHS))
    a = as_of(month)
    year = a.year
    offsets = (0, 1, -1, -14, -15, -16, -91, -92, -93, -200)
    edges = [a + timedelta(days=n) for n in offsets]
    edges += [date(year, 1, 1), date(year - 1, 12, 31), date(year - 1, a.month, 28), date(year - 1, 6, 30), date(year - 1, 7, 1)]
    edges += [(a + timedelta(days=1)).replace(year=year - 1) + timedelta(days=n) for n in (-1, 0, 1)]
    day, flag = st.sampled_from(edges), st.sampled_from([True, True, False, None])
    maybe_day = st.one_of(day, st.none())
    people = [f"P{n}" for n in range(draw(st.sampled_from([1, 8, 12, 20])))]
    houses = ["H0", "H1", "H2"]
    home = dict(zip(houses, draw(st.tuples(*[st.sampled_from(VILLAGES)] * 3)), strict=True))
    flags = ("是否建档立卡", "是否低保对象", "是否特困人员", "是否贫困残疾人", "是否低收入人口", "是否符合体检条件")
    roster = []
    for person in people:
        house = draw(st.sampled_from(houses))
        for listed in draw(st.sampled_from([(year,), (year - 1, year), (year - 1,), (year, year + 1)])):
            own = {column: draw(flag) for column in flags} | {
                "健康卡号": draw(st.sampled_from([None, "K"])),
                "发卡日期": draw(maybe_day),
                "健康档案编号": draw(st.sampled_from([None, "A"])),
                "是否参合": draw(flag),
                "参合年度": draw(st.sampled_from([None, year, year - 1])),
            }
            roster.append({"人员编号": person, "名单年度": listed, "家庭编号": house, "行政村代码": home[house], **own})
    person = st.sampled_from([*people, "ELSEWHERE"])
    fen = st.one_of(st.none(), st.sampled_from([0, 1, 155999, 156000, 156001, 312000, 312001, 900000]))
    visit = {
        "人员编号": person,
        "疾病编码": st.sampled_from(CODES),
        "就诊类型": st.sampled_from(["住院", "住院", "门诊", "慢病门诊"]),
        "入院日期": maybe_day,
        "出院日期": maybe_day,
        "就诊日期": maybe_day,
        "填报日期": maybe_day,
        "是否县域内": flag,
        "就诊机构编码": st.sampled_from([*INSTITUTIONS, "UNKNOWN", None]),
        "重病兜底标识": flag,
        "医疗总费用": fen,
        "基本医保报销": fen,
        "个人自付": fen,
    }
    tables = {
        "贫困户": [
            {"家庭编号": h, "名单年度": draw(st.sampled_from([year, year, year - 1, None])), "行政村代码": home[h],
             "家庭人口数": draw(st.sampled_from([None, 0, 1, 2])), "联系卡发放": draw(flag)}
            for h in houses[: draw(st.integers(1, 3))]
        ],
        "贫困人口花名册": roster,
        "患病核实": _rows(draw, 30, "患病编号", "D", {
            "人员编号": person,
            "疾病编码": st.sampled_from(CODES),
            "核实状态": st.sampled_from(["已核实", "已核实", "已核实", "未核实", "已排除"]),
            "核实日期": day,
            "发现日期": maybe_day,
            "三个一批分类": st.sampled_from([None, [], ["慢病签约服务"], ["大病集中救治", "慢病签约服务"], ["重病兜底保障"]]),
        }),
        "救治台账": _rows(draw, 30, "台账编号", "L", {
            "患病编号": st.sampled_from([f"D{n}" for n in range(30)]),
            "救治状态": st.sampled_from([None, "未救治", "救治中", "已救治", "已治愈", "已销号", "未救治"]),
            "首次救治日期": maybe_day,
            "填报日期": maybe_day,
            "销号日期": maybe_day,
            "治愈日期": maybe_day,
            "销号原因": st.sampled_from([None, "治愈", "救治填报完成", "死亡", "死亡", "迁出", "误诊", "转慢病管理"]),
        }),
        "诊疗费用": _rows(draw, 40, "就诊编号", "V", visit),
        "签约": _rows(draw, 20, "签约编号", "S", {
            "人员编号": st.one_of(st.none(), person),
            "家庭编号": st.one_of(st.none(), st.sampled_from(houses)),
            "签约日期": maybe_day,
            "有效期止": maybe_day,
        }),
        "随访": _rows(draw, 20, "随访编号", "F", {"人员编号": person, "随访日期": day, "录入日期": maybe_day}),
        "健康体检": _rows(draw, 15, "结果摘要", "C", {"人员编号": person, "年度": st.just(year), "体检日期": day}),
        "县域就诊汇总": _summary(draw, "县代码", {v[:6] for v in VILLAGES}, ["贫困人口就诊总人次", "县域内就诊人次"]),
        "乡镇诊疗汇总": _summary(
            draw, "乡代码", {v[:9] for v in VILLAGES}, ["诊疗总人次", "乡村两级未评级医院诊疗人次", "乡村两级一级医院诊疗人次"]
        ),
        "医疗卫生机构": [
            {"机构编码": code, "机构层级": draw(st.sampled_from(["乡", "村", "县", None])),
             "医院等级": draw(st.sampled_from(["未评级", "一级", "二级", None])),
             "机构类别": draw(st.sampled_from(["综合医院", "乡镇卫生院", "社区卫生服务中心", "村卫生室"])),
             "机构名称": f"{code}院", "所在区划代码": draw(st.sampled_from([v[:9] for v in VILLAGES] + [VILLAGES[0], "630103"]))}
            for code in INSTITUTIONS
        ],
    }  # fmt: skip
    if draw(st.sampled_from([False, False, True])):
        tables["病种目录"] = _catalogue(draw, a)
    tables |= _offices(draw, year, day, maybe_day, flag, houses)
    _narrow(draw, tables, a, people)
    for table in ("诊疗费用", "医疗卫生机构"):
        if draw(st.sampled_from([False] * 9 + [True])):
            del tables[table]
    return month, tables


def _summary(draw: st.DrawFn, key: str, codes: set[str], columns: list[str]) -> list[dict[str, Any]]:
    brought = draw(st.lists(st.sampled_from(sorted(codes)), unique=True))
    count = st.one_of(st.none(), st.integers(0, 40), st.integers(0, 40))
    return [
        {key: code, "年度": year, **{column: draw(count) for column in columns}}
        for code in brought
        for year in draw(st.sampled_from([(2019,), (2018, 2019), (2018,)]))
    ]


def _catalogue(draw: st.DrawFn, a: date) -> list[dict[str, Any]]:
    found = []
    bound = st.sampled_from([None, None, None, a, a - timedelta(days=1), a + timedelta(days=1)])
    for list_id in draw(st.lists(st.sampled_from(["QH-35", "LYG-20", "CN-9+1", "XB-14", "OTHER"]), unique=True, max_size=3)):
        for code in draw(st.lists(st.sampled_from(CODES), unique=True, max_size=6)):
            category = draw(st.sampled_from(["大病", "大病", "慢病", "重点慢病", None, "重病"]))
            parent = draw(st.sampled_from([None, None, "GRP", "E14"]))
            first, last = draw(bound), draw(bound)
            found.append(
                {"目录编号": list_id, "疾病编码": code, "类别": category, "上级病种": parent, "生效日期": first, "失效日期": last}
            )
    return found


def _offices(draw, year, day, maybe_day, flag, houses) -> dict[str, list[dict[str, Any]]]:
    """Registers of offices: warned households, reports, sign-off, meetings, pairing, rooms of Chinese medicine, regions."""
    units = ["63", "6301", "630102", "630103", "6325", "I1", "I2", "某局", None]
    state = st.sampled_from([None, "待确认", "已确认", "已确认", "不予确认"])
    source = st.sampled_from(["系统模型", "基层发现", "基层发现"])
    regions = {v[:n] for v in VILLAGES for n in (2, 4, 6, 9, 12)}
    count = st.one_of(st.none(), st.integers(0, 9))
    return {
        "因病返贫预警户": [
            {"家庭编号": h, "预警年度": listed, "预警来源": draw(source),
             "县卫健确认状态": draw(state), "县扶贫核准状态": draw(state),
             "健康扶贫系统标识日期": draw(maybe_day), "全国扶贫开发系统标识日期": draw(maybe_day)}
            for h in draw(st.lists(st.sampled_from(houses), unique=True))
            for listed in draw(st.sampled_from([(year,), (year, year - 1), (year - 1,)]))
        ],
        "预警帮扶措施": _rows(draw, 4, "措施编号", "M", {"家庭编号": st.sampled_from(houses), "实施日期": maybe_day}),
        "报送任务": _rows(draw, 6, "期次", "R", {
            "任务类型": st.just("月报"),
            "单位代码": st.sampled_from(units[:-1]),
            "应报日期": maybe_day,
            "实报日期": maybe_day,
            "状态": st.sampled_from([None, "已报", "退回", "未报"]),
        }),
        "年度核查确认": [
            {"单位代码": unit, "年度": draw(st.sampled_from([year, year - 1])),
             "签字日期": draw(maybe_day), "系统确认日期": draw(maybe_day)}
            for unit in draw(st.lists(st.sampled_from(units[:5]), unique=True))
        ],
        "宣传培训会议": _rows(draw, 4, "类型", "T", {
            "单位": st.sampled_from(units), "日期": maybe_day, "人数": count, "政策测试通过数": count
        }),
        "中医馆": [
            {"机构编码": code, "中医馆是否达标": draw(flag)}
            for code in draw(st.lists(st.sampled_from(INSTITUTIONS), unique=True))
        ],
        "对口帮扶": _rows(draw, 4, "方式", "W", {
            "受援机构": st.sampled_from([*INSTITUTIONS, "I1院", "I2院", None]), "开始日期": maybe_day, "结束日期": maybe_day
        }),
        "行政区划": [
            {"区划代码": code, "区划名称": draw(st.sampled_from(["某地", "某地", "市辖区"])),
             "停用日期": draw(st.one_of(st.none(), st.none(), day)),
             "区域标签": draw(st.sampled_from([None, [], [], ["重点片区"]]))}
            for code in sorted(regions)
        ],
    }  # fmt: skip


def _narrow(draw: st.DrawFn, tables: dict[str, list[dict[str, Any]]], a: date, people: list[str]) -> None:
    """Adds what the narrowest rules look at: chance alone would bring it once in many months."""
    long_ago = a - timedelta(days=200)
    edge = st.sampled_from([a - timedelta(days=n) for n in (0, 1, 91, 92, 93)])
    early = st.one_of(st.just(long_ago), st.just(long_ago), edge)
    for n, person in enumerate(people[:6]):
        ill = {"疾病编码": draw(st.sampled_from(["I10", "E11", "F20", "C67"])), "核实状态": "已核实", "核实日期": draw(early)}
        tables["患病核实"].append({"患病编号": f"DN{n}", "人员编号": person, **ill})
        treated = {"救治状态": draw(st.sampled_from(["已救治", "已治愈"])), "首次救治日期": draw(early), "填报日期": draw(edge)}
        ended = {"治愈日期": draw(edge), "销号日期": draw(st.one_of(st.none(), edge))}
        tables["救治台账"].append({"台账编号": f"LN{n}", "患病编号": f"DN{n}", **treated, **ended})
        tables["签约"].append({"签约编号": f"SN{n}", "人员编号": person, "签约日期": draw(early)})
        if draw(st.booleans()):
            tables["随访"].append({"随访编号": f"FN{n}", "人员编号": person, "随访日期": draw(edge)})
    due = draw(edge)
    tables["报送任务"].append({"期次": "RN", "任务类型": "月报", "单位代码": "630102", "应报日期": due, "实报日期": draw(edge)})
    named = {row["家庭编号"] for row in tables["因病返贫预警户"]}
    for house in sorted({"H0", "H1"} - named):
        marked = st.one_of(st.none(), edge)
        tables["因病返贫预警户"].append(
            {"家庭编号": house, "预警年度": a.year, "预警来源": "基层发现", "县卫健确认状态": "已确认",
             "县扶贫核准状态": "已确认", "健康扶贫系统标识日期": draw(marked), "全国扶贫开发系统标识日期": draw(marked)}
        )  # fmt: skip
