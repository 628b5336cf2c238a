"""Panels beside and below the map."""

import re
from dataclasses import replace

import pytest
from dash import dcc

from dashboard.services.models import TierCounts
from dashboard.services.points import MOST, drawable
from layouts import header, ranking, rates, strip, tiers, trend
from layouts.address import Address
from layouts.drawn import as_text
from tests.layouts.conftest import child, rate
from tests.layouts.test_map_view import text


def links(parts) -> list[str]:
    """Every href in a tree of components, in order."""
    if isinstance(parts, list | tuple):
        return [href for part in parts for href in links(part)]
    own = [parts.href] if isinstance(parts, dcc.Link) else []
    return own + (links(parts.children) if getattr(parts, "children", None) is not None else [])


def test_rates_give_value_people_target_and_change(make_screen):
    said = text(rates.panels(make_screen()))
    for part in ("慢病随访率", "84.3%", "843/1,000", "还差 57 人", "目标 ≥90%", "较上月 +2.1 个百分点", "▲ 未达标"):
        assert part in said


def test_a_rate_without_data_says_what_is_missing_and_who_owes_it(make_screen):
    absent = rate(ratio=None, status="无数据", short=None, absent_because="本月未报送：随访（由县级卫生健康部门报送）")
    said = text(rates.panels(make_screen(rates=(absent,))))
    assert "本月未报送：随访" in said
    assert "0.0%" not in said


def test_the_trend_links_every_month(make_screen):
    assert "/?region=63&month=2020-05" in links(rates.panels(make_screen()))


def test_ranking_goes_by_people_and_puts_no_data_last(make_screen):
    items = [
        child("6301", "甲", missing=5),
        child("6302", "乙", missing=None, ratio=None, status="无数据"),
        child("6327", "丙", missing=512),
    ]
    shown = links(ranking.ranking(make_screen(items)))
    assert [href.split("region=")[1][:4] for href in shown] == ["6327", "6301", "6302"]
    assert "无数据" in text(ranking.ranking(make_screen(items)))


def test_ranking_of_a_leaf_says_that_it_ends_here(make_screen):
    assert "最末一级" in text(ranking.ranking(make_screen()))


def test_development_zones_stand_in_the_ranking(make_screen):
    assert "不单独绘图" in text(ranking.ranking(make_screen([child(drawn=False)])))


def test_tiers_open_the_list_behind_each_count(make_screen):
    parts = tiers.tiers(make_screen())
    assert "37/45 达标" in text(parts)
    assert "较上月 +2" in text(parts)
    assert "口径敏感 3 家" in text(parts)
    marked = re.findall('data-units="([^"]*)"', as_text(parts))
    assert marked == [f"township {status}" for status in ("达标", "未达标", "缺报")]


def test_path_leads_up_and_keeps_the_rest_of_the_view(make_screen):
    assert links(header.path(make_screen(preset="strict"))) == ["/?region=0&month=2020-06&preset=strict"] * 2


@pytest.mark.parametrize(
    ("path", "rate", "units", "active"),
    [("/", "/?", "/?", ["随访率"]), ("/panel", "/panel?", "/?", ["随访率"]), ("/quality", "/?", "/?", [])],
)
def test_a_layer_that_a_page_does_not_show_leads_to_the_map(make_screen, path, rate, units, active):
    screen = make_screen()
    links = header.layers(replace(screen, address=Address(path, screen.selection)))
    assert [link.href.startswith(to) for link, to in zip(links, (rate, units), strict=True)] == [True, True]
    assert [link.children for link in links if "active" in link.className] == active


def test_a_rate_without_target_under_a_policy_is_not_judged(make_screen):
    untold = replace(make_screen().overview.rates[0].value, status="无适用口径", target=None)
    panels = rates.panels(make_screen(rates=(replace(make_screen().overview.rates[0], value=untold),)))
    assert "不判定" in text(panels)
    assert "无适用口径" not in text(panels)


def test_month_links_stop_at_the_ends(make_screen):
    before, after = header.month_neighbours(make_screen())
    assert before == "/?region=63&month=2020-05"
    assert after == "/?region=63&month=2020-06"


def test_the_stamp_names_date_version_policy_and_what_was_not_reported(make_screen):
    assert text(header.stamp(make_screen())) == "数据截至 6月30日 · 第2版 · QH-2020 · 未报送 1 项"


def test_point_toggles_switch_one_tier_and_keep_the_others(make_screen):
    shown = links(strip.points(make_screen(points=(), **{})))
    assert [href.split("points=")[1] for href in shown] == ["county", "township", "village"]


def test_more_points_than_a_map_can_show_wait_for_the_next_level(make_screen):
    screen = make_screen(points=(), **{})
    screen = replace(screen, selection=screen.selection.but(points="village"))
    assert "点位过多" not in text(strip.points(screen))
    units = tuple(TierCounts(tier, {"无风险": MOST + 1}, 0) for tier in ("township", "village"))
    screen = replace(screen, overview=replace(screen.overview, tiers=units))
    assert "点位过多，进入下级后显示" in text(strip.points(screen))
    assert drawable(("village",), screen.overview, None) == ()
    assert drawable(("county",), screen.overview, None) == ("county",)


def test_the_strip_marks_the_month_shown(make_screen):
    marked = [part for part in strip.months(make_screen()) if "active" in part.className]
    assert [part.href for part in marked] == ["/?region=63&month=2020-06"]


def test_a_month_of_another_rule_is_marked_by_a_sign_and_words(make_screen):
    turned, listed = {"2020-06": "2020年6月起随访率目标由 ≥85% 改为 ≥90%"}, {"2020-06": "另一名单"}
    screen = replace(make_screen(), turns=turned, breaks=listed)
    may, june = strip.months(screen)
    assert "◆" not in text(may)
    assert "◆" in text(june)
    assert "┊" in text(june)
    assert "改为 ≥90%" in june.title
    plain = trend.picture([80.0, 84.0], 90.0)
    assert trend.picture([80.0, 84.0], 90.0, turns=(1,)) != plain != trend.picture([80.0, 84.0], 90.0, breaks=(1,))
