"""One small month whose every figure is added up by hand."""

from datetime import date

import pytest

from dashboard import costs, naming, policy
from dashboard.records import MonthRecords
from dashboard.territory import Territory, territories
from tests.rollup import build

VILLAGES = ("630102001001", "630102001002")
QH = policy.load().profile("QH-2020")
ALL = Territory("")


def person(code, village, **flags):
    return {"人员编号": code, "名单年度": 2020, "家庭编号": f"H{code}", "行政村代码": village, **flags}


def visit(code, who, total, own, day="2020-03-10", stay=True, **more):
    when = date.fromisoformat(day)
    dates = {"入院日期": when, "出院日期": when} if stay else {"就诊日期": when}
    kind = "住院" if stay else "门诊"
    return {
        "就诊编号": code,
        "人员编号": who,
        "疾病编码": "C50",
        "就诊类型": kind,
        "医疗总费用": total,
        "个人自付": own,
        **dates,
        **more,
    }


PEOPLE = [
    person("A", VILLAGES[0], 是否建档立卡=True, 是否低保对象=True),
    person("B", VILLAGES[1], 是否低保对象=True),
    person("C", VILLAGES[1], 是否建档立卡=False, 是否低保对象=False),
]
VISITS = [
    visit(
        "1",
        "A",
        1_000_000,
        60_000,
        基本医保报销=900_000,
        医疗救助=40_000,
        是否县域内=True,
        就诊机构编码="H1",
        病种收费标准=800_000,
    ),
    visit("2", "A", 200_000, 0, 基本医保报销=200_000, 是否县域内=False, 就诊机构编码="H2", 疾病编码="I10", 病种收费标准=200_000),
    visit("3", "B", 50_000, 50_000, stay=False, 是否县域内=False),
    visit("4", "B", 300_000, 50_001, 基本医保报销=249_999, 是否县域内=False, 机构等级="三级", 疾病编码="I10"),
    visit("5", "B", 999, 999, day="2019-12-31"),  # another year
    visit("6", "A", 999, 999, day="2020-07-01"),  # after the month
    visit("7", "C", 999, 999),  # not poor
]
TABLES = {
    "贫困人口花名册": PEOPLE,
    "医疗卫生机构": [
        {"机构编码": "H1", "机构名称": "县医院", "医院等级": "二级", "机构层级": "县"},
        {"机构编码": "H2", "机构名称": "省医院", "医院等级": "三级", "机构层级": "省"},
    ],
    "病种目录": [{"目录编号": "QH-35", "疾病编码": "C50", "疾病名称": "乳腺癌"}],
    "诊疗费用": VISITS,
}


@pytest.fixture(scope="module")
def month(tmp_path_factory) -> MonthRecords:
    return build.month(tmp_path_factory.mktemp("m"), "2020-06", TABLES, {"诊疗费用": ["慈善救助"]})


@pytest.fixture(scope="module")
def whole(month):
    return costs.analyse([(month, QH, ALL)], 2020)


def test_totals_count_the_visits_of_the_population_in_the_year_to_date(whole):
    assert (whole.persons, whole.visits, whole.stays) == (2, 4, 3)
    assert (whole.total_fen, whole.self_pay_fen) == (1_550_000, 160_001)


def test_payers_add_up_and_an_absent_column_is_not_a_zero(whole):
    paid = {payer.name: payer.fen for payer in whole.payers}
    assert paid["基本医保报销"] == 1_349_999
    assert paid["医疗救助"] == 40_000
    assert paid["大病保险报销"] == 0
    assert paid["慈善救助"] is None
    assert whole.unexplained_fen == 0


def test_places_tell_county_grade_and_layer(whole):
    found = {(p.stay, p.in_county, p.grade, p.layer): (p.visits, p.total_fen) for p in whole.places}
    assert found == {
        (True, "县域内", "二级", "县"): (1, 1_000_000),
        (True, "县域外", "三级", "省"): (1, 200_000),
        (True, "县域外", "三级", "未填报"): (1, 300_000),
        (False, "县域外", "未填报", "未填报"): (1, 50_000),
    }


