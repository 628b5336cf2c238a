"""What the screens ask beside the verdict: facts of a village, near thresholds, institutions, readings, changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import rollup, scoring
from tests.reference.scoring import STRICT
from tests.scoring import build
from tests.scoring.test_cases import COUNTY, SECOND, TOWNSHIP, VILLAGE, county_tables, hospital, township_tables, village_tables


def watched(root: Path, doctor: dict[str, Any], residents: int = 900, clinic: dict[str, Any] | None = None) -> pd.DataFrame:
    tables = village_tables()
    tables["村医"][0] |= doctor
    tables["村卫生室监测"][0] |= clinic or {}
    inputs = build.gathered(root, tables, build.regions([("0", None), (VILLAGE, residents)]))
    return scoring.village_watch(inputs, build.rules())


@pytest.mark.parametrize(
    ("doctor", "reason", "due", "within"),
    [
        ({"出生日期": date(1954, 6, 1)}, "turns_old", "2020-06-01", 3),
        ({"出生日期": date(1954, 8, 31)}, "turns_old", "2020-08-31", 3),
        ({"出生日期": date(1954, 9, 1)}, "turns_old", "2020-09-01", 6),
        ({"出生日期": date(1955, 5, 31)}, "turns_old", "2021-05-31", 12),
        ({"证书有效期": date(2020, 5, 31)}, "certificate", "2020-06-01", 3),
        ({"结束日期": date(2020, 11, 29), "服务方式": "派驻"}, "term", "2020-11-30", 6),
    ],
)
def test_dated_warnings(doctor: dict[str, Any], reason: str, due: str, within: int, tmp_path: Path) -> None:
    row = watched(tmp_path, doctor).iloc[0]
    assert (row["reason"], str(row["due"].date()), row["within_months"], row["subject"]) == (reason, due, within, "D1")


@pytest.mark.parametrize(
    "doctor", [{"出生日期": date(1955, 6, 1)}, {"出生日期": date(1954, 5, 31)}, {"证书有效期": date(2020, 5, 30)}]
)
def test_beyond_the_horizon_or_already_there(doctor: dict[str, Any], tmp_path: Path) -> None:
    assert watched(tmp_path, doctor).empty


@pytest.mark.parametrize(("residents", "near"), [(799, False), (800, True), (850, True), (851, False)])
def test_young_doctors_near_800_residents(residents: int, near: bool, tmp_path: Path) -> None:
    found = watched(tmp_path, {"出生日期": date(1990, 1, 1)}, residents)
    assert list(found["reason"]) == ["residents"] * near


@pytest.mark.parametrize(
    ("drugs", "mobile", "near"),
    [(60, False, False), (61, False, True), (65, False, True), (66, False, False), (51, True, True), (56, True, False)],
)
def test_drugs_just_above_the_limit(drugs: int, mobile: bool, near: bool, tmp_path: Path) -> None:
    found = watched(tmp_path, {}, clinic={"药品种数": drugs, "是否流动村卫生室": mobile})
    assert list(found["reason"]) == ["drugs"] * near
    assert list(found["value"]) == [drugs] * near


def test_facts_behind_the_flags(tmp_path: Path) -> None:
    tables = village_tables()
    tables["村医"][0] |= {"服务行政村代码": [VILLAGE, SECOND], "服务方式": "巡诊"}
    inputs = build.gathered(tmp_path, tables, build.regions([("0", None), (VILLAGE, 900), (SECOND, None)]))
    home, other = scoring.village_facts(inputs, build.rules()).to_dict("records")
    assert (home["doctors"], home["doctor_id"], home["doctor_age"], home["doctor_mode"], home["doctor_villages"]) == (
        1,
        "D1",
        45,
        "巡诊",
        2,
    )
    assert (home["doctor_local"], other["doctor_local"]) == (True, False)
    assert (home["clinic_code"], home["drugs"], home["drug_limit"], home["mobile"]) == ("V1", 80, 60, False)
    assert (other["clinic_code"], pd.isna(other["drugs"]), pd.isna(other["mobile"]), pd.isna(other["residents"])) == (
        "",
        True,
        True,
        True,
    )


def test_institutions_show_the_others_and_the_official_score(tmp_path: Path) -> None:
    tables = county_tables()
    tables["县级医院监测"][0] |= {"系统评分": Decimal("88.5")}
    for code, kind in (("H2", "妇幼保健院"), ("H3", "综合医院")):
        place, row = hospital(code)
        tables["医疗卫生机构"].append(place | {"机构类别": kind})
        tables["县级医院监测"].append(row | {"儿科": False})
    inputs = build.gathered(tmp_path, tables, build.regions([("0", None), (COUNTY, None)]))
    frame = scoring.score(inputs, build.rules()).institutions.set_index("institution_code")
    assert frame["total"].to_dict() == {"H1": "90", "H2": "80", "H3": "80"}
    assert frame["eligible"].to_dict() == {"H1": True, "H2": False, "H3": True}
    assert frame["decides"].to_dict() == {"H1": True, "H2": False, "H3": False}
    assert (frame.loc["H1", "official_score"], frame.loc["H1", "difference"]) == ("88.5", "1.5")


def test_computed_counts_stand_beside_reported_ones(tmp_path: Path) -> None:
    counts = pd.DataFrame([(f"{TOWNSHIP}201", "M-05", 7, 9)], columns=list(build.NO_COUNTS.columns))
    inputs = build.gathered(tmp_path, township_tables(), build.regions([("0", None), (TOWNSHIP, 20000)]), counts)
    items = scoring.score(inputs, build.rules()).items.set_index("item")
    assert '"按台账计算分子": 7, "按台账计算分母": 9' in items.loc["signing", "inputs"]
    assert '"三种慢病已签约人数": 95' in items.loc["signing", "inputs"]


def test_readings_table_lists_every_reading() -> None:
    table = scoring.readings_table().set_index("id")
    assert len(table) == 60
    assert table.index.is_unique
    assert (table[["question", "clause", "default", "why"]] != "").all(axis=None)
    assert set(table.index[table["strict"] != ""]) == set(STRICT)


def test_changes_count_the_units_that_each_reading_turns(tmp_path: Path) -> None:
    tables = village_tables()
    tables["村卫生室监测"][0]["药品种数"] = 60
    inputs = build.gathered(tmp_path, tables, build.regions([("0", None), (VILLAGE, 900)]))
    found = scoring.sensitivity(inputs, build.BOOK, build.PROFILE, inputs.as_of)
    assert found.changes.to_dict("records") == [
        {
            "reading": "V-9",
            "setting": "lenient",
            "tier": "village",
            "region_code": VILLAGE,
            "status": "有风险",
            "status_after": "无风险",
        }
    ]
    assert (found.sensitive["village"].tolist(), found.readings["village"].tolist()) == ([True], ["V-9"])


def test_a_stricter_interval_is_counted_from_the_records(tmp_path: Path) -> None:
    """T-10 strict: a follow-up 60 days ago is in time by the quarter, not by 31 days."""
    tables = township_tables()
    for name in [name for name in tables["乡镇卫生院监测"][0] if name.startswith("三种慢病")]:
        del tables["乡镇卫生院监测"][0][name]
    village = f"{TOWNSHIP}201"
    tables |= {
        "贫困人口花名册": [{"人员编号": "P1", "行政村代码": village, "名单年度": 2020, "是否建档立卡": True}],
        "患病核实": [
            {
                "患病编号": "X1",
                "人员编号": "P1",
                "疾病编码": "I10",
                "疾病名称": "高血压",
                "核实状态": "已核实",
                "核实日期": date(2020, 1, 1),
            }
        ],
        "签约": [{"签约编号": "S1", "人员编号": "P1", "签约日期": date(2020, 1, 1)}],
        "随访": [{"随访编号": "F1", "人员编号": "P1", "签约编号": "S1", "随访日期": date(2020, 4, 1)}],
    }
    records = build.records(tmp_path, tables)
    counts = rollup.counts(records, build.PROFILE, indicators=["M-05", "M-06"])
    both = scoring.with_recounted(records, build.BOOK, build.PROFILE, counts)
    inputs = scoring.gather(records, build.regions([("0", None), (TOWNSHIP, 20000), (village, 500)]), both)
    points = {}
    for name, overrides in (("quarter", {}), ("month", {"T-10": "strict"})):
        points[name] = scoring.score(inputs, build.rules("default", overrides)).items.set_index("item").loc["follow_up", "points"]
    assert points == {"quarter": "10", "month": "5"}


def test_visits_by_grade_alone_are_counted_from_the_records(tmp_path: Path) -> None:
    """T-17's option: a first-grade hospital of the county counts beside the clinics, a second-grade one does not."""
    village = f"{TOWNSHIP}201"
    grades = [("H1", "县", "一级"), ("H2", "县", "二级"), ("C1", "村", "未评级")]
    tables = township_tables()
    tables["医疗卫生机构"] += [
        {
            "机构编码": code,
            "机构名称": code,
            "机构类别": "专科医院",
            "机构层级": layer,
            "医院等级": grade,
            "所在区划代码": TOWNSHIP[:6],
        }
        for code, layer, grade in grades
    ]
    tables |= {
        "贫困人口花名册": [{"人员编号": "P1", "行政村代码": village, "名单年度": 2020, "是否建档立卡": True}],
        "诊疗费用": [
            {
                "就诊编号": f"V{n}",
                "人员编号": "P1",
                "疾病编码": "I10",
                "就诊类型": "门诊",
                "就诊日期": date(2019, 6, n + 1),
                "就诊机构编码": code,
            }
            for n, code in enumerate(["H1", "H1", "H2", "C1", "H2", "H2", "H2", "H2", "H2", "H2"])
        ],
    }
    records = build.records(tmp_path, tables)
    counts = rollup.counts(records, build.PROFILE, indicators=["M-09"])
    both = scoring.with_recounted(records, build.BOOK, build.PROFILE, counts)
    alone = both[both["indicator"] == "M-09@T-17"]
    assert list(zip(alone["region_code"], alone["numerator"], alone["denominator"], strict=True)) == [(TOWNSHIP, 3, 10)]
    inputs = scoring.gather(records, build.regions([("0", None), (TOWNSHIP, 20000), (village, 500)]), both)
    points = {}
    for name, overrides in (("layer and grade", {}), ("grade", {"T-17": "option"})):
        items = scoring.score(inputs, build.rules("default", overrides)).items.set_index("item")
        points[name] = items.loc["basic_share", "points"]
    assert points == {"layer and grade": "20", "grade": "10"}
