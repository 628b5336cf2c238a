"""The scorecard page and the list of units."""

from dataclasses import replace

import pytest

from dashboard.selection import Selection
from dashboard.services.models import History, ItemRow, RegionRef, Scorecard, UnitRow, Way
from layouts import scorecard, unit_list
from tests.layouts.test_map_view import text
from tests.layouts.test_panels import links

COUNTY = RegionRef("630121", "大通县", "county")
ROW = UnitRow("county", COUNTY, "西宁市", "H2", "大通县中医院", "", "40", "60", "缺报", (), "缺少设备数据", True, ("C-1",))


@pytest.fixture
def card():
    items = (
        ItemRow("equipment", "设备配置", "25", "30", "25", "25", "scored", "一(二)3(1)①", (("X光机", "有，不能操作"),), "30"),
        ItemRow("in_county_rate", "县域内就诊率", "", "20", "0", "20", "missing", "一(二)3(1)④", (("县域内就诊率", "未报"),)),
    )
    return Scorecard(
        code="H1",
        name="大通县人民医院",
        category="综合医院",
        tier="county",
        region=COUNTY,
        path=(RegionRef("63", "青海省", "province"), COUNTY),
        month="2020-06",
        preset="default",
        status="缺报",
        total="",
        low="55",
        high="75",
        pass_line="70",
        decides=True,
        eligible=True,
        eligible_note="",
        official_score="60",
        items=items,
        flags=(),
        peers=(ROW,),
        ways=(Way(1, ("ct",), ("配备CT并能操作",), "75"),),
        history=(History("2020-05", "68", "68", "68", "未达标"), History("2020-06", "", "55", "75", "缺报")),
        reading_sensitive=True,
        readings=(("C-1", "按在编在岗计"),),
    )


def test_a_card_shows_items_inputs_clauses_and_ways(card):
    said = text(scorecard.page(card))
    for part in (
        "大通县人民医院",
        "◇缺报",
        "55～75",
        "及格线 70",
        "X光机：有，不能操作",
        "一(二)3(1)①",
        "0～20/20",
        "缺数据",
        "上月 30",
    ):
        assert part in said
    for part in ("最省的及格办法", "配备CT并能操作", "做到后 75 分", "口径敏感", "按在编在岗计（C-1）", "上报得分 60"):
        assert part in said


def test_points_that_may_still_come_are_hatched_and_the_pass_line_stands(card):
    bar = scorecard._bar(card)[0].children[2].children
    assert [(part.className, part.style) for part in bar] == [
        ("segment", {"width": "25.0%"}),
        ("segment hatch", {"width": "20.0%"}),
        ("pass-line", {"left": "70.0%"}),
    ]


def test_every_step_leads_on(card):
    found = links(scorecard.page(card))
    assert "/?region=63&month=2020-06" in found
    assert "/institution/H2?month=2020-06" in found
    assert "/institution/H1?month=2020-05" in found


def test_an_unreachable_pass_is_said(card):
    hopeless = replace(card, ways=(Way(1, (), (), "62"),))
    assert "至多到 62 分" in text(scorecard.page(hopeless))


def test_a_village_without_flags_says_so(card):
    village = replace(card, tier="village", items=(), flags=(), status="无风险")
    assert "没有触发任何风险标识" in text(scorecard.page(village))
    risky = replace(village, flags=(("1", "唯一村医年满65岁", "一(二)3(3)①"),))
    assert "唯一村医年满65岁" in text(scorecard.page(risky))


def test_the_list_of_units_links_unit_and_institution(card):
    table = unit_list.table((ROW,), Selection(region="63", month="2020-06"))
    row = table.data[0]
    assert row["unit"].href == "/?region=630121&month=2020-06"
    assert row["institution"].href == "/institution/H2?month=2020-06"
    assert row["total"] == "40～60 分"
    assert row["status"] == "◇ 缺报（口径敏感）"


def test_a_unit_without_institution_has_no_card():
    row = unit_list.table((replace(ROW, institution_code="", institution_name=""),), Selection()).data[0]
    assert row["institution"] == "—"
