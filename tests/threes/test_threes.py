"""Criteria from files, and units against them: silence is never a pass."""

from datetime import date

import pytest

from dashboard.policy import POLICIES
from dashboard.threes import GAP, MET, UNKNOWN, Criterion, load, standing

ITEM = {"physicians": {"state": "scored", "points": "10", "maximum": "25", "inputs": {"执业医师数": 1, "应有": 2, "空": None}}}


@pytest.mark.parametrize(
    ("test", "status", "flags", "state"),
    [
        ({"status": ["达标"]}, "达标", "", MET),
        ({"status": ["达标"]}, "未达标", "", GAP),
        ({"status": ["达标"]}, "缺报", "", UNKNOWN),
        ({"status_not": ["无机构"]}, "缺报", "", MET),
        ({"status_not": ["无机构"]}, "无机构", "", GAP),
        ({"flags_absent": ["Z1"]}, "空白点", "Z1", GAP),
        ({"flags_absent": ["Z1"]}, "空白点", "Z2", MET),
        ({"flags_absent": ["Z1"]}, "缺报", "", UNKNOWN),
        ({"item": "physicians", "input_at_least": {"执业医师数": 1}}, "未达标", "", MET),
        ({"item": "physicians", "input_at_least": {"执业医师数": "应有"}}, "未达标", "", GAP),
        ({"item": "physicians", "input_at_least": {"空": 1}}, "未达标", "", UNKNOWN),
        ({"item": "physicians", "full": True}, "未达标", "", GAP),
        ({"item": "drugs", "full": True}, "无机构", "", GAP),
        ({"item": "drugs", "full": True}, "缺报", "", UNKNOWN),
    ],
)
def test_one_unit_against_one_criterion(test, status, flags, state):
    assert standing(Criterion("x", test), status, frozenset(flags.split(";")) - {""}, ITEM) == state


def test_shipped_criteria_say_that_they_are_a_proposal(tmp_path):
    found = load(POLICIES, "QH-2020", tmp_path, date(2020, 5, 31))
    assert found is not None
    assert not found.own
    assert "本系统建议" in found.note
    assert all(found.cells.values())


def test_the_operators_file_wins_from_its_first_day(tmp_path):
    own = "criteria:\n  - since: 2020-06-01\n    staff: {village: [{name: 两名村医, test: {flags_absent: [Z2]}}]}\n"
    (tmp_path / "threes.yaml").write_text(own, encoding="utf-8")
    before, after = (load(POLICIES, "QH-2020", tmp_path, day) for day in (date(2020, 5, 31), date(2020, 6, 30)))
    assert before is not None
    assert not before.own
    assert after is not None
    assert after.own
    assert [one.name for one in after.cells["staff", "village"]] == ["两名村医"]
    assert after.cells["institution", "county"] == ()


@pytest.mark.parametrize("text", ["[]", "criteria:\n  - {since: 2020-01-01, staff: {village: [{name: x, test: {magic: 1}}]}}\n"])
def test_a_wrong_file_is_named(tmp_path, text):
    (tmp_path / "threes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"threes\.yaml"):
        load(POLICIES, "QH-2020", tmp_path, date(2020, 6, 30))


def test_without_any_criteria_there_are_none(tmp_path):
    assert load(POLICIES, "LYG-2018", tmp_path, date(2020, 6, 30)) is None
