"""Filters as links and chips, the village card, and the page of borders as they are drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.finding import Filter
from dashboard.jobs import DONE, FAILED, RUNNING, Job
from dashboard.services.boundaries_models import BorderDesk, BorderVersion, Examined, Feature, LayerRow
from dashboard.services.finding_models import Facet, Found
from dashboard.services.models import RegionRef
from dashboard.services.oversight_models import Nearest
from dashboard.services.village_models import Clinic, Doctor, VillageCard
from geodata.boundaries.drawing import Outlines
from layouts import boundaries, finding, ranking, village
from layouts.address import Address
from tests.layouts.conftest import child
from tests.layouts.test_map_view import text
from tests.layouts.test_panels import links

WANTED = Filter(tier=("township",), status=("未达标",), rule=("township.drugs",), near=5, within=(101.0, 36.0, 102.0, 37.0))
VILLAGE = RegionRef("632722100201", "丁村委会", "village")


def found(wanted: Filter = WANTED, **changed) -> Found:
    usual = Found(
        filter=wanted,
        total=6,
        of=4623,
        by_status={"未达标": 6},
        by_child={"6327": 4, "6301": 2},
        tiers=(Facet("township", "乡镇卫生院", 6), Facet("village", "行政村", 0)),
        statuses=(Facet("未达标", "未达标", 6),),
        rules=(Facet("township.drugs", "药品配置", 6, "township"),),
        near=(Facet("5", "差5分以内", 6),),
    )
    return replace(usual, **changed)


def test_chips_say_what_is_asked_how_many_are_left_and_take_one_off_each(make_screen):
    screen = replace(make_screen(find=WANTED.text()), found=found())
    said = text(finding.chips(screen))
    for part in ("筛出 6 个，共 4,623 个单位", "乡镇卫生院", "未达标", "药品配置", "差5分以内", "所画范围内", "清除"):
        assert part in said
    left = [Address.parse("/", href.partition("?")[2]).selection.find for href in links(finding.chips(screen))]
    assert left == [*(WANTED.without(key).text() for key in WANTED.given), ""]
    assert finding.chips(make_screen()) == []


def test_a_value_in_the_panel_is_added_or_taken_away():
    address = Address()
    shown = finding.panel(found(Filter(status=("未达标",))), address)
    asked = [Address.parse("/", href.partition("?")[2]).selection.find for href in links(shown)]
    assert asked == [
        "tier:township;status:未达标",
        "tier:village;status:未达标",
        "",
        "status:未达标;near:5",
        "status:未达标;rule:township.drugs",
        "",
    ]


def test_the_ranking_goes_by_units_found_and_keeps_the_filter(make_screen):
    items = [child("6301", "西宁市"), child("6302", "海东市"), child("6327", "玉树州")]
    shown = ranking.ranking(replace(make_screen(items, find="status:未达标"), found=found()))
    ranks = [href for href in links(shown) if "region=63" in href and len(href.split("region=")[1][:4]) == 4]
    assert [href.split("region=")[1][:4] for href in ranks if "region=6301" in href or "region=6327" in href] == ["6327", "6301"]
    assert "海东市" not in text(shown)
    assert all("find=status" in href for href in ranks[-2:])


def test_a_village_card_tells_clinics_doctors_flags_and_who_is_nearest():
    card = VillageCard(
        region=VILLAGE,
        path=(RegionRef("632722100", "萨呼腾镇", "township"), VILLAGE),
        month="2020-06",
        status="有风险",
        not_judged="",
        reason="唯一村医 66 岁，本地",
        flags=(("②", "唯一村医超过65岁", "一(二)3(3)"),),
        ahead=("药品 63 种，限 60 种",),
        since="2020-05",
        since_or_before=True,
        residents=700,
        service_mode="独立设置",
        clinics=(Clinic("V3", "丁村卫生室", True, None, 50, True),),
        doctors=(Doctor("示＊", 66, True, "常驻", "乡村医生", None, None, 2),),
        masked=True,
        nearest_doctor=Nearest("村医", "甲村委会", "示＊", 9.3, True),
        nearest_clinic=None,
        cases=(),
    )
    shown = village.card(card, Address())
    said = text(shown)
    for part in (
        "▲ 有风险", "唯一村医 66 岁", "临近：药品 63 种", "常住 700 人", "自2020年5月或更早", "②", "药品种数未填",
        "须多于 50 种，流动", "示＊ 资质待核", "证书有效期未填", "服务 2 个村", "姓名按权限隐去", "约 9.3 公里",
        "位置示意",
    ):  # fmt: skip
        assert part in said
    assert "/institution/V3" in links(shown)[0]
    none = replace(card, clinics=(), doctors=(), nearest_doctor=None, flags=(), status="不评定", not_judged="不在评定范围")
    for part in ("不评定", "不在评定范围", "没有村卫生室", "没有在岗村医"):
        assert part in text(village.card(none, Address()))


LAYER = LayerRow(
    "乡镇.shp", "township", 11, "gcj02", 312.4, 9, 1, 0, 1, 1, {"632725100": "几何无效，已修复"},
    (Feature("乡镇.shp", 11, "632725999", "某乡", "不在所属县的范围内"),), ("只盖住县域的 80%",),
)  # fmt: skip


@pytest.mark.parametrize(("status", "said"), [(RUNNING, "核对中"), (FAILED, "边界未改动"), (DONE, "边界已启用")])
def test_an_examination_under_way_failed_and_put_in_force(status, said):
    job = Job("a" * 32, "boundaries", "省", {"area": "63"}, status=status, problem="文件可能损坏")
    shown = text(boundaries.of(job, None, None, "", Address("/boundaries")))
    assert said in shown
    assert ("文件可能损坏" in shown) == (status == FAILED)


def test_an_examination_says_what_became_of_every_feature_and_shows_both_outlines():
    examined = Examined((LAYER,), {"township": 10}, (RegionRef("632725", "囊谦县", "county"),))
    picture = Outlines(1000.0, 800.0, (("632725100", "甲乡", "M0 0L9 0L9 9Z"),), (("632725100", "甲乡", "M1 1L8 1L8 8Z"),), 1)
    job = Job("a" * 32, "boundaries", "省", {"area": "63"}, status=DONE)
    shown = boundaries.of(job, examined, picture, "632725", Address("/boundaries"))
    said = text(shown)
    for part in (
        "可启用乡级 10 个，1 个要素隔离不用",
        "GCJ-02",
        "相差约 312 米",
        "某乡",
        "不在所属县的范围内",
        "已修复",
        "其中示意 1 个",
        "囊谦县",
    ):
        assert part in said
    assert "M0%200L9" in boundaries.svg(picture)
    assert "M1%201L8" in boundaries.svg(picture)


def test_versions_say_who_when_and_which_can_be_taken_back():
    rows = (
        BorderVersion("0002-aa", "2020-06-30T16:00:00+00:00", "省卫健委", (LAYER,), True, True),
        BorderVersion("0001-bb", "", "", (LAYER,), False, True),
    )
    said = text(boundaries.page(BorderDesk("0002-aa", rows), None, "a" * 32, Address("/boundaries")))
    for part in ("第 2 次", "2020-07-01 00:00", "省卫健委", "现行", "保留，可撤销回到", "命令行"):
        assert part in said
    assert said.count("撤销这次导入") == 1
