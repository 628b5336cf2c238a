"""Where another rule is followed: other targets, another profile, none; told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard import policy
from dashboard.policy import Target
from dashboard.turns import turns


@pytest.fixture(scope="module")
def book():
    return policy.load()


def words(book, *held) -> list[str]:
    return [turn.words for turn in turns(book, held)]


def test_the_same_rule_is_no_turn(book):
    qinghai = book.profile("QH-2020")
    assert turns(book, [("2020-05", qinghai), ("2020-06", qinghai), ("2020-07", qinghai)]) == ()


def test_another_target_in_force(book):
    qinghai = book.profile("QH-2020")
    first = qinghai.targets["M-04"][0]
    later = Target(">=", 95, "假设", since=first.since.replace(month=6))
    changed = replace(qinghai, targets={**qinghai.targets, "M-04": (first, later)})
    held = [("2020-05", changed), ("2020-06", changed), ("2020-07", changed)]
    assert words(book, *held) == ["2020年6月起随访率目标由 ≥90% 改为 ≥95% "]


def test_another_profile_names_both_and_what_it_changes(book):
    nation, qinghai = book.profile("CN-2017"), book.profile("QH-2020")
    (said,) = words(book, ("2019-12", nation), ("2020-01", qinghai))
    assert said.startswith("2020年1月起口径由 CN-2017 改为 QH-2020，")
    assert "随访率目标由无改为 ≥90% " in said
    assert "机构评分规则有" in said


def test_no_rule_before_or_after(book):
    qinghai = book.profile("QH-2020")
    assert words(book, ("2019-12", None), ("2020-01", qinghai)) == ["2020年1月起适用口径 QH-2020"]
    assert words(book, ("2020-12", qinghai), ("2021-01", None)) == ["2021年1月起无适用口径"]
    assert words(book, ("2020-12", None), ("2021-01", None)) == []
