"""Which rows are refused for what they say together: keys, references, sums, order, province; and what is only a quality hit."""

from tests.importing.conftest import VILLAGE, base, clinic, file, refusals, visit


def cells(report, table):
    return [(line["row"], line["column"]) for line in refusals(report) if line["table"] == table]


def test_the_base_month_is_clean(read):
    report = read()
    assert (report.refused, report.unreadable, len(report.hits)) == (0, [], 0)
    assert report.rows == sum(map(len, base().values()))


def test_costs_may_differ_by_one_fen_and_no_more(read):
    rows = [
        visit("V1", 个人自付="400.01"),
        visit("V2", 个人自付="399.99"),
        visit("V3", 个人自付="400.02"),
        visit("V4", 个人自付=""),
    ]
    assert cells(read({"诊疗费用": rows}), "诊疗费用") == [("4", "医疗总费用")]


def test_every_payer_counts_in_the_sum_and_blank_payers_paid_nothing(read):
    shared = {"基本医保报销": "500", "大病保险报销": "", "医疗救助": "50", "慈善救助": "50"}
    rows = [visit("V1", **shared), visit("V2", **shared | {"慈善救助": ""})]
    assert cells(read({"诊疗费用": rows}), "诊疗费用") == [("3", "医疗总费用")]


def test_discharge_on_the_day_of_admission_is_right_and_the_day_before_is_not(read):
    rows = [visit("V1", 出院日期="2020-05-01"), visit("V2", 出院日期="2020-04-30")]
    assert cells(read({"诊疗费用": rows}), "诊疗费用") == [("3", "出院日期")]


def test_the_first_row_of_a_key_stays(read):
    rows = [visit("V1", 住院押金="1"), visit("V2"), visit("V1", 住院押金="2"), visit("V1", 住院押金="3"), visit("")]
    report = read({"诊疗费用": rows})
    assert cells(report, "诊疗费用") == [("4", "就诊编号"), ("5", "就诊编号"), ("6", "就诊编号")]
    assert report.records.frame("诊疗费用")["就诊编号"].tolist() == ["V1", "V2"]
    assert report.records.frame("诊疗费用")["住院押金"].tolist()[0] == 100


def test_a_person_may_stand_in_two_list_years_but_not_twice_in_one(read):
    person = base()["贫困人口花名册"][0]
    report = read({"贫困人口花名册": [person, person | {"名单年度": "2019"}, person]})
    assert cells(report, "贫困人口花名册") == [("4", "人员编号")]


def test_a_village_without_a_clinic_has_a_monitoring_row_without_institution(read):
    rows = [
        clinic(机构编码="", 村医疗服务方式="无"),
        clinic(机构编码="", 行政村代码=""),
        clinic(机构编码="", 村医疗服务方式="无"),
    ]
    report = read({"村卫生室监测": rows})
    assert cells(report, "村卫生室监测") == [("3", "机构编码"), ("4", "机构编码")]


def test_children_of_a_refused_parent_are_judged_by_themselves(read):
    person = base()["贫困人口花名册"][0] | {"出生日期": "不详"}
    report = read({"贫困人口花名册": [person], "诊疗费用": [visit("V1"), visit("V2", 人员编号="P9")]})
    assert cells(report, "贫困人口花名册") == [("2", "出生日期")]
    assert cells(report, "诊疗费用") == [("3", "人员编号")]


def test_references_are_judged_only_against_tables_that_the_month_brings(read):
    report = read({"贫困人口花名册": None, "诊疗费用": [visit(人员编号="P9")]})
    assert report.refused == 0
    assert not report.records.reported("贫困人口花名册")


def test_rows_of_another_province_are_refused(read):
    household = base()["贫困户"][0]
    rows = [household, household | {"家庭编号": "H2", "行政村代码": "110101001001"}]
    report = read({"贫困户": rows}, province="63")
    (line,) = refusals(report)
    assert (line["value"], "63" in line["reason"]) == ("110101001001", True)


def test_one_line_per_bad_cell_and_one_refused_row(read):
    report = read({"诊疗费用": [visit(入院日期="?", 住院押金="-1", 人员编号="P9"), visit("V2")]})
    assert len(refusals(report)) == 3
    assert (file(report, "诊疗费用").rows, file(report, "诊疗费用").accepted, file(report, "诊疗费用").refused) == (2, 1, 1)


def test_contradictions_between_counts_are_hits_and_no_refusals(read):
    county = {"县代码": "632801", "年度": "2019", "贫困人口就诊总人次": "10", "县域内就诊人次": "11"}
    doctor = {"村医编号": "D1", "出生日期": "1980-01-01", "执业资格类型": "乡村医生", "证书有效期": "2025-01-01"}
    doctor |= {"服务行政村代码": VILLAGE, "服务方式": "常驻", "是否本地村医": "是"}
    institution = base()["医疗卫生机构"][0] | {"举办性质": ""}
    tables = {"县域就诊汇总": [county], "村医": [doctor], "村卫生室监测": [clinic(合格村医数="2")], "医疗卫生机构": [institution]}
    report = read(tables)
    assert report.refused == 0
    assert sorted(report.hits["column"]) == ["举办性质", "县域内就诊人次", "合格村医数"]
    assert report.hits.set_index("column").loc["合格村医数", "region_code"] == VILLAGE


def test_equal_counts_are_no_hit(read):
    county = {"县代码": "632801", "年度": "2019", "贫困人口就诊总人次": "10", "县域内就诊人次": "10"}
    assert read({"县域就诊汇总": [county]}).hits.empty
