"""Rounds due by policy, and how units stand with them (D2-27, D2-28; O-7, O-8)."""

from datetime import date

import pytest

from dashboard import policy
from dashboard.filing import LATE, MISSING, ON_TIME, PENDING, UNDATED, schedule, tasks
from dashboard.filing.duties import FIRST_ROUND, MONTH_END, RETURNED, UNKNOWN, period_of, short_code
from tests.rollup import build

QH = policy.load().profile("QH-2020")


def row(unit, kind, period, due, sent=None, status="已报"):
    return {"任务类型": kind, "单位代码": unit, "期次": period, "应报日期": due, "实报日期": sent, "状态": status}


def standing(tmp_path, rows, on, units=("6301",)):
    records = build.month(tmp_path, "2020-06", {"报送任务": rows})
    return {(t.unit, t.duty.kind, t.duty.period): t for t in tasks([records], schedule(QH, on), units, "63", on)}


def test_rounds_of_qinghai_2020():
    assert [(d.kind, d.period, d.due) for d in schedule(QH, date(2020, 6, 30))] == [
        (FIRST_ROUND, "2020-05", date(2020, 5, 20)),
        (MONTH_END, "2020-06", date(2020, 6, 30)),
        (MONTH_END, "2020-07", date(2020, 7, 31)),
    ]
    assert [d.period for d in schedule(QH, date(2020, 5, 20))] == ["2020-05", "2020-06"]
    assert [d.period for d in schedule(QH, date(2020, 5, 1))] == ["2020-05"]
    assert schedule(QH, date(2021, 3, 1))[-1].due == date(2020, 12, 31)
    assert schedule(policy.load().profile("LYG-2018"), date(2020, 6, 30)) == ()


@pytest.mark.parametrize(
    ("sent", "status", "on", "state", "days"),
    [
        (date(2020, 5, 20), "已报", date(2020, 6, 30), ON_TIME, 0),
        (date(2020, 5, 21), "核实", date(2020, 6, 30), LATE, 1),
        (None, "未报", date(2020, 5, 20), PENDING, 0),
        (None, "未报", date(2020, 5, 21), MISSING, 1),
        (date(2020, 5, 18), "退回", date(2020, 5, 22), RETURNED, 2),
        (None, "已报", date(2020, 6, 30), UNDATED, None),
    ],
)
def test_a_unit_against_the_first_round(tmp_path, sent, status, on, state, days):
    found = standing(tmp_path, [row("630100000000", FIRST_ROUND, "2020年5月", None, sent, status)], on)
    task = found["6301", FIRST_ROUND, "2020-05"]
    assert (task.state, task.days) == (state, days)
    assert task.verified == (status == "核实")


def test_a_unit_that_no_row_names_has_not_sent_when_the_table_came(tmp_path):
    found = standing(tmp_path, [row("6302", MONTH_END, "2020-06", None, date(2020, 6, 30))], date(2020, 7, 1), ("6301", "6302"))
    assert found["6301", MONTH_END, "2020-06"].state == MISSING
    assert found["6302", MONTH_END, "2020-06"].state == ON_TIME
    assert found["6301", MONTH_END, "2020-07"].state == PENDING


def test_without_the_table_nobody_is_late(tmp_path):
    records = build.month(tmp_path, "2020-06", {"行政区划": []})
    found = tasks([records], schedule(QH, date(2020, 7, 9)), ["6301"], "63", date(2020, 7, 9))
    assert {task.state for task in found} == {UNKNOWN}


def test_the_reminder_stands_on_the_day_before(tmp_path):
    for on, remind in ((date(2020, 5, 18), False), (date(2020, 5, 19), True), (date(2020, 5, 20), True)):
        found = standing(tmp_path / str(on), [], on)
        assert found["6301", FIRST_ROUND, "2020-05"].remind is remind


def test_tasks_listed_for_other_units_of_the_region_follow_their_own_date(tmp_path):
    rows = [
        row("630102", "慢病月度", "2020-06", date(2020, 6, 25), None, "未报"),
        row("620100", "慢病月度", "2020-06", date(2020, 6, 25), None, "未报"),
    ]
    found = standing(tmp_path, rows, date(2020, 6, 30))
    assert (found["630102", "慢病月度", "2020-06"].state, found["630102", "慢病月度", "2020-06"].days) == (MISSING, 5)
    assert not any(unit.startswith("62") for unit, _, _ in found)


def test_periods_and_padded_codes():
    assert [period_of(t) for t in ("2020-06", "202006", "2020年6月", "第一轮")] == ["2020-06", "2020-06", "2020-06", "第一轮"]
    assert [short_code(c) for c in ("630000000000", "632700000000", "632701", "630102001000", "GX-7")] == [
        "63", "6327", "632701", "630102001", "GX-7",
    ]  # fmt: skip
