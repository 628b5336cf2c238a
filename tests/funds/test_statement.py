"""One small county-year whose every figure is worked out by hand (新政办发〔2018〕50号 二(四)、三(二))."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import funds, policy
from dashboard.territory import Territory
from tests.rollup import build

COUNTY, TOWN = "210422", "210422100"
VILLAGES = (f"{TOWN}001", "210422200001")
XB = policy.load().profile("XB-2018")
OWN = Territory(COUNTY)


def person(code, village=VILLAGES[0], **more):
    return {"人员编号": code, "名单年度": 2018, "家庭编号": f"H{code}", "行政村代码": village, "是否建档立卡": True, **more}


def drug(who, voucher, total, insured, disease="高血压", **more):
    known = {"人员编号": who, "年度": 2018, "单据号": voucher, "病种": disease, "药费总额": total, "新农合报销": insured}
    return {**known, "基金支付": 0, "日期": date(2018, 9, 1), **more}


def fee(voucher, item, price, claimed, *steps, place="W1"):
    names = ("卫计局审核日期", "扶贫办核准日期", "拨付日期")
    return {
        "单据号": voucher,
        "机构编码": place,
        "减免项目": item,
        "原价": price,
        "减免金额": claimed,
        **dict(zip(names, steps, strict=False)),
    }


def visit(code, who, disease, total, compliant, insured, **more):
    when = date(2018, 8, 1)
    fixed = {"就诊编号": code, "人员编号": who, "疾病编码": disease, "就诊类型": "住院", "入院日期": when, "出院日期": when}
    return {**fixed, "医疗总费用": total, "合规费用": compliant, "基本医保报销": insured, "个人自付": 0, **more}


SEP, OCT, NOV = date(2018, 9, 10), date(2018, 10, 10), date(2018, 11, 10)
TABLES = {
    "贫困人口花名册": [
        person("A", 脱贫状态="未脱贫"),
        person("B"),
        person("C", VILLAGES[1], 脱贫状态="已脱贫"),
        person("D", 是否建档立卡=False),
    ],
    "医疗卫生机构": [
        {"机构编码": "W1", "机构名称": "一乡卫生院", "所在区划代码": TOWN},
        {"机构编码": "W2", "机构名称": "二乡卫生院", "所在区划代码": "210422200"},
    ],
    "患病核实": [{"患病编号": "1", "人员编号": "A", "疾病编码": "I10", "核实状态": "已核实", "核实日期": date(2018, 7, 20)}],
    "签约": [
        {"签约编号": "1", "人员编号": "A", "签约日期": date(2018, 2, 1)},
        {"签约编号": "2", "家庭编号": "HB", "签约日期": date(2018, 5, 1)},
        {"签约编号": "3", "人员编号": "C", "签约日期": date(2017, 11, 1)},  # ran out on 31 October
        {"签约编号": "4", "人员编号": "D", "签约日期": date(2018, 5, 1)},  # not poor
    ],
    "健康体检": [
        {"人员编号": "A", "年度": 2018, "体检日期": SEP},
        {"人员编号": "A", "年度": 2018, "体检日期": OCT},
        {"人员编号": "B", "年度": 2017, "体检日期": date(2017, 12, 31)},
        {"人员编号": "C", "年度": 2018, "体检日期": date(2018, 12, 1)},
    ],
    "慢病投药": [
        drug("A", "1", 90_000, 10_000),
        drug("A", "2", 30_000, 5_000, "2型糖尿病"),  # 1,050 yuan in all: capped
        drug("B", "3", 90_000, 10_000, 基金支付=80_000),  # 800 yuan: at the line of 80 %
        drug("C", "4", 5_000, 6_000),  # insured for more than it cost
        drug("C", "5", 50_000, 0, "冠心病"),  # not one of the four
        drug("C", "6", 50_000, None),  # one amount unknown
        drug("C", "7", 50_000, 0, 年度=2017),
        drug("D", "8", 50_000, 0),
    ],
    "专项基金台账": [
        {"单据号": "1", "年度": 2018, "用途": "慢病签约", "机构编码": "W1", "金额": 1_000, "审核状态": "已拨付"},
        {"单据号": "2", "年度": 2018, "用途": "慢病签约补助", "机构编码": "W2", "金额": 600, "审核状态": "审核中"},
        {"单据号": "3", "年度": 2018, "用途": "慢病签约", "机构编码": "W1", "金额": 400, "审核状态": "退回"},
        {"单据号": "4", "年度": 2017, "用途": "慢病签约", "机构编码": "W1", "金额": 400, "审核状态": "已拨付"},
        {"单据号": "5", "年度": 2018, "用途": "大病兜底", "机构编码": "W1", "金额": 77_000, "审核状态": "已支付"},
    ],
    "医疗减免台账": [
        fee("1", "挂号费", 500, 500, SEP, OCT, NOV),
        fee("2", "挂号费", 500, 400, SEP),
        fee("3", "CT", 20_003, 4_001, SEP, OCT),  # 20 % of 200.03 yuan is 40.006: 40.01
        fee("4", "手术", 10_000, 3_000),
        fee("5", "床位费", 1_000, 200, OCT, SEP, place="W2"),  # approved before reviewed
    ],
    "诊疗费用": [
        visit("1", "A", "C50", 1_000_000, 900_000, 700_000, 健康扶贫专项基金=150_000, 医院兜底=100_000),
        visit("2", "B", "C50", 100_000, 100_000, 120_000),
        visit("3", "A", "Z94", 50_000, 40_000, 10_000),
        visit("4", "C", "Z94", 50_000, 40_000, 10_000),
        visit("5", "A", "Z34", 50_000, 40_000, 10_000),
    ],
}  # fmt: skip
LISTS = [
    {"目录编号": "XB-14", "疾病编码": "C50", "疾病名称": "乳腺癌", "类别": "大病"},
    {"目录编号": "XB-94", "疾病编码": "Z94", "疾病名称": "甲病", "类别": "重病"},
    {"目录编号": "XB-94", "疾病编码": "Z34", "疾病名称": "乙病", "类别": "重病"},
    {"目录编号": "XB-34", "疾病编码": "Z34", "疾病名称": "乙病", "类别": "重病"},
]


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    return build.month(tmp_path_factory.mktemp("m"), "2018-11", {**TABLES, "病种目录": LISTS})


@pytest.fixture(scope="module")
def found(month):
    return funds.statement(month, XB, OWN)


def line(statement, use):
    return next(row for row in statement.lines if row.use == use)


def test_signing_is_eight_yuan_for_each_valid_signing(found):
    own = line(found, "慢病签约")
    assert (own.quantity, own.due_fen) == (2, 1_600)
    assert (own.paid_fen, own.pending_fen, own.unpaid_fen) == (1_000, 600, 600)
    assert "慢病患者 1 人" in own.note


def test_check_up_is_paid_once_a_year_and_not_before_it_happened(found):
    own = line(found, "健康体检")
    assert (own.quantity, own.due_fen, own.paid_fen) == (1, 15_000, 0)


def test_drugs_are_capped_by_person_and_closed_to_four_diseases(found):
    own = line(found, "慢病投药")
    assert (own.quantity, own.due_fen, own.recorded_fen) == (3, 100_000 + 80_000 + 0, 80_000)


def test_persons_at_and_near_the_cap(found):
    assert [(c.person, c.spent_fen, c.covered_fen, c.percent, c.at_cap) for c in found.caps] == [
        ("A", 105_000, 100_000, 105, True),
        ("B", 80_000, 80_000, 80, False),
    ]


def test_cover_without_a_limit_is_not_invented(found):
    own = line(found, "大病兜底")
    assert own.due_fen is None
    assert own.undetermined == "文件未载明限额"
    assert own.recorded_fen == 150_000
    assert "2,000.00" in own.note  # what is left of A's compliant costs; B's are insured for more
    assert "1,000.00" in own.note


def test_the_94_diseases_are_covered_in_full_for_those_still_poor(found):
    own = line(found, "未脱贫人员其他病种兜底")
    assert (own.quantity, own.due_fen) == (1, 30_000)


def test_cover_is_due_within_a_limit_that_an_office_set(month):
    limited = {**XB.values["funds"], "cover_limit_yuan": {"value": 1_500, "clause": "测试"}}
    profile = policy.Profile(**{f: getattr(XB, f) for f in XB.__slots__ if f != "values"}, values={**XB.values, "funds": limited})
    assert line(funds.statement(month, profile, OWN), "大病兜底").due_fen == 150_000


def test_ledger_cover_stands_in_its_own_line(found):
    own = line(found, "大病、重病兜底（台账合计）")
    assert (own.due_fen, own.paid_fen, own.pending_fen) == (None, 77_000, 0)


def test_two_funds_are_kept_apart(found):
    assert {row.use for row in found.of(funds.REDUCTION)} == {"四项免费", "检查、床位、手术、检验减收"}
    assert {row.fund for row in found.lines} == {funds.SPECIAL, funds.REDUCTION}


def test_reductions_by_rule_and_as_claimed(found):
    free, off = found.of(funds.REDUCTION)
    assert (free.quantity, free.due_fen, free.recorded_fen, free.paid_fen, free.pending_fen) == (2, 1_000, 900, 500, 400)
    assert (off.quantity, off.due_fen, off.recorded_fen) == (3, 4_001 + 2_000 + 200, 4_001 + 3_000 + 200)


def test_stages_of_the_two_step_approval(found):
    assert [(s.name, s.rows, s.fen, s.oldest_days) for s in found.stages] == [
        ("待审核", 1, 3_000, None),
        ("已审核待核准", 1, 400, (date(2018, 11, 30) - SEP).days),
        ("已核准待拨付", 2, 4_201, (date(2018, 11, 30) - SEP).days),
        ("已拨付", 1, 500, None),
    ]


def test_what_differs_from_the_rule_is_listed(found):
    assert {m.voucher: m.problem for m in found.mismatches} == {
        "2": "减免少于规定",
        "4": "减免多于规定",
        "5": "扶贫办核准早于卫计局审核",
    }


def test_below_the_county_ledgers_go_by_seat(month):
    town = funds.statement(month, XB, Territory(TOWN))
    assert line(town, "慢病签约").paid_fen == 1_000
    assert line(town, "慢病签约").pending_fen == 0
    assert sum(stage.rows for stage in town.stages) == 4


def test_nothing_reported_is_unknown_not_zero(tmp_path):
    silent = build.month(tmp_path, "2018-11", {"贫困人口花名册": TABLES["贫困人口花名册"]})
    empty = funds.statement(silent, XB, OWN)
    assert {(row.due_fen, row.paid_fen) for row in empty.lines} == {(None, None)}
    assert all(row.undetermined for row in empty.lines)
    assert (empty.stages, empty.mismatches, empty.caps) == ((), (), ())
    assert "专项基金台账" in empty.not_reported


def test_empty_disease_lists_leave_the_cover_open(tmp_path):
    bare = build.month(tmp_path, "2018-11", TABLES)
    assert line(funds.statement(bare, XB, OWN), "大病兜底").undetermined == "病种目录 XB-14 尚未填入"


def test_a_profile_without_funds_has_no_statement(month):
    assert funds.statement(month, policy.load().profile("QH-2020"), Territory("63")) is None


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 200_000), st.integers(0, 90_000)), max_size=8))
def test_drugs_due_equal_plain_counting(tmp_path_factory, vouchers):
    rows = [drug(who, str(n), total, insured) for n, (who, total, insured) in enumerate(vouchers)]
    month = build.month(tmp_path_factory.mktemp("h"), "2018-11", {"贫困人口花名册": TABLES["贫困人口花名册"], "慢病投药": rows})
    expected = sum(
        min(100_000, sum(max(0, total - insured) for who, total, insured in vouchers if who == one)) for one in ("A", "B")
    )
    assert line(funds.statement(month, XB, OWN), "慢病投药").due_fen == expected
