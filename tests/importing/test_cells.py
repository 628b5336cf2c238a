"""One spelling of a cell at a time: what it becomes, whether that was a repair, or that it is refused."""

from datetime import date
from decimal import Decimal

import pytest

from dashboard.records import TABLES
from tests.importing.conftest import VILLAGE, base, clinic, file, refusals, region, visit

YES_NO = [("是", True), ("有", True), ("1", True), ("true", True), ("TRUE", True), ("Y", True), ("✓", True), ("１", True)]
YES_NO += [("否", False), ("无", False), ("0", False), ("false", False), ("N", False), ("×", False), (" 否 ", False)]


@pytest.mark.parametrize(("text", "value"), YES_NO)
def test_yes_and_no_spellings(read, text, value):
    report = read({"村卫生室监测": [clinic(是否流动村卫生室=text)]})
    assert report.refused == 0
    assert report.records.frame("村卫生室监测")["是否流动村卫生室"].tolist() == [value]


def test_blank_is_not_reported_and_no_answer(read):
    report = read({"村卫生室监测": [clinic(是否流动村卫生室=" ", 药品种数="")]})
    assert report.refused == 0
    assert report.records.frame("村卫生室监测")[["是否流动村卫生室", "药品种数"]].isna().all(axis=None)


DATES = ["2020-05-07", "2020/5/7", "2020/05/07", "20200507", "2020年5月7日", "2020年05月07日", "２０２０-０５-０７", "2020.5.7"]
DATES += ["2020-05-07 00:00:00", " 2020-05-07 ", "2020-5-7 8:30"]


@pytest.mark.parametrize("text", DATES)
def test_date_spellings(read, text):
    report = read({"诊疗费用": [visit(出院日期=text)]})
    assert report.refused == 0
    assert report.records.frame("诊疗费用")["出院日期"].tolist() == [date(2020, 5, 7)]


@pytest.mark.parametrize("text", ["43958", "2020-02-30", "2020-13-01", "20-5-7", "5/7/2020", "2020-05", "昨天", "1899-12-31", "2101-01-01"])
def test_dates_refused(read, text):
    report = read({"诊疗费用": [visit(填报日期=text)]})
    (line,) = refusals(report)
    assert (line["table"], line["row"], line["column"], line["value"]) == ("诊疗费用", "2", "填报日期", text)
    assert line["reason"]
    assert line["remedy"]


@pytest.mark.parametrize("text", ["1900-01-01", "2100-12-31"])
def test_first_and_last_day_are_dates(read, text):
    assert read({"诊疗费用": [visit(填报日期=text)]}).refused == 0


COUNTS = [("80", 80), ("８０", 80), ("1,080", 1080), ("80.0", 80), ("080", 80), ("80种", 80), ("+80", 80), ("1，080", 1080), ("0", 0)]


@pytest.mark.parametrize(("text", "value"), COUNTS)
def test_count_spellings(read, text, value):
    report = read({"村卫生室监测": [clinic(药品种数=text)]})
    assert report.records.frame("村卫生室监测")["药品种数"].tolist() == [value]
    assert sum(file(report, "村卫生室监测").repairs.values()) == (text not in ("80", "0"))


@pytest.mark.parametrize("text", ["-1", "－1", "80.5", "1,08", "八十", "80?", "1_080", "nan", "inf", "0x10", "--", "1 080"])
def test_counts_refused(read, text):
    (line,) = refusals(read({"村卫生室监测": [clinic(药品种数=text)]}))
    assert (line["column"], line["value"]) == ("药品种数", text)


MONEY = [("1000.00", 100000), ("1,000", 100000), ("1000元", 100000), ("１０００．００", 100000), ("¥1,000.00 ", 100000), ("1000.0", 100000)]


@pytest.mark.parametrize(("text", "fen"), MONEY)
def test_money_spellings(read, text, fen):
    report = read({"诊疗费用": [visit(医疗总费用=text)]})
    assert report.refused == 0
    assert report.records.frame("诊疗费用")["医疗总费用"].tolist() == [fen]


def test_money_is_exact_to_the_fen(read):
    texts = ["0.01", "0.29", "1.13", "4.35", "1100.10", "8.41", "99999999.99"]
    report = read({"诊疗费用": [visit(f"V{i}", 住院押金=text) for i, text in enumerate(texts)]})
    assert report.records.frame("诊疗费用")["住院押金"].tolist() == [int(Decimal(text) * 100) for text in texts]


