"""Why a village is listed, since when, and what is missing."""

from datetime import date

import pytest

from dashboard.blankspots import Since, lacking, run_starts, watched, why

FACTS = {
    "residents": 640, "doctors": 1, "doctors_unknown": 0, "doctor_id": "Y1", "doctor_age": 66, "doctor_local": True,
    "doctor_mode": "常驻", "clinic_code": "C1", "drugs": 45, "drug_limit": 60,
}  # fmt: skip


@pytest.mark.parametrize(
    ("flags", "changed", "said"),
    [
        (("2",), {}, "唯一村医 66 岁，本地"),
        (("2", "4"), {}, "唯一村医 66 岁，本地；药品 45 种，须多于 60 种"),
        (("1",), {"doctor_age": 30}, "唯一村医 30 岁，本地，常住 640 人，不足 800 人"),
        (("3",), {"doctor_local": False, "doctor_mode": "巡诊", "doctor_age": None}, "唯一村医，非本地巡诊"),
        (("Z1", "Z2"), {}, "没有村卫生室；没有合格村医"),
        (("4",), {"drugs": None}, "药品种数不足"),
    ],
)
def test_why_names_the_figures(flags, changed, said):
    assert why(flags, {**FACTS, **changed}, 800) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"doctors": None, "doctor_id": ""}, "村医未报送"),
        ({"doctors": 0, "doctors_unknown": 2, "doctor_id": ""}, "2 名村医的资质或证书有效期未填"),
        ({"doctor_age": None}, "唯一村医的出生日期未填"),
        ({"drugs": None, "residents": None}, "药品种数未填；常住人口未填"),
    ],
)
def test_what_has_to_be_reported(changed, said):
    assert lacking({**FACTS, **changed}) == said


def test_what_lies_ahead():
    assert watched("turns_old", date(2020, 8, 3), 65, FACTS, (35, 65)) == "唯一村医 2020年8月3日满 66 岁"
    assert watched("drugs", None, 63, FACTS, (35, 65)) == "药品 63 种，限 60 种"
    assert watched("residents", None, 812, FACTS, (35, 65)) == "唯一村医 35 岁以下，常住 812 人，接近下限"


def test_a_run_ends_at_the_month_that_did_not_list_the_village():
    months = {"2020-03": "2020-02", "2020-02": "2020-01", "2020-01": None}
    lists = {"2020-03": {"a", "b", "c"}, "2020-02": {"a", "c"}, "2020-01": {"c", "b"}}
    found = run_starts(["a", "b", "c"], "2020-03", months.__getitem__, lists.__getitem__)
    assert found == {"a": Since("2020-02", False), "b": Since("2020-03", False), "c": Since("2020-01", True)}
