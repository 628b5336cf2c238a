"""Criteria from files, and units against them: silence is never a pass."""

from datetime import date

import pytest

from dashboard.policy import POLICIES
from dashboard.threes import GAP, MET, UNKNOWN, Criterion, editing, load, own_file, standing

ITEM = {"physicians": {"state": "scored", "points": "10", "maximum": "25", "inputs": {"执业医师数": 1, "应有": 2, "空": None}}}


def _write(data_dir, text):
    path = own_file(data_dir, "QH-2020")
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")


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


def test_the_offices_file_wins_from_its_first_day(tmp_path):
    own = "criteria:\n  - since: 2020-06-01\n    staff: {village: [{name: 两名村医, test: {flags_absent: [Z2]}}]}\n"
    _write(tmp_path, own)
    before, after = (load(POLICIES, "QH-2020", tmp_path, day) for day in (date(2020, 5, 31), date(2020, 6, 30)))
    assert before is not None
    assert not before.own
    assert after is not None
    assert after.own
    assert [one.name for one in after.cells["staff", "village"]] == ["两名村医"]
    assert after.cells["institution", "county"] == ()


@pytest.mark.parametrize("text", ["[]", "criteria:\n  - {since: 2020-01-01, staff: {village: [{name: x, test: {magic: 1}}]}}\n"])
def test_a_wrong_file_is_named(tmp_path, text):
    _write(tmp_path, text)
    with pytest.raises(ValueError, match=r"QH-2020\.yaml"):
        load(POLICIES, "QH-2020", tmp_path, date(2020, 6, 30))


def test_without_any_criteria_there_are_none(tmp_path):
    assert load(POLICIES, "LYG-2018", tmp_path, date(2020, 6, 30)) is None


ITEM_WORDS = {"physicians": "医师资质"}


def _offered(level):
    return editing.choices(level, lambda item: ITEM_WORDS.get(item, item), lambda flag: f"标志{flag}")


@pytest.mark.parametrize("level", ["county", "township", "village"])
def test_what_is_picked_is_found_again(level):
    for choice in _offered(level):
        number = 3 if choice.unit else None
        assert editing.picked(Criterion("x", choice.with_number(number)), _offered(level)) == (choice.id, number)


def test_the_shipped_criteria_can_all_be_edited(tmp_path):
    criteria = load(POLICIES, "QH-2020", tmp_path, date(2020, 5, 31))
    assert criteria is not None
    for (_, level), cell in criteria.cells.items():
        for one in cell:
            assert editing.picked(one, _offered(level))[0], one.name


def test_a_count_needs_its_number():
    choice = next(one for one in _offered("township") if one.id == "count-药品种数")
    with pytest.raises(ValueError, match="须填一个"):
        choice.with_number(None)


def test_a_change_holds_from_its_day_on_and_can_be_taken_back(tmp_path):
    may, june = date(2020, 5, 31), date(2020, 6, 30)
    shipped = load(POLICIES, "QH-2020", tmp_path, june)
    assert shipped is not None
    wanted = [Criterion("药品多于八十种", {"item": "drugs", "input_at_least": {"药品种数": 81}})]
    editing.save(tmp_path, "QH-2020", shipped, "capability", "township", wanted, date(2020, 6, 1))
    before, after = (load(POLICIES, "QH-2020", tmp_path, day) for day in (may, june))
    assert (before, after.own) == (shipped, True)
    assert after.cells == {**shipped.cells, ("capability", "township"): tuple(wanted)}
    editing.save(tmp_path, "QH-2020", after, "staff", "village", [], date(2020, 6, 1))
    assert load(POLICIES, "QH-2020", tmp_path, june).cells["staff", "village"] == ()
    editing.undo(tmp_path, "QH-2020")
    assert load(POLICIES, "QH-2020", tmp_path, june) == after
    assert not editing.can_undo(tmp_path, "QH-2020")
    with pytest.raises(ValueError, match="没有可撤销"):
        editing.undo(tmp_path, "QH-2020")