def test_out_of_county_diseases_rank_by_stays_not_by_visits(whole):
    first = whole.out_of_county()
    assert [(d.code, d.out_stays, d.out_total_fen, d.out_self_pay_fen) for d in first] == [("I10", 2, 500_000, 50_001)]
    assert [(d.name, d.self_pay_fen) for d in whole.by_self_pay()] == [("乳腺癌", 110_000), ("高血压", 50_001)]


def test_bands_hold_persons_with_the_upper_end_inside(whole):
    """A paid 600.00 yuan in all, B 1000.01: above 500 and above 1000."""
    held = {(band.above_fen, band.up_to_fen): band.persons for band in whole.bands if band.persons}
    assert held == {(50_000, 100_000): 1, (100_000, 200_000): 1}
    assert sum(band.self_pay_fen for band in whole.bands) == whole.self_pay_fen


def test_categories_overlap(whole):
    found = {c.name: (c.persons, c.total_fen, c.self_pay_fen) for c in whole.categories}
    assert found["建档立卡"] == (1, 1_200_000, 60_000)
    assert found["低保对象"] == (2, 1_550_000, 160_001)


def test_a_stay_at_its_standard_is_not_over(whole, month):
    assert {s.code: (s.name, s.stays, s.over, s.excess_fen) for s in whole.standards} == {
        "H1": ("县医院", 1, 1, 200_000),
        "H2": ("省医院", 1, 0, 0),
    }
    (stay,) = costs.over_standard([(month, QH, ALL)])
    assert (stay.visit, stay.institution, stay.disease, stay.excess_fen) == ("1", "县医院", "乳腺癌", 200_000)


def test_villages_add_up_to_the_region(month, whole):
    one, other = (costs.analyse([(month, QH, Territory(v))], 2020) for v in VILLAGES)
    both = costs.analyse([(month, QH, Territory(v)) for v in VILLAGES], 2020)
    assert both == whole
    assert one.total_fen + other.total_fen == whole.total_fen


def test_a_month_without_visits_has_no_figures(tmp_path):
    silent = build.month(tmp_path, "2020-06", {"贫困人口花名册": PEOPLE})
    found = costs.analyse([(silent, QH, ALL)], 2020)
    assert not found.reported
    assert (found.payers, found.bands, found.places) == ((), (), ())


def test_territories_give_each_village_to_one_profile():
    book, day = policy.load(), date(2018, 12, 31)
    assert [(p.id, t) for p, t in territories(book, "32", {"32"}, day)] == [
        ("CN-2017", Territory("32", ("3207",))),
        ("LYG-2018", Territory("3207")),
    ]
    assert [(p.id, t) for p, t in territories(book, "3207", {"32"}, day)] == [("LYG-2018", Territory("3207"))]
    assert [(p.id, t) for p, t in territories(book, "320703", {"32"}, day)] == [("LYG-2018", Territory("320703"))]
    assert [(p.id, t) for p, t in territories(book, "2104", {"21"}, day)] == [
        ("CN-2017", Territory("2104", ("210422",))),
        ("XB-2018", Territory("210422")),
    ]
    assert list(territories(book, "63", {"63"}, date(2022, 1, 31))) == []


def test_diseases_are_called_by_name_where_anything_names_them():
    names = {"J18": "肺炎", "C16": "胃癌", "C91.0": "儿童急性淋巴细胞白血病"}
    called = [naming.disease_name(names, code) for code in ("C16", "J18.901", "C91.0", "C91.5", "ZZ9")]
    assert called == ["胃癌", "肺炎", "儿童急性淋巴细胞白血病", "C91.5", "ZZ9"]


def test_the_code_list_names_the_illnesses_that_no_list_of_a_policy_has(month):
    names = naming.disease_names(month)
    assert names["J06"] == "急性上呼吸道感染"
    assert names["C50"] == "乳腺癌"
