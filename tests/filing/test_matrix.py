"""Counts per township and month: stays by the 15-day clock, monitoring and follow-ups by the monthly one."""

from datetime import date

import pytest

from dashboard import policy, rollup
from dashboard.filing import matrix, overdue
from tests.rollup import build

QH = policy.load().profile("QH-2020")
VILLAGE = "630102001001"


def person(name, village=VILLAGE):
    return {"人员编号": name, "名单年度": 2020, "家庭编号": "H" + name, "行政村代码": village, "是否建档立卡": True}


def stay(visit, discharged, filed, **more):
    return {
        "就诊编号": visit, "人员编号": "P1", "疾病编码": "D1", "就诊类型": "住院", "入院日期": discharged, "出院日期": discharged,
        "填报日期": filed, "重病兜底标识": True, **more,
    }  # fmt: skip


STAYS = [
    stay("on the fifteenth day", date(2020, 5, 3), date(2020, 5, 18)),
    stay("on the sixteenth", date(2020, 5, 4), date(2020, 5, 20), 填报机构="某卫生院"),
    stay("never, due on A", date(2020, 6, 15), None),
    stay("never, long due", date(2020, 6, 1), None),
    stay("not due yet", date(2020, 6, 16), None),
    stay("filed early", date(2020, 6, 29), date(2020, 6, 30)),
    stay("last year", date(2019, 12, 31), None),
    stay("not under the clock", date(2020, 5, 3), None, 重病兜底标识=False),
]
CHRONIC = [
    {
        "患病编号": "C1", "人员编号": "P1", "疾病编码": "X", "核实状态": "已核实", "核实日期": date(2020, 4, 10),
        "三个一批分类": ["慢病签约服务"],
    }
]  # fmt: skip
SIGNED = [{"签约编号": "S1", "人员编号": "P1", "签约日期": date(2020, 4, 1), "有效期止": date(2021, 3, 31)}]


def follow_up(code, seen, entered):
    return {"随访编号": code, "人员编号": "P1", "随访日期": seen, "录入日期": entered}


@pytest.fixture
def june(tmp_path):
    tables = {
        "贫困人口花名册": [person("P1"), person("P2", "630102001002")],
        "诊疗费用": STAYS,
        "患病核实": CHRONIC,
        "签约": SIGNED,
        "随访": [
            follow_up("F1", date(2020, 4, 30), date(2020, 4, 30)),
            follow_up("F2", date(2020, 5, 31), date(2020, 6, 1)),
            follow_up("F3", date(2020, 5, 2), date(2020, 5, 2)),
        ],
        "医疗卫生机构": [
            {"机构编码": code, "机构类别": kind, "机构层级": level, "所在区划代码": where, "举办性质": owner}
            for code, kind, level, where, owner in (
                ("H1", "综合医院", "县", "630102", "公立"),
                ("H2", "综合医院", "县", "630102", "民营"),
                ("T1", "乡镇卫生院", "乡", "630102001", None),
                ("T2", "乡镇卫生院", "乡", "630102001", None),
                ("T3", "社区卫生服务中心", "乡", "630102002", None),
            )
        ],
        "县级医院监测": [{"机构编码": "H1", "监测期": "2020-06", "填报日期": date(2020, 6, 30)}],
        "乡镇卫生院监测": [
            {"机构编码": "T1", "监测期": "2020-06", "填报日期": date(2020, 7, 1)},
            {"机构编码": "T2", "监测期": "2020-06", "填报日期": None},
            {"机构编码": "T3", "监测期": "2020-05", "填报日期": date(2020, 5, 2)},
        ],
    }
    return build.month(tmp_path, "2020-06", tables)


def counts(frame, clock):
    rows = frame[frame["clock"] == clock]
    columns = ["on_time", "late", "missing", "undated", "pending"]
    return {(r["region_code"], r["period"]): tuple(r[c] for c in columns) for r in rows.to_dict("records")}


def test_stays_by_month_of_discharge(june):
    found = counts(matrix(june, QH), "住院信息")
    assert found == {("630102001", "2020-05"): (1, 1, 0, 0, 0), ("630102001", "2020-06"): (1, 0, 2, 0, 1)}


def test_the_decided_stays_are_those_of_the_indicator(june):
    own = rollup.counts(june, QH, ["M-10"])
    rows = matrix(june, QH)
    rows = rows[rows["clock"] == "住院信息"]
    assert own["numerator"].sum() == rows["on_time"].sum()
    assert own["denominator"].sum() == rows[["on_time", "late", "missing"]].to_numpy().sum()


def test_late_and_missing_stays_are_listed_longest_first(june):
    rows = overdue(june, QH, "6301")
    assert list(zip(rows["visit"], rows["state"], rows["days"], strict=True)) == [
        ("never, long due", "未报", 14),
        ("never, due on A", "未报", 0),
        ("on the sixteenth", "迟报", 1),
    ]
    assert list(rows["filer"])[-1] == "某卫生院"
    assert overdue(june, QH, "6302").empty


def test_monitoring_counts_institutions_of_the_month(june):
    frame = matrix(june, QH)
    assert counts(frame, "县级医院监测") == {("630102", "2020-06"): (1, 0, 0, 0, 0)}
    assert counts(frame, "乡镇卫生院监测") == {
        ("630102001", "2020-06"): (0, 1, 0, 1, 0),
        ("630102002", "2020-06"): (0, 0, 1, 0, 0),
    }
    assert counts(frame, "村卫生室监测") == {}


def test_follow_ups_count_villages_with_signed_patients(june):
    found = counts(matrix(june, QH), "随访")
    assert found == {
        ("630102001", "2020-04"): (1, 0, 0, 0, 0),
        ("630102001", "2020-05"): (0, 1, 0, 0, 0),  # one of two records came after the month's end
        ("630102001", "2020-06"): (0, 0, 1, 0, 0),
    }


def test_tables_that_did_not_come_give_no_rows(tmp_path):
    bare = build.month(tmp_path, "2020-06", {"行政区划": []})
    assert matrix(bare, QH).empty
    assert list(matrix(bare, QH).columns)[:3] == ["region_code", "clock", "period"]
    assert overdue(bare, QH, "63").empty
