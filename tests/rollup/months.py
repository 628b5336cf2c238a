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
    drawn = draw(st.lists(st.fixed_dictionaries(columns), max_size=most))
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
    people = [f"P{n}" for n in range(draw(st.integers(1, 20)))]
    houses = ["H0", "H1", "H2"]
    home = dict(zip(houses, draw(st.tuples(*[st.sampled_from(VILLAGES)] * 3)), strict=True))
    flags = ("是否建档立卡", "是否低保对象", "是否特困人员", "是否贫困残疾人", "是否低收入人口", "是否符合体检条件")
    roster = []
    for person in people:
        house = draw(st.sampled_from(houses))
        for listed in draw(st.sampled_from([(year,), (year - 1, year), (year - 1,), (year, year + 1)])):
            own = {column: draw(flag) for column in flags}
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
             "家庭人口数": draw(st.sampled_from([None, 0, 1, 2]))}
            for h in houses[: draw(st.integers(1, 3))]
        ],
        "贫困人口花名册": roster,
        "患病核实": _rows(draw, 30, "患病编号", "D", {
            "人员编号": person,
            "疾病编码": st.sampled_from(CODES),
            "核实状态": st.sampled_from(["已核实", "已核实", "已核实", "未核实", "已排除"]),
            "核实日期": day,
            "三个一批分类": st.sampled_from([None, [], ["慢病签约服务"], ["大病集中救治", "慢病签约服务"], ["重病兜底保障"]]),
        }),
        "救治台账": _rows(draw, 30, "台账编号", "L", {
            "患病编号": st.sampled_from([f"D{n}" for n in range(30)]),
            "救治状态": st.sampled_from([None, "未救治", "救治中", "已救治", "已治愈", "已销号", "未救治"]),
            "首次救治日期": maybe_day,
            "填报日期": maybe_day,
            "销号日期": maybe_day,
            "销号原因": st.sampled_from([None, "治愈", "救治填报完成", "死亡", "死亡", "迁出", "误诊", "转慢病管理"]),
        }),
        "诊疗费用": _rows(draw, 40, "就诊编号", "V", visit),
        "签约": _rows(draw, 20, "签约编号", "S", {
            "人员编号": st.one_of(st.none(), person),
            "家庭编号": st.one_of(st.none(), st.sampled_from(houses)),
            "签约日期": maybe_day,
            "有效期止": maybe_day,
        }),
        "随访": _rows(draw, 20, "随访编号", "F", {"人员编号": person, "随访日期": day}),
        "健康体检": _rows(draw, 15, "结果摘要", "C", {"人员编号": person, "年度": st.just(year), "体检日期": day}),
        "县域就诊汇总": _summary(draw, "县代码", {v[:6] for v in VILLAGES}, ["贫困人口就诊总人次", "县域内就诊人次"]),
        "乡镇诊疗汇总": _summary(
            draw, "乡代码", {v[:9] for v in VILLAGES}, ["诊疗总人次", "乡村两级未评级医院诊疗人次", "乡村两级一级医院诊疗人次"]
        ),
        "医疗卫生机构": [
            {"机构编码": code, "机构层级": draw(st.sampled_from(["乡", "村", "县", None])),
             "医院等级": draw(st.sampled_from(["未评级", "一级", "二级", None]))}
            for code in INSTITUTIONS
        ],
    }  # fmt: skip
    if draw(st.booleans()):
        tables["病种目录"] = _catalogue(draw, a)
    for table in ("诊疗费用", "医疗卫生机构"):
        if draw(st.integers(0, 9)) == 0:
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
