"""签约与随访工作单: what each person is owed, told by hand; what is overdue is what the indicators miss."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import policy, rollup, worklists
from dashboard.territory import Territory
from dashboard.worklists.persons import age
from tests.rollup import build

V1 = "630102001001"
BOOK = policy.load()
QH, LYG = BOOK.profile("QH-2020"), BOOK.profile("LYG-2018")
ALL = Territory("")
A = date(2020, 6, 30)
UNTIL = date(2020, 7, 31)


def person(code, **more):
    own = {"人员编号": code, "名单年度": 2020, "家庭编号": f"H{code}", "行政村代码": V1, "姓名": f"人{code}"}
    return {**own, "是否低保对象": True, "是否符合体检条件": True, **more}


def ill(code, day=date(2019, 1, 1), disease="I10"):
    return {
        "患病编号": f"D{code}{disease}", "人员编号": code, "疾病编码": disease, "核实状态": "已核实", "核实日期": day,
        "三个一批分类": ["慢病签约服务"],
    }  # fmt: skip


def signing(number, code, day, team="T1", **more):
    return {"签约编号": number, "人员编号": code, "签约日期": day, "团队编号": team, **more}


TABLES = {
    "贫困户": [
        {"家庭编号": f"H{c}", "行政村代码": V1, "家庭人口数": 1, "签约团队编号": "T2" if c == "B" else None} for c in "ABCDEF"
    ],
    "贫困人口花名册": [person(c) for c in "ABCDEF"],
    "患病核实": [ill("A"), ill("A", disease="E11"), ill("B"), ill("C"), ill("D", A - timedelta(days=91)), ill("E")],
    "签约": [
        signing("1", "A", date(2020, 1, 10), 有效期止=date(2021, 1, 9)),
        signing("2", "B", date(2018, 5, 1), None),  # ran out; the household has a team
        {"签约编号": "3", "人员编号": "B", "签约日期": date(2020, 8, 1), "未签约原因": "外出"},
        signing("4", "C", date(2019, 7, 15)),  # a year: until 14 July
        signing("5", "D", date(2020, 1, 10)),
        signing("6", "E", date(2020, 1, 10)),
    ],
    "随访": [
        {"随访编号": "1", "人员编号": "C", "随访日期": date(2020, 6, 20)},
        {"随访编号": "2", "人员编号": "E", "随访日期": date(2020, 3, 30)},
    ],
    "健康体检": [{"人员编号": c, "年度": 2020, "体检日期": date(2020, 4, 1)} for c in "ABCDE"],
}  # fmt: skip


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    return build.month(tmp_path_factory.mktemp("m"), "2020-06", TABLES)


@pytest.fixture(scope="module")
def found(month):
    return worklists.duties(month, QH, ALL, UNTIL)


def test_each_person_by_hand(found):
    told = {d.person.code: (d.sign, d.sign_due, d.visit_due, d.checkup, d.team) for d in found.duties}
    assert told == {
        "A": ("", None, date(2020, 4, 11), False, "T1"),  # 92 days after signing: overdue
        "B": ("待签约", None, None, False, "T2"),
        "C": ("到期续签", date(2020, 7, 14), None, False, "T1"),
        "D": ("", None, date(2020, 7, 1), False, "T1"),  # verified 91 days ago: due the day after the month
        "E": ("", None, date(2020, 6, 30), False, "T1"),  # last visit 92 days ago: due on the day itself
        "F": ("", None, None, True, ""),  # not ill: nothing to sign in 青海, but to examine
    }
    assert next(d for d in found.duties if d.person.code == "A").diseases == ("2型糖尿病", "高血压")
    assert next(d for d in found.duties if d.person.code == "B").unsigned_because == "外出"


def test_households_without_team(found):
    assert found.unassigned_households == 1


def test_the_overdue_are_those_missing_in_the_indicators(month, found):
    overdue = {d.person.code for d in found.duties if d.visit_due and d.visit_due <= A}
    assert overdue == set(rollup.missing_people(month, QH, "M-04", "0")["person"]) == {"A", "E"}
    unsigned = {d.person.code for d in found.duties if d.sign == "待签约"}
    assert unsigned == set(rollup.missing_people(month, QH, "M-02", "0")["person"])
    assert {d.person.code for d in found.duties if d.checkup} == set(rollup.missing_people(month, QH, "M-07", "0")["person"])


def test_lianyungang_signs_the_whole_population(tmp_path):
    people = [person(c, 是否低收入人口=True, 名单年度=2018) for c in "AF"]
    month = build.month(tmp_path, "2018-11", {**TABLES, "贫困人口花名册": people, "签约": [signing("1", "A", date(2018, 6, 1))]})
    found = worklists.duties(month, LYG, ALL, date(2018, 12, 31))
    assert {d.person.code: d.sign for d in found.duties if d.sign} == {"F": "待签约"}


def test_without_checkups_in_the_month_nobody_is_said_to_miss_one(tmp_path):
    silent = build.month(tmp_path, "2020-06", {t: rows for t, rows in TABLES.items() if t != "健康体检"})
    assert not any(d.checkup for d in worklists.duties(silent, QH, ALL, UNTIL).duties)


def test_loads_by_team(found):
    loads = worklists.loads(found.duties, A, {"T1": "一队"}, {"T1": False})
    assert [(t.team, t.name, t.app_active, t.sign, t.visit, t.overdue, t.checkup) for t in loads] == [
        ("T1", "一队", False, 1, 3, 2, 0),
        ("", "", None, 0, 0, 0, 1),
        ("T2", "T2", None, 1, 0, 0, 0),
    ]


@pytest.mark.parametrize(
    ("as_of", "until"), [(A, UNTIL), (date(2020, 1, 31), date(2020, 2, 29)), (date(2018, 12, 31), date(2019, 1, 31))]
)
def test_the_list_looks_one_month_ahead(as_of, until):
    assert worklists.month_after(as_of) == until


def test_age_is_completed_years():
    assert (age(date(1955, 6, 30), A), age(date(1955, 7, 1), A), age(date(2004, 2, 29), date(2019, 2, 28))) == (65, 64, 14)


days = st.dates(date(2019, 1, 1), date(2020, 8, 1))


@settings(max_examples=8, deadline=None)
@given(st.dictionaries(st.sampled_from("ABC"), st.tuples(days, days, days), min_size=1))
def test_overdue_visits_equal_the_indicator_on_any_dates(tmp_path_factory, drawn):
    tables = {
        "贫困人口花名册": [person(c) for c in drawn],
        "患病核实": [ill(c, verified) for c, (verified, _, _) in drawn.items()],
        "签约": [signing(c, c, signed) for c, (_, signed, _) in drawn.items()],
        "随访": [{"随访编号": c, "人员编号": c, "随访日期": visit} for c, (_, _, visit) in drawn.items()],
    }
    month = build.month(tmp_path_factory.mktemp("h"), "2020-06", tables)
    found = worklists.duties(month, QH, ALL, UNTIL).duties
    assert {d.person.code for d in found if d.visit_due and d.visit_due <= A} == set(
        rollup.missing_people(month, QH, "M-04", "0")["person"]
    )
