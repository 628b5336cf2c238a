"""Where a household stands: who must say what, what the national system has said, what was decided here."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboard.warned import Case, Decision, standing

TWO_STEP = ("基层发现",)


def case(source: str = "系统模型", **more) -> Case:
    blank = {
        "household": "H1", "year": 2020, "region_code": "630102001001", "members": 3, "self_pay": (), "per_capita": (),
        "factors": "", "health": "", "health_on": None, "relief": "", "relief_on": None,
        "marked_on": None, "marked_twice_on": None, "relieved_on": None, "relieved_because": "", "measures": (),
    }  # fmt: skip
    return Case(**{**blank, "source": source, **more})


def line(step: str, verdict: str, reason: str = "") -> Decision:
    return Decision(
        datetime(2020, 6, 3, tzinfo=UTC), "县", "county", "H1", 2020, "630102001001", "2020-06", step, verdict, reason
    )


@pytest.mark.parametrize(
    ("source", "table", "lines", "state", "next_step", "withdrawable"),
    [
        ("系统模型", {}, [], "待确认", "confirm", ""),
        ("系统模型", {}, [("confirm", "已确认")], "已确认", "", "confirm"),
        ("扶贫部门排查", {"health": "已确认"}, [], "已确认", "", ""),
        ("系统模型", {}, [("confirm", "不予确认")], "不予确认", "", "confirm"),
        ("系统模型", {}, [("confirm", "不予确认"), ("confirm", "撤回")], "待确认", "confirm", ""),
        ("基层发现", {}, [("confirm", "已确认")], "待核准", "approve", "confirm"),
        ("基层发现", {"health": "已确认"}, [], "待核准", "approve", ""),
        ("基层发现", {"health": "已确认"}, [("approve", "已确认")], "已核准", "", "approve"),
        ("基层发现", {"health": "已确认"}, [("approve", "不予确认")], "不予确认", "", "approve"),
        ("基层发现", {"health": "已确认", "relief": "已确认"}, [], "已核准", "", ""),
        # What the national system says goes before what was decided here.
        ("系统模型", {"health": "不予确认"}, [("confirm", "已确认")], "不予确认", "", ""),
        ("基层发现", {"health": "不予确认"}, [("approve", "已确认")], "不予确认", "", ""),
        ("系统模型", {"health": "已确认", "relieved_on": date(2020, 6, 1)}, [], "已解除", "", ""),
    ],
)
def test_where_a_household_stands(source, table, lines, state, next_step, withdrawable):
    found = standing(case(source, **table), [line(*one) for one in lines], TWO_STEP)
    assert (found.state, found.next_step, found.withdrawable) == (state, next_step, withdrawable)


def test_the_reason_and_who_go_with_a_decision_taken_here():
    found = standing(case(), [line("confirm", "不予确认", "已由大病保险报销")], TWO_STEP)
    assert (found.reason, found.decided_by, found.here) == ("已由大病保险报销", "县", True)
