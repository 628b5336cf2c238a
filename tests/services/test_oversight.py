"""Supervision over the hand-made months: the same villages, centres and readings in every answer."""

import io
from datetime import date

import openpyxl
import pytest

from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.reports import KINDS, build
from dashboard.selection import Selection
from dashboard.services import Unknown
from dashboard.services.oversight_models import Wanted
from dashboard.services.threes_models import Row
from dashboard.whatif import Changes

JUNE = Selection(region="63", month="2020-06")


@pytest.fixture
def oversight(hand_services):
    return hand_services.oversight


def test_the_work_list_holds_the_villages_that_the_verdicts_name(hand_services, oversight):
    found = oversight.blank_spots(LOCAL, JUNE)
    for group in ("空白点", "有风险", "缺报"):
        named = {row.region.code for row in hand_services.unit_rows(LOCAL, JUNE, "village", group)}
        assert {spot.region.code for spot in found.rows if spot.group == group} == named
        assert found.groups[group] == len(named)
    assert [spot.group for spot in found.rows] == sorted(
        (spot.group for spot in found.rows), key=("空白点", "有风险", "缺报", "临近").index
    )
    assert all(spot.reason or spot.ahead for spot in found.rows)


def test_filters_keep_what_they_name_and_a_limit_says_how_many_there_are(oversight):
    every = oversight.blank_spots(LOCAL, JUNE)
    flag = next(flag for flag, number in every.flags.items() if number)
    chosen = oversight.blank_spots(LOCAL, JUNE, Wanted(flag=flag))
    assert {spot.region.code for spot in chosen.rows} == {spot.region.code for spot in every.rows if flag in spot.flags}
    first = oversight.blank_spots(LOCAL, JUNE, limit=1)
    assert (len(first.rows), first.total) == (1, every.total)


def test_a_reading_lists_as_many_units_as_it_counts(oversight):
    sheet = oversight.readings(LOCAL, JUNE)
    counted = [(row.id, setting, number) for row in sheet.rows for setting, number in row.changes.items()]
    assert counted
    for reading, setting, number in counted:
        rows, total = oversight.reading_units(LOCAL, JUNE, reading, setting)
        assert len(rows) == total == number
        assert all(one.before != one.after for one in rows)
    with pytest.raises(Unknown):
        oversight.reading_units(LOCAL, JUNE, "X-9", "strict")


def test_two_presets_differ_by_rule_and_two_months_by_input(hand_services, oversight):
    strict = oversight.compare(LOCAL, JUNE, "2020-06", "strict")
    assert all(one.cause == "口径变化" and one.why for one in strict.rows)
    months = oversight.compare(LOCAL, JUNE, "2020-05", "default")
    cubes = [hand_services.context.cube(month).table("verdicts", "default").to_pylist() for month in ("2020-05", "2020-06")]
    old, new = ({row["region_code"]: row["status"] for row in rows} for rows in cubes)
    changed = {code for code in old.keys() & new.keys() if old[code] != new[code]}
    assert {one.region.code for one in months.rows} == changed
    assert all(one.cause == "投入变化" for one in months.rows)
    assert months.total == len(changed)


def test_triggers_are_the_counts_of_the_overview(hand_services, oversight):
    sheet = oversight.triggers(LOCAL, JUNE)
    tiers = {tier.tier: tier.counts for tier in hand_services.overview(LOCAL, JUNE).tiers}
    assert sum(row.blank for row in sheet.rows) == tiers["village"]["空白点"]
    assert sum(row.flagged for row in sheet.rows) == tiers["village"]["有风险"]
    assert sum(row.centres_failing for row in sheet.rows) == tiers["township"]["未达标"] + tiers["township"]["无机构"]
    assert sheet.cover is not None
    assert sheet.cover.covered == sheet.cover.total == sum(row.failing_units for row in sheet.rows)
    with pytest.raises(Unknown):
        oversight.triggers(LOCAL, JUNE, "index")


def test_what_if_starts_from_what_is_published_and_changes_nothing_of_it(hand_services, oversight):
    tiers = {tier.tier: tier.counts for tier in hand_services.overview(LOCAL, JUNE).tiers}
    plain = oversight.what_if(LOCAL, JUNE, Changes())
    assert {shift.tier: shift.before for shift in plain.tiers} == tiers
    assert plain.total == 0
    tried = oversight.what_if(LOCAL, JUNE, Changes.parse(["v~township.pass_line~0", "v~county.pass_line~0"]))
    by_tier = {shift.tier: shift for shift in tried.tiers}
    assert by_tier["township"].after["未达标"] == by_tier["county"].after["未达标"] == 0
    assert by_tier["township"].before == tiers["township"]
    assert {tier.tier: tier.counts for tier in hand_services.overview(LOCAL, JUNE).tiers} == tiers


def test_three_threes_count_every_unit_once(hand_services, oversight):
    tiers = {tier.tier: tier.units for tier in hand_services.overview(LOCAL, JUNE).tiers}
    sheet = oversight.threes(LOCAL, JUNE)
    assert len(sheet.cells) == 9
    assert all(cell.met + cell.gap + cell.unknown == tiers[cell.level] for cell in sheet.cells)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"national"}))  # which needs an export to compare with
def test_every_report_is_a_workbook_and_what_if_says_so(hand_services, kind):
    name, content = build(KINDS[kind], hand_services, LOCAL, JUNE, {"try": "v~county.pass_line~60"})
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert name.endswith(".xlsx")
    for sheet in book.worksheets:
        assert sheet["A1"].value
        assert ("测算" in sheet.title and "测算" in sheet["A1"].value) == (kind == "whatif")


def test_nobody_sees_beyond_their_area(oversight):
    county = Viewer("县", "county", "632701")
    for ask in (oversight.blank_spots, oversight.readings, oversight.triggers, oversight.ways, oversight.threes):
        with pytest.raises(Forbidden):
            ask(county, JUNE)


def test_criteria_are_set_by_those_who_may_and_move_the_sheet(hand_services, oversight):
    before = {(c.board, c.level): c for c in oversight.threes(LOCAL, JUNE).cells}["capability", "township"]
    editor = oversight.threes_editor(LOCAL, JUNE, "capability", "township")
    assert [row.choice for row in editor.rows] == ["passing"]
    rows = [*editor.rows, Row("药品充足", "count-药品种数", 100_000)]
    county = Viewer("县", "county", "63")
    with pytest.raises(Forbidden):
        oversight.set_threes(county, JUNE, "capability", "township", rows, date(2020, 6, 1))
    with pytest.raises(ValueError, match="判定办法"):
        oversight.set_threes(LOCAL, JUNE, "capability", "township", [Row("空", "")], date(2020, 6, 1))
    oversight.set_threes(LOCAL, JUNE, "capability", "township", rows, date(2020, 6, 1))
    try:
        sheet = oversight.threes(LOCAL, JUNE)
        after = {(c.board, c.level): c for c in sheet.cells}["capability", "township"]
        assert sheet.own
        assert (after.met, after.criteria) == (0, ("监测得分达到及格线", "药品充足"))
        assert oversight.audit.entries()[0].action == "修改"
    finally:
        oversight.undo_threes(LOCAL, JUNE)
    assert {(c.board, c.level): c for c in oversight.threes(LOCAL, JUNE).cells}["capability", "township"] == before