def test_negative_money_is_refused(read):
    (line,) = refusals(read({"诊疗费用": [visit(住院押金="-0.01")]}))
    assert "负" in line["reason"]


@pytest.mark.parametrize(("text", "value"), [("85.3%", "85.3"), ("85.3", "85.3"), ("８５．３％", "85.3")])
def test_percentages(read, text, value):
    report = read({"县域就诊汇总": [{"县代码": "632801", "年度": "2019", "县域内就诊率": text}]})
    assert report.records.frame("县域就诊汇总")["县域内就诊率"].tolist() == [Decimal(value)]


REGIONS = [(VILLAGE, VILLAGE), (f"{VILLAGE}.0", VILLAGE), (f" {VILLAGE} ", VILLAGE), ("632801001000", "632801001"), ("632801", "632801")]
REGIONS += [("632801000000", "632801"), ("632800", "6328"), ("630000000000", "63"), ("632801000", "632801")]


@pytest.mark.parametrize(("text", "code"), REGIONS)
def test_region_codes(read, text, code):
    report = read({"贫困户": [base()["贫困户"][0] | {"行政村代码": text}]})
    assert report.refused == 0
    assert report.records.frame("贫困户")["行政村代码"].tolist() == [code]


@pytest.mark.parametrize("text", ["63280100120", "063280100120100", "6328010012", "3", "632801001999", "6.32801E+11", "村", "-63"])
def test_region_codes_refused_never_padded(read, text):
    (line,) = refusals(read({"贫困户": [base()["贫困户"][0] | {"行政村代码": text}]}))
    assert (line["column"], line["value"]) == ("行政村代码", text)


def test_region_of_the_shipped_pack_needs_no_row_of_the_month(read):
    assert read({"贫困户": [base()["贫困户"][0] | {"行政村代码": "632801"}], "行政区划": [region("63")]}).refused > 0
    # the village is made up: neither the month nor the pack knows it, the county is in the pack


@pytest.mark.parametrize(("text", "value"), [("2020-05", "2020-05"), ("202005", "2020-05"), ("2020年5月", "2020-05"), ("2020/5", "2020-05")])
def test_month_spellings(read, text, value):
    report = read({"村卫生室监测": [clinic(监测期=text)]})
    assert report.records.frame("村卫生室监测")["监测期"].tolist() == [value]


def test_synonyms_of_a_code_list_are_repaired_and_other_values_refused(read):
    institution = base()["医疗卫生机构"][0]
    rows = [institution | {"机构层级": "村级"}, institution | {"机构编码": "C2", "机构层级": "组"}]
    report = read({"医疗卫生机构": rows})
    assert report.records.frame("医疗卫生机构")["机构层级"].tolist() == ["村"]
    assert file(report, "医疗卫生机构").repairs == {"代码表同义词": 1}
    (line,) = refusals(report)
    assert (line["row"], line["value"]) == ("3", "组")


@pytest.mark.parametrize("separator", [";", "；", "，", ",", "、", "|"])
def test_several_values_in_one_cell(read, separator):
    served = f"{VILLAGE}{separator} 632801001"
    report = read({"医疗卫生机构": [base()["医疗卫生机构"][0] | {"服务区划代码列表": served}]})
    assert [list(codes) for codes in report.records.frame("医疗卫生机构")["服务区划代码列表"]] == [[VILLAGE, "632801001"]]


def test_one_unknown_region_refuses_the_list(read):
    report = read({"医疗卫生机构": [base()["医疗卫生机构"][0] | {"服务区划代码列表": f"{VILLAGE};632801001999"}]})
    assert [line["column"] for line in refusals(report) if line["table"] == "医疗卫生机构"] == ["服务区划代码列表"]


def test_originals_of_repaired_cells_are_kept(read):
    import pandas as pd

    report = read({"诊疗费用": [visit(出院日期="2020/5/7")]})
    (kept,) = pd.read_parquet(report.repairs).to_dict("records")
    assert kept == {"table": "诊疗费用", "file": "诊疗费用.csv", "sheet": "", "row": 2, "column": "出院日期", "original": "2020/5/7", "kind": "日期写法"}


def test_every_stored_column_has_the_type_of_the_schema(read):
    import pyarrow.parquet as pq

    report = read()
    for table in base():
        stored = pq.read_schema(report.records.path(table))
        assert [(field.name, field.type) for field in stored] == [(f.name, f.type) for f in TABLES[table].arrow_schema]
