"""One spelling of a cell at a time: what it becomes, whether that was a repair, or that it is refused."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow.parquet as pq

from dashboard.records import TABLES
from tests.importing.conftest import VILLAGE, base, clinic, file, refusals, region, visit


def clinics(column: str, texts: list[str]) -> list[dict[str, str]]:
    return [clinic(机构编码="", 行政村代码=f"632801001{200 + i}") | {column: text} for i, text in enumerate(texts)]


def villages(count: int) -> list[dict[str, str]]:
    return [region("632801001"), *(region(f"632801001{200 + i}") for i in range(count))]


def accepted_and_refused(read, column: str, texts: list[str]) -> tuple[dict[str, object], dict[str, dict[str, str]]]:
    """The value that each spelling became, and the reject line of each that was refused: one row per spelling."""
    if column in clinic() or column == "是否流动村卫生室":
        table, rows = "村卫生室监测", clinics(column, texts)
    else:
        table, rows = "诊疗费用", [visit(f"V{i}") | {column: text} for i, text in enumerate(texts)]
    report = read({table: rows, "行政区划": villages(len(texts))})
    lines = {line["value"]: line for line in refusals(report)}
    kept = [text for text in texts if text not in lines]
    return dict(zip(kept, report.records.frame(table)[column].tolist(), strict=True)), lines


def test_yes_and_no_spellings(read):
    yes = ["是", "有", "1", "true", "TRUE", "Y", "✓", "１", " 是"]
    no = ["否", "无", "0", "false", "N", "×", " 否 ", "f a l s e"]
    values, lines = accepted_and_refused(read, "是否流动村卫生室", [*yes, *no, "可能"])
    assert values == dict.fromkeys(yes, True) | dict.fromkeys(no[:-1], False)
    assert list(lines) == ["f a l s e", "可能"]


def test_blank_is_not_reported_and_no_answer(read):
    report = read({"村卫生室监测": [clinic(是否流动村卫生室=" ", 药品种数="")]})
    assert report.refused == 0
    assert report.records.frame("村卫生室监测")[["是否流动村卫生室", "药品种数"]].isna().all(axis=None)


def test_date_spellings(read):
    good = [
        "2020-05-07",
        "2020/5/7",
        "2020/05/07",
        "20200507",
        "2020年5月7日",
        "2020年05月07日",
        "２０２０-０５-０７",
        "2020.5.7",
    ]
    good += ["2020-05-07 00:00:00", " 2020-05-07 ", "2020-5-7 8:30"]
    bad = ["43958", "2020-02-30", "2020-13-01", "20-5-7", "5/7/2020", "2020-05", "昨天", "1899-12-31", "2101-01-01"]
    values, lines = accepted_and_refused(read, "填报日期", [*good, *bad, "1900-01-01", "2100-12-31"])
    assert values == dict.fromkeys(good, date(2020, 5, 7)) | {"1900-01-01": date(1900, 1, 1), "2100-12-31": date(2100, 12, 31)}
    assert list(lines) == bad
    assert "序号" in lines["43958"]["reason"]
    assert (lines["43958"]["table"], lines["43958"]["row"], lines["43958"]["column"]) == ("诊疗费用", "13", "填报日期")
    assert all(line["reason"] and line["remedy"] for line in lines.values())


def test_count_spellings(read):
    good = {"80": 80, "８０": 80, "1,080": 1080, "80.0": 80, "080": 80, "80种": 80, "+80": 80, "1，080": 1080, "0": 0}
    bad = ["-1", "－1", "80.5", "1,08", "八十", "80?", "1_080", "nan", "inf", "0x10", "--", "1 080"]
    values, lines = accepted_and_refused(read, "药品种数", [*good, *bad])
    assert values == good
    assert list(lines) == bad
    assert "负" in lines["-1"]["reason"]
    assert "整数" in lines["80.5"]["reason"]


def test_a_repair_is_counted_and_a_standard_form_is_none(read):
    report = read({"村卫生室监测": [clinic(药品种数="80种", 合格村医数="1")]})
    assert file(report, "村卫生室监测").repairs == {"数字写法": 1}


def test_money_spellings(read):
    good = {
        "1000.00": 100000,
        "1,000": 100000,
        "1000元": 100000,
        "１０００．００": 100000,
        "¥1,000.00 ": 100000,
        "1000.0": 100000,
    }
    exact = ["0.01", "0.29", "1.13", "4.35", "1100.10", "8.41", "99999999.99"]
    good |= {text: int(Decimal(text) * 100) for text in exact}
    bad = ["-0.01", "1000万", "一千", "10,00"]
    values, lines = accepted_and_refused(read, "住院押金", [*good, *bad])
    assert values == good
    assert list(lines) == bad


def test_percentages(read):
    rows = [
        {"县代码": code, "年度": "2019", "县域内就诊率": text}
        for code, text in zip(["63", "6328", "632801"], ["85.3%", "85.3", "８５．３％"], strict=True)
    ]
    report = read({"县域就诊汇总": rows})
    assert report.records.frame("县域就诊汇总")["县域内就诊率"].tolist() == [Decimal("85.3")] * 3


def test_region_codes(read):
    good = {VILLAGE: VILLAGE, f"{VILLAGE}.0": VILLAGE, f" {VILLAGE} ": VILLAGE, "632801001000": "632801001", "632801": "632801"}
    good |= {"632801000000": "632801", "632800": "6328", "630000000000": "63", "632801000": "632801"}
    good |= {
        "441900": "441900",
        "441900000000": "441900",
        "4419": "4419",
        "441900003": "441900003",
    }  # 东莞: a county code, not padding
    bad = ["63280100120", "063280100120100", "6328010012", "3", "632801001999", "6.32801E+11", "村", "-63"]
    household = base()["贫困户"][0]
    report = read({"贫困户": [household | {"家庭编号": f"H{i}", "行政村代码": text} for i, text in enumerate([*good, *bad])]})
    assert report.records.frame("贫困户")["行政村代码"].tolist() == list(good.values())
    lines = refusals(report)
    assert [line["value"] for line in lines if line["table"] == "贫困户"] == bad


def test_a_region_is_known_by_the_month_or_by_the_shipped_pack(read):
    household = base()["贫困户"][0]
    rows = [household | {"行政村代码": "632801"}, household | {"家庭编号": "H2", "行政村代码": VILLAGE}]
    report = read({"行政区划": [region("63")], "贫困户": rows})
    assert [line["value"] for line in refusals(report) if line["table"] == "贫困户"] == [VILLAGE]  # a made-up village


def test_month_spellings(read):
    good = dict.fromkeys(["2020-05", "202005", "2020年5月", "2020/5", "2020-05-31"], "2020-05") | {"2020-12": "2020-12"}
    bad = ["2020-13", "5月", "2020"]
    months = [*good, *bad]
    rows = [clinic(机构编码="", 行政村代码=f"632801001{200 + i}", 监测期=text) for i, text in enumerate(months)]
    report = read({"村卫生室监测": rows, "行政区划": villages(len(months))})
    stored = pd.read_parquet(report.records.path("村卫生室监测"))
    assert stored["监测期"].tolist() == list(good.values())
    assert report.records.frame("村卫生室监测")["监测期"].unique().tolist() == ["2020-05"]
    assert [line["value"] for line in refusals(report) if line["table"] == "村卫生室监测"] == bad


def test_synonyms_of_a_code_list_are_repaired_and_other_values_refused(read):
    institution = base()["医疗卫生机构"][0]
    rows = [institution | {"机构层级": "村级"}, institution | {"机构编码": "C2", "机构层级": "组"}]
    report = read({"医疗卫生机构": rows})
    assert report.records.frame("医疗卫生机构")["机构层级"].tolist() == ["村"]
    assert file(report, "医疗卫生机构").repairs == {"代码表同义词": 1}
    (line,) = refusals(report)
    assert (line["row"], line["value"]) == ("3", "组")


def test_several_values_in_one_cell(read):
    rows = [
        base()["医疗卫生机构"][0] | {"机构编码": f"C{i}", "服务区划代码列表": f"{VILLAGE}{mark} 632801001"}
        for i, mark in enumerate(";；，,、|")
    ]
    report = read({"医疗卫生机构": rows, "村卫生室监测": None})
    assert [list(codes) for codes in report.records.frame("医疗卫生机构")["服务区划代码列表"]] == [[VILLAGE, "632801001"]] * 6


def test_one_unknown_region_refuses_the_list(read):
    report = read({"医疗卫生机构": [base()["医疗卫生机构"][0] | {"服务区划代码列表": f"{VILLAGE};632801001999"}]})
    assert [line["column"] for line in refusals(report) if line["table"] == "医疗卫生机构"] == ["服务区划代码列表"]


def test_originals_of_repaired_cells_are_kept(read):
    report = read({"诊疗费用": [visit(出院日期="2020/5/7")]})
    (kept,) = pd.read_parquet(report.repairs).to_dict("records")
    where = {"table": "诊疗费用", "file": "诊疗费用.csv", "sheet": "", "row": 2, "column": "出院日期"}
    assert kept == where | {"original": "2020/5/7", "kind": "日期写法"}


def test_every_stored_column_has_the_type_of_the_schema(read):
    report = read()
    for table in base():
        stored = pq.read_schema(report.records.path(table))
        assert [(field.name, field.type) for field in stored] == [(f.name, f.type) for f in TABLES[table].arrow_schema]
