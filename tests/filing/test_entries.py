"""Records under the monthly clock by their own entry date, and the data years whose treatment must be entered."""

from datetime import date

import pytest

from dashboard import policy
from dashboard.filing import completeness, matrix
from tests.filing.test_matrix import VILLAGE, person
from tests.rollup import build

BOOK = policy.load()
QH, CN = BOOK.profile("QH-2020"), BOOK.profile("CN-2017")


def signing(number, signed, entered):
    return {"签约编号": number, "人员编号": "P1", "家庭编号": "HP1", "签约日期": signed, "录入日期": entered}


def visit(number, who, seen, filed=None, kind="慢病门诊"):
    return {"就诊编号": number, "人员编号": who, "疾病编码": "D1", "就诊类型": kind, "就诊日期": seen, "填报日期": filed}


def case(number, who, treated, hospital=None):
    ledger = {
        "台账编号": f"L{number}",
        "患病编号": number,
        "首次救治日期": treated,
        "救治状态": "已救治",
        "定点医院编码": hospital,
    }
    return ledger, {"患病编号": number, "人员编号": who, "疾病编码": "D1", "核实状态": "已核实"}


def month(root, **tables):
    return build.month(root, "2020-06", {"贫困人口花名册": [person("P1"), person("P2")], **tables})


def test_signings_and_chronic_visits_by_month_of_service(tmp_path):
    records = month(
        tmp_path,
        签约=[
            signing("on the last day", date(2020, 5, 3), date(2020, 5, 31)),
            signing("on the next", date(2020, 5, 3), date(2020, 6, 1)),
            signing("undated", date(2020, 6, 3), None),
            signing("last year", date(2019, 12, 3), date(2019, 12, 4)),
            signing("not signed", None, date(2020, 6, 4)),
        ],
        诊疗费用=[
            visit("late", "P1", date(2020, 2, 29), date(2020, 3, 1)),
            visit("in time", "P1", date(2020, 2, 29), date(2020, 2, 29)),
            visit("a stay", "P1", date(2020, 2, 2), date(2020, 2, 29), "住院"),
        ],
    )
    found = matrix(records, QH).set_index(["clock", "period"])
    assert found.loc[("签约", "2020-05")].loc[["on_time", "late", "missing", "undated"]].tolist() == [1, 1, 0, 0]
    assert found.loc[("签约", "2020-06")].loc[["on_time", "late", "undated"]].tolist() == [0, 0, 1]
    assert found.loc[("慢病诊疗", "2020-02")].loc[["on_time", "late"]].tolist() == [1, 1]
    assert set(found["region_code"]) == {VILLAGE[:9]}


def test_cases_of_the_data_years_and_the_visits_that_were_entered(tmp_path):
    cases = [
        case("C1", "P1", date(2019, 3, 1), "T1"),
        case("C2", "P2", date(2019, 5, 1), "T1"),
        case("C3", "P2", date(2020, 5, 1)),
        case("C4", "P1", date(2018, 5, 1), "T1"),
        case("C5", "P1", date(2020, 7, 1), "T1"),
    ]
    records = month(
        tmp_path,
        救治台账=[ledger for ledger, _ in cases],
        患病核实=[diagnosis for _, diagnosis in cases],
        诊疗费用=[visit("V1", "P1", date(2019, 8, 1)), visit("V2", "P2", date(2020, 5, 2)), visit("V3", "P2", date(2018, 5, 2))],
    )
    found = completeness(records, QH)
    assert found is not None
    assert found[["institution", "year", "expected", "entered"]].to_numpy().tolist() == [["", 2020, 1, 1], ["T1", 2019, 2, 1]]
    assert set(found["region_code"]) == {VILLAGE}


@pytest.mark.parametrize("profile", [QH, CN])
def test_without_data_years_or_tables_nothing_is_known(tmp_path, profile):
    assert completeness(month(tmp_path, 救治台账=[]), profile) is None
