"""An indicator within a slice equals the indicator of a month that holds nobody else."""

from datetime import date

import pytest

from dashboard import policy, rollup
from dashboard.rollup.slices import AGE_BANDS, CATEGORIES, Where, born_by, sliced
from dashboard.worklists.persons import age
from tests.rollup import build

VILLAGE = "630102001001"
QH = policy.load().profile("QH-2020")
DAY = date(2020, 3, 1)


def person(code, sex, born, *categories):
    own = {"人员编号": code, "名单年度": 2020, "家庭编号": f"H{code}", "行政村代码": VILLAGE, "性别": sex, "出生日期": born}
    return {**own, **{f"是否{c}": c in categories for c in CATEGORIES[:4]}}


PEOPLE = [
    person("A", "男", date(1960, 6, 30), "建档立卡"),
    person("B", "女", date(1960, 7, 1), "低保对象"),
    person("C", "女", date(2002, 6, 30), "建档立卡", "低保对象"),
    person("D", "女", None, "低保对象"),
]


def ill(number, who, disease, *classes):
    return {
        "患病编号": number,
        "人员编号": who,
        "疾病编码": disease,
        "核实状态": "已核实",
        "核实日期": DAY,
        "三个一批分类": list(classes),
    }


TABLES = {
    "贫困人口花名册": PEOPLE,
    "患病核实": [
        ill("1", "A", "C50", "大病集中救治"),
        ill("2", "A", "I10", "慢病签约服务"),
        ill("3", "B", "C50.1", "大病集中救治", "重病兜底保障"),
        ill("4", "C", "I10", "慢病签约服务"),
        ill("5", "D", "E11", "慢病签约服务"),
    ],
    "救治台账": [{"台账编号": "1", "患病编号": "1", "救治状态": "救治中"}],
    "签约": [{"签约编号": c, "人员编号": c, "签约日期": DAY} for c in "AC"],
    "病种目录": [
        {"目录编号": "QH-35", "疾病编码": "C50", "类别": "大病"},
        {"目录编号": "QH-35", "疾病编码": "C50.1", "类别": "大病", "上级病种": "C50"},
    ],
}


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    return build.month(tmp_path_factory.mktemp("m"), "2020-06", TABLES)


@pytest.mark.parametrize(
    ("indicator", "where", "expected"),
    [
        ("M-01", Where(), (1, 2)),
        ("M-01", Where(disease="C50"), (1, 2)),  # the group holds its child
        ("M-01", Where(disease="C50.1"), (0, 1)),
        ("M-01", Where(batch="重病兜底保障"), (0, 1)),
        ("M-02", Where(), (2, 3)),
        ("M-02", Where(disease="I10"), (2, 2)),
        ("M-02", Where(disease="I10", batch="大病集中救治"), None),  # one diagnosis must be both
        ("M-02", Where(batch="大病集中救治"), (1, 1)),
        ("M-02", Where(sex="女"), (1, 2)),
        ("M-02", Where(category="低保对象"), (1, 2)),
        ("M-03", Where(ages="60-64"), (1, 1)),  # A is 60 on the day, B is 59
        ("M-03", Where(ages="45-59"), (0, 1)),
        ("M-03", Where(ages="18-44"), (1, 1)),
        ("M-03", Where(ages="0-17"), None),  # C has come of age; D's birthday is unknown
    ],
)
def test_slices_by_hand(month, indicator, where, expected):
    rows = sliced(month, QH, indicator, where)
    assert [tuple(r) for r in rows[["numerator", "denominator"]].to_numpy()] == ([expected] if expected else [])


def test_no_filter_is_the_indicator_itself(month):
    whole = rollup.counts(month, QH, ["M-03"])
    rows = sliced(month, QH, "M-03", Where())
    assert (rows["numerator"].sum(), rows["denominator"].sum()) == (whole["numerator"].sum(), whole["denominator"].sum())


@pytest.mark.parametrize("day", [date(2020, 2, 29), date(2019, 2, 28), date(2020, 6, 30)])
def test_age_bands_agree_with_completed_years(day):
    for years in {bound for band in AGE_BANDS.values() for bound in band if bound}:
        last = born_by(day, years)
        assert age(last, day) >= years
        assert age(last.fromordinal(last.toordinal() + 1), day) < years


@pytest.mark.parametrize(("indicator", "where"), [("M-08", Where()), ("M-10", Where()), ("M-01", Where(sex="x"))])
def test_what_cannot_be_sliced_is_said(month, indicator, where):
    with pytest.raises(ValueError, match="不能按"):
        sliced(month, QH, indicator, where)
