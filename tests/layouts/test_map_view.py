"""What the browser is sent to draw a map."""

import json

from dashboard.ratio import Ratio
from dashboard.services.models import InstitutionPoint
from layouts import map_view
from layouts.palette import number_of
from tests.layouts.conftest import child


def text(parts) -> str:
    """All the words in a tree of components."""
    if parts is None:
        return ""
    if isinstance(parts, str | int | float):
        return str(parts)
    if isinstance(parts, list | tuple):
        return "".join(map(text, parts))
    return text(getattr(parts, "children", None))


def test_a_view_holds_codes_classes_and_words_but_no_geometry(make_screen):
    sent = map_view.view(make_screen([child()]))
    code, name, look, small, told, *spot = sent["regions"][0]
    assert (code, name, look, small) == ("6327", "玉树州", number_of("gap10"), 0)
    assert spot == [95.1, 33.8]
    assert sent["url"] == "/geo/a.json"
    assert "coordinates" not in json.dumps(sent)
    assert told == map_view.hover(make_screen([child()]), child())


def test_a_province_of_45_counties_is_a_few_kilobytes(make_screen):
    items = [child(f"6327{n:02d}", "某某藏族自治县", "county") for n in range(45)]
    assert len(json.dumps(map_view.view(make_screen(items)), ensure_ascii=False).encode()) < 20_000


def test_hover_tells_figures_target_gap_change_months_and_what_a_click_does(make_screen):
    told = map_view.hover(make_screen([child()]), child())
    for part in ("玉树州", "84.3%（843/1,000）", "目标 ≥90% · 还差 57 人", "较上月 +2.1 个百分点", "▁█ 近2个月", "点击进入"):
        assert part in told


def test_hover_of_a_small_sample_gives_its_interval(make_screen):
    told = map_view.hover(make_screen(), child(small_sample=True, interval=(70.2, 93.1)))
    assert "小样本 95%区间 70.2%～93.1%" in told


def test_hover_without_data_says_so_and_never_zero(make_screen):
    told = map_view.hover(make_screen(), child(ratio=None, missing=None, status="无数据", change_points=None, spark=()))
    assert "无数据" in told
    assert "0" not in told


def test_regions_without_a_polygon_stay_off_the_map_and_are_named_in_the_note(make_screen):
    screen = make_screen([child(), child("632870", "某开发区", "county", drawn=False)])
    assert [row[0] for row in map_view.view(screen)["regions"]] == ["6327"]
    assert "某开发区" in map_view.note(screen)


def test_every_map_carries_its_source_and_that_it_is_schematic(make_screen):
    assert "示意" in map_view.note(make_screen())
    assert "天地图" in map_view.note(make_screen())


def test_the_legend_shows_the_target_as_a_tick(make_screen):
    assert "目标 ≥90%达标100%无数据小样本" in text(map_view.legend(make_screen()))
    full = text(map_view.legend(make_screen(target="==100")))
    assert "目标 100%100%" in full
    assert "达标" not in full.replace("目标", "").replace("低于", "")


def test_without_a_target_the_legend_claims_none(make_screen):
    assert text(map_view.legend(make_screen(target=None))) == "无适用口径无数据"


def test_children_with_targets_of_their_own_are_told_from_them(make_screen):
    screen = make_screen([child()], target=None)
    assert "各地目标达标100%" in text(map_view.legend(screen))
    assert "按当地目标还差 57 人" in map_view.hover(screen, screen.children.items[0])


def test_regions_without_a_target_among_others_stand_in_the_legend(make_screen):
    without = child("6301", "西宁市", status="无适用口径", short=None, gap_points=None)
    assert "无适用口径" in text(map_view.legend(make_screen([child(), without], target=None)))
    assert "无适用口径" not in text(map_view.legend(make_screen([child()], target=None)))


def test_points_carry_symbol_words_and_note_that_a_place_is_assumed(make_screen):
    point = InstitutionPoint("6301H", "大通县人民医院", "county", "未达标", 101.6, 36.9, "630121", "65", True)
    code, lon, lat, look, told = map_view.view(make_screen(points=(point,)))["points"][0]
    assert (code, lon, lat, look) == ("6301H", 101.6, 36.9, number_of("未达标"))
    assert "▲ 未达标 65分" in told
    assert "位置示意" in told


def test_units_tell_counts_by_symbol(make_screen):
    screen = make_screen([child(counts={"达标": 3, "未达标": 2})], layer="institutions", target=None)
    assert "● 达标 3　▲ 未达标 2" in map_view.hover(screen, screen.children.items[0])


def test_complete_needs_everyone(make_screen):
    screen = make_screen([child(ratio=Ratio(1999, 2000), missing=1, status="未达标", gap_points=0.05)], target="==100")
    assert map_view.view(screen)["regions"][0][2] == number_of("gap2")
    assert "99.9%" in map_view.hover(screen, screen.children.items[0])
