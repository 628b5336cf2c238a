"""Assumptions as text, and a private copy that leaves the original alone."""

import numpy as np
import pytest

from dashboard import scoring
from dashboard.scoring import best
from dashboard.whatif import Changes, with_fields
from tests.scoring.build import gathered, regions, rules

PLACES = regions([("63", None), ("6327", None), ("632701", None), ("632701100", 12_000)])
CENTRE = {
    "机构编码": "C1", "机构名称": "甲卫生院", "机构类别": "乡镇卫生院", "机构层级": "乡",
    "举办性质": "公立", "所在区划代码": "632701100",
}  # fmt: skip
ROW = {
    "机构编码": "C1", "是否有心电图": True, "心电图能否操作": True, "是否有X光机": True, "X光机能否操作": False,
    "是否有生化分析仪": True, "生化分析仪能否操作": True, "执业医师数": 1, "全科医师数": 0, "药品种数": 20,
    "三种慢病应签约人数": 100, "三种慢病已签约人数": 80, "三种慢病应随访人数": 80, "三种慢病已随访人数": 60,
}  # fmt: skip
SHARE = {"乡代码": "632701100", "年度": 2019, "诊疗总人次": 100, "乡村两级未评级医院诊疗人次": 40, "乡村两级一级医院诊疗人次": 0}
TABLES = {"医疗卫生机构": [CENTRE], "乡镇卫生院监测": [ROW], "乡镇诊疗汇总": [SHARE]}


def low(inputs) -> int:
    """Whole points of the township: 10 + 10 + 5 + 5 + 10 + 20 = 60 as it is."""
    return int(best.rate_township(inputs.township, rules(), True).low[0]) // 100


@pytest.fixture
def inputs(tmp_path) -> scoring.Inputs:
    return gathered(tmp_path, TABLES, PLACES)


def test_the_centre_as_it_is(inputs):
    assert low(inputs) == 60


@pytest.mark.parametrize(
    ("name", "number", "points"),
    [
        ("X光机能否操作", 1, 65),
        ("执业医师数", 3, 70),
        ("全科医师数", 1, 65),
        ("三种慢病已签约人数", 90, 65),
        ("三种慢病已签约人数", 500, 65),
        ("三种慢病已随访人数", 71, 60),
        ("三种慢病已随访人数", 72, 65),
        ("药品种数", 10, 50),
    ],
)
def test_one_input_changed_scores_as_the_text_says(inputs, name, number, points):
    changed = with_fields(inputs, {("C1", name): number})
    assert low(changed) == points
    assert low(inputs) == 60, "the original is never written to"


def test_an_unknown_institution_is_named(inputs):
    with pytest.raises(LookupError, match="C9"):
        with_fields(inputs, {("C9", "药品种数"): 1})


def test_a_policy_value_moves_the_line(inputs):
    lowered = rules().with_values(dict(Changes.parse(["v~township.pass_line~60"]).values))
    assert best.STATUS[best.statuses(inputs, lowered, "township")[0]] == "达标"
    assert best.STATUS[best.statuses(inputs, rules(), "township")[0]] == "未达标"


def test_text_and_back():
    texts = ["v~county.pass_line~60", "t~M-04~95", "f~C1~药品种数~20"]
    assert Changes.parse(texts).texts() == texts
    assert not Changes.parse([])


@pytest.mark.parametrize(
    "text", ["v~secret~1", "v~county.pass_line~101", "v~county.pass_line~-1", "f~C1~CT能否操作~2", "x", "t~~5"]
)
def test_what_cannot_be_tried_is_refused(text):
    with pytest.raises(ValueError, match=r"无法识别|整数"):
        Changes.parse([text])


def test_every_value_offered_is_a_number_of_the_rules():
    from dashboard.whatif import VALUES

    assert all(isinstance(rules()[key], int) and not isinstance(rules()[key], bool) for key in VALUES)
    assert np.all([rules()[key] <= value.most for key, value in VALUES.items()])
