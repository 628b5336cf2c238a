import pytest

from dashboard.access import LOCAL, Action, Forbidden, Viewer


def test_area_is_a_code_prefix():
    county = Viewer("玉树市卫健局", "county", "632701")
    assert county.may(Action.READ, "632701001")
    assert not county.may(Action.READ, "6327")
    assert not county.may(Action.READ, "632722")


def test_refusal_says_who_and_where():
    with pytest.raises(Forbidden, match="632722"):
        Viewer("玉树市卫健局", "county", "632701").check(Action.READ, "632722")


def test_persons_only_for_those_who_work_with_them():
    assert not Viewer("省扶贫办", "province", "63").may(Action.READ_PERSONS, "632701")
    assert Viewer("卫生院", "township", "632701001").may(Action.READ_PERSONS, "632701001")
    assert not Viewer("访客", "guest", "0").may(Action.READ, "63")


def test_the_person_at_the_machine_may_everything():
    assert all(LOCAL.may(action, "0") for action in Action)
