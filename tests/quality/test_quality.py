"""Blanks, contradictions, duplicates, reported against computed, national against provincial."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard import policy, quality, rollup
from tests.rollup import build

QH = policy.load().profile("QH-2020")
LIMITS = quality.Thresholds.load()
A, B = "630102001001", "630121001001"


def person(name, village=A, year=2020, **more):
    return {"人员编号": name, "名单年度": year, "家庭编号": "H" + name, "行政村代码": village, "是否建档立卡": True, **more}


def visit(code, who="P1", **more):
    return {"就诊编号": code, "人员编号": who, "疾病编码": "D", "就诊类型": "门诊", "就诊日期": date(2019, 5, 1), **more}


def month(root, tables, absent=None, name="2020-06"):
    return build.month(root, name, tables, absent)


def test_blanks_are_counted_where_the_column_applies(tmp_path):
    records = month(
        tmp_path,
        {
            "贫困人口花名册": [person("P1"), person("P2", B), person("P1", B, 2019)],
            "诊疗费用": [
                visit("outpatient"),
                visit("stay without discharge", 就诊类型="住院", 就诊日期=None, 入院日期=date(2020, 1, 1)),
                visit("elsewhere", "P2", 就诊日期=None),
                visit("nobody's", "P9"),
            ],
            "患病核实": [{"患病编号": "C1", "人员编号": "P2", "核实状态": "未核实"}],
            "救治台账": [{"台账编号": "L1", "患病编号": "C1"}],
        },
        {"诊疗费用": ["填报日期"]},
    )
    found = quality.missingness(records, LIMITS).set_index(["table", "column", "county"])
    assert tuple(found.loc[("诊疗费用", "出院日期", "630102")]) == (1, 1, True)  # not the outpatient visit
    assert tuple(found.loc[("诊疗费用", "就诊日期", "630121")]) == (1, 1, True)
    assert ("诊疗费用", "就诊日期", "630102") not in found.index
    assert tuple(found.loc[("诊疗费用", "是否县域内", "")]) == (1, 1, True)  # a row that nothing places
    assert tuple(found.loc[("诊疗费用", "慈善救助", "630102")]) == (2, 2, False)
    assert ("诊疗费用", "填报日期", "630102") not in found.index  # no file had it: not reported, not blank
    assert found.loc[("贫困人口花名册", "身份证号", "630121"), "rows"] == 1  # only the list in force
    assert found.loc[("救治台账", "救治状态", "630121"), "blank"] == 1  # by its case, by that case's person
    assert ("患病核实", "核实日期", "630121") not in found.index  # nobody has verified it yet
    absent = quality.not_reported(records)
    assert ("诊疗费用", "填报日期") in set(zip(absent["table"], absent["column"], strict=True))
    assert ("签约", "") in set(zip(absent["table"], absent["column"], strict=True))


def test_contradictions_are_the_hits_of_the_import_in_their_county(tmp_path):
    tables = {
        "医疗卫生机构": [{"机构编码": "T1", "所在区划代码": "630102001"}],
        "乡镇卫生院监测": [{"机构编码": "T1", "监测期": "2020-06"}],
    }
    records = month(tmp_path, tables)
    hits = [
        ("乡镇卫生院监测", "全科医师数大于执业医师数", "全科医师数", "T1+2020-06", None, "3 > 2"),
        ("县域就诊汇总", "县域内就诊人次大于贫困人口就诊总人次", "县域内就诊人次", "630121+2019", "630121", "9 > 8"),
        ("卫生院医师", "x", "y", None, None, ""),
    ]
    names = ["table", "rule", "column", "key", "region_code", "detail"]
    pq.write_table(pa.Table.from_pandas(pd.DataFrame(hits, columns=names)), tmp_path / "quality.parquet")
    found = quality.contradictions(records)
    assert list(zip(found["region_code"], found["table"], strict=True)) == [
        ("", "卫生院医师"), ("630102001", "乡镇卫生院监测"), ("630121", "县域就诊汇总"),
    ]  # fmt: skip
    assert quality.contradictions(month(tmp_path / "none", {"行政区划": []})).empty


def test_duplicates_across_counties_and_of_stays(tmp_path):
    stay = {"就诊类型": "住院", "入院日期": date(2020, 1, 1), "出院日期": date(2020, 1, 9), "就诊机构编码": "H"}
    records = month(
        tmp_path,
        {
            "贫困人口花名册": [
                person("P1", A, 身份证号="1"),
                person("P2", B, 身份证号="1"),
                person("P3", A, 身份证号="2"),
                person("P4", A, 身份证号="2"),  # twice in one county: not across
                person("P5", A, 身份证号="63**"),
                person("P6", B, 身份证号="63**"),  # masked
                person("P7", A),
                person("P8", B),  # blank
                person("P1", B, 2019, 身份证号="1"),  # last year's list
            ],
            "诊疗费用": [visit("V1", **stay), visit("V2", **stay), visit("V3", "P2", **stay), visit("V4"), visit("V5")],
            "村医": [{"村医编号": f"D{n}", "身份证号": "7", "服务行政村代码": [v]} for n, v in enumerate((A, B))],
        },
    )
    found = quality.duplicates(records)
    assert {tuple(r) for r in found[["keys", "counties", "count"]].itertuples(index=False)} == {
        ("P1；P2", "630102；630121", 2), ("V1；V2", "630102", 2), ("D0；D1", "630102；630121", 2),
    }  # fmt: skip
    assert not {"1", "7"} & set(found["keys"])


@pytest.fixture
def reported(tmp_path):
    ill = [
        {"患病编号": f"C{n}", "人员编号": f"P{n}", "疾病编码": "KEY", "核实状态": "已核实", "核实日期": date(2020, 1, 1)}
        for n in range(20)
    ]
    return month(
        tmp_path,
        {
            "贫困人口花名册": [person(f"P{n}") for n in range(20)],
            "患病核实": ill,
            "病种目录": [{"目录编号": "QH-KEY-3", "疾病编码": "KEY", "类别": "重点慢病"}],
            "签约": [{"签约编号": f"S{n}", "人员编号": f"P{n}", "签约日期": date(2020, 1, 1)} for n in range(14)],
            "诊疗费用": [visit(f"V{n}", f"P{n}", 是否县域内=n < 12) for n in range(20)],
            "医疗卫生机构": [{"机构编码": c, "所在区划代码": w} for c, w in (("T1", "630102001"), ("T2", "630121001"))],
            "乡镇卫生院监测": [
                {"机构编码": "T1", "监测期": "2020-06", "三种慢病已签约人数": 20, "三种慢病应签约人数": 20},
                {"机构编码": "T2", "监测期": "2020-06", "三种慢病已签约人数": None, "三种慢病应签约人数": 9},
            ],
            "县域就诊汇总": [
                {"县代码": "630102", "年度": 2019, "县域内就诊人次": 13, "贫困人口就诊总人次": 20},
                {"县代码": "630121", "年度": 2019, "县域内就诊人次": 1, "贫困人口就诊总人次": 2},
            ],
        },
    )


def test_reported_rates_beside_computed_ones(reported):
    found = quality.comparison(reported, QH, rollup.counts(reported, QH), LIMITS)
    rows = {(r["item"], r["region_code"]): r for r in found.to_dict("records")}
    assert set(rows) == {("三种慢病签约率", "630102001"), ("县域内就诊率", "630102")}  # nothing to compare elsewhere
    signed = rows["三种慢病签约率", "630102001"]
    assert (signed["reported_n"], signed["reported_d"], signed["computed_n"], signed["computed_d"]) == (20, 20, 14, 20)
    assert (signed["points"], signed["ask"]) == (30.0, True)
    in_county = rows["县域内就诊率", "630102"]
    assert (in_county["computed_n"], in_county["points"], in_county["ask"]) == (12, 5.0, False)  # five points are not over five


def test_national_against_provincial(tmp_path):
    one = {"行政区划": [], "贫困人口花名册": [person("P1"), person("P2"), person("P3", B)], "签约": []}
    other = {
        "贫困人口花名册": [person("P1", 性别="男"), person("P3", B), person("P4", B)],
        "村医": [{"村医编号": "D", "服务行政村代码": [A]}],
    }
    found = quality.compare(month(tmp_path / "n", one, {"贫困人口花名册": ["姓名"]}), month(tmp_path / "p", other))
    rows = {(r["table"], r["county"]): r for r in found.to_dict("records")}
    counts = ["national", "provincial", "only_national", "only_provincial", "differing"]
    assert [rows["贫困人口花名册", "630102"][c] for c in counts] == [2, 1, 1, 0, 1]
    assert [rows["贫困人口花名册", "630121"][c] for c in counts] == [1, 2, 0, 1, 0]
    assert pd.isna(rows["村医", "630102"]["national"])
    assert rows["村医", "630102"]["provincial"] == 1
    assert len(rows) == 3
