"""A village on one card, against the hand-made months."""

from __future__ import annotations

import pytest

from dashboard.access import LOCAL, Viewer
from dashboard.selection import Selection
from dashboard.services import Unknown

MAY, JUNE = "2020-05", "2020-06"
BLANK, OLD, COMMUNITY = "632722100201", "632701100203", "632701100202"


def card(services, code: str, month: str = JUNE, viewer: Viewer = LOCAL):
    return services.village(viewer, Selection(region=code, month=month))


def test_a_village_without_anything_has_its_flags_its_case_and_its_nearest_help(hand_services):
    found = card(hand_services, BLANK)
    assert (found.status, found.clinics, found.doctors) == ("空白点", (), ())
    assert [mark for mark, _, _ in found.flags] == ["Z1", "Z2"]
    assert all(clause for _, _, clause in found.flags)
    assert [(case.code, case.state) for case in found.cases] == [("Z4", "核实中")]
    near = found.nearest_doctor  # both villages stand at the centres that 行政区划 reports, a tenth of a degree apart
    assert (near.name, near.km, near.schematic, found.nearest_clinic) == ("甲村委会", 9.3, False, None)


def test_its_doctor_is_judged_as_the_engine_judges(hand_services):
    may, june = card(hand_services, OLD, MAY), card(hand_services, OLD)
    assert [(doctor.age, doctor.qualified) for doctor in may.doctors] == [(66, True)]
    assert [(doctor.age, doctor.qualified) for doctor in june.doctors] == [(66, False)], "the certificate ran out on 31 May"
    assert [(clinic.code, clinic.mobile, clinic.drugs, clinic.drug_limit) for clinic in june.clinics] == [("V3", True, 50, 50)]
    assert (june.since, june.since_or_before) == (MAY, True)


def test_a_community_is_not_judged_and_that_is_said(hand_services):
    found = card(hand_services, COMMUNITY)
    assert (found.status, found.flags, found.residents) == ("不评定", (), 1500)
    assert "不在评定范围" in found.not_judged


def test_names_are_masked_by_role_and_looks_are_recorded(hand_services):
    province = Viewer("省卫健委", "province", "63")
    before = len(hand_services.trust.audit.entries())
    assert [doctor.name for doctor in card(hand_services, OLD, viewer=province).doctors] == ["示＊"]
    assert [doctor.name for doctor in card(hand_services, OLD).doctors] == ["示例"]
    entries = hand_services.trust.audit.entries()
    assert len(entries) == before + 2
    assert (entries[0].who, entries[0].region, entries[0].rows) == (LOCAL.name, OLD, 1)


def test_only_a_village_has_a_card(hand_services):
    with pytest.raises(Unknown, match="村"):
        card(hand_services, "632722")


def test_a_ledger_item_may_be_about_a_village(hand_services):
    rows = hand_services.ledger(LOCAL, Selection(region=BLANK, month=JUNE))
    assert [(row.code, row.subject) for row in rows] == [("Z4", BLANK)]
    assert [row.code for row in hand_services.ledger(LOCAL, Selection(region="632701", month=JUNE))] == ["Z1", "Z3"]


def test_an_institution_card_tells_its_cases(hand_services):
    assert [case.code for case in hand_services.scorecard(LOCAL, "H1", JUNE).cases] == ["Z1"]
    assert hand_services.scorecard(LOCAL, "V1", JUNE).cases == ()
