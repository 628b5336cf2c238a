"""大病救治工作单: the funnel and the next step of every case, told by hand; its ends are M-01's."""

from datetime import date

import pytest

from dashboard import policy, rollup, worklists
from dashboard.territory import Territory
from tests.rollup import build

V1, V2 = "630102001001", "630102001002"
BOOK = policy.load()
QH = BOOK.profile("QH-2020")
ALL = Territory("")
MARCH, MAY = date(2020, 3, 1), date(2020, 5, 20)


def person(code, village=V1):
    return {
        "人员编号": code, "名单年度": 2020, "家庭编号": f"H{code}", "行政村代码": village, "是否低保对象": True,
        "姓名": f"人{code}", "性别": "女", "出生日期": date(1960, 7, 1),
    }  # fmt: skip


def case(code, state="已核实", disease="C50", day=MARCH):
    return {
        "患病编号": f"D{code}", "人员编号": code, "疾病编码": disease, "核实状态": state,
        "发现日期": date(2020, 2, 1), "核实日期": day,
    }  # fmt: skip


def ledger(code, **more):
    return {"台账编号": f"L{code}", "患病编号": f"D{code}", **more}


TABLES = {
    "贫困人口花名册": [person(c) for c in "ABCDEFG"] + [person("H", V2)],
    "医疗卫生机构": [{"机构编码": "W1", "机构名称": "县医院"}],
    "患病核实": [
        *(case(c) for c in "ABCDE"),
        case("F", "未核实"),
        case("G", disease="I10"),  # not on the list
        case("H", day=date(2020, 7, 2)),  # verified after the month
    ],
    "救治台账": [
        ledger("A", 救治状态="未救治", 未救治原因="外出", 定点医院编码="W1"),
        ledger("B", 救治状态="救治中", 首次救治日期=MAY),
        ledger("C", 救治状态="已治愈", 首次救治日期=MARCH, 填报日期=MAY, 治愈日期=date(2020, 6, 1)),
        ledger("D", 救治状态="已销号", 首次救治日期=MARCH, 填报日期=MAY, 销号日期=date(2020, 6, 2), 销号原因="治愈"),
        ledger("E", 救治状态="救治中", 首次救治日期=MARCH, 填报日期=date(2020, 6, 30)),
    ],
    "病种目录": [{"目录编号": "QH-35", "疾病编码": "C50", "疾病名称": "乳腺癌", "类别": "大病"}],
}


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    return build.month(tmp_path_factory.mktemp("m"), "2020-06", TABLES)


def test_funnel_and_steps_when_treated_and_filed_may_be_written_off(month):
    found = worklists.treatment(month, QH, ALL)
    assert found.funnel == worklists.Funnel(unverified=1, verified=5, treated=4, filed=3, closed=1, closable=2)
    assert [(c.step, c.person.code, c.days) for c in found.cases] == [
        ("待救治", "A", (date(2020, 6, 30) - MARCH).days),
        ("待填报", "B", (date(2020, 6, 30) - MAY).days),
        ("待销号", "C", 29),
        ("待销号", "E", 0),
        ("待核实", "F", 150),
    ]
    first = found.cases[0]
    assert (first.disease, first.reason, first.hospital, first.person.age) == ("乳腺癌", "外出", "县医院", 59)
    assert found.untreated_because == {"外出": 1}


def test_only_the_cured_may_be_written_off_where_the_profile_says_so(month):
    cured = policy.Profile(
        **{f: getattr(QH, f) for f in QH.__slots__ if f != "values"}, values={**QH.values, "writeoff": "cured"}
    )
    found = worklists.treatment(month, cured, ALL)
    assert [c.person.code for c in found.cases if c.step == "待销号"] == ["C"]
    assert found.funnel.closable == 1


def test_the_funnel_begins_with_the_indicator(month):
    counts = rollup.counts(month, QH, ["M-01"])
    funnel = worklists.treatment(month, QH, ALL).funnel
    assert (funnel.treated, funnel.verified) == (counts["numerator"].sum(), counts["denominator"].sum())
    missing = rollup.missing_people(month, QH, "M-01", "0")
    untreated = [c.person.code for c in worklists.treatment(month, QH, ALL).cases if c.step == "待救治"]
    assert list(missing["person"]) == untreated


def test_a_territory_holds_its_own_cases_only(month):
    assert worklists.treatment(month, QH, Territory(V2)).funnel == worklists.Funnel(0, 0, 0, 0, 0, 0)


def test_without_diagnoses_there_is_no_list(tmp_path):
    bare = build.month(tmp_path, "2020-06", {"贫困人口花名册": TABLES["贫困人口花名册"]})
    assert worklists.treatment(bare, QH, ALL) is None
