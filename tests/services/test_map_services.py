"""What the map page is told, against figures worked out by hand from `months/`.

玉树市 (632701): 隆宝镇 with villages 甲 (P1, P2), 乙 (a community) and 丙 (P3).
杂多县 (632722): 萨呼腾镇 with village 丁 (P4; P5 is not in the population).
M-04: everybody signed on 15 January and verified on 10 January, so P2, P3 and P4 are due in May and June.
"""

from __future__ import annotations

import pytest

from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.ratio import Ratio
from dashboard.selection import Selection
from dashboard.services import Services, Unknown

MAY, JUNE = "2020-05", "2020-06"


def rate(services: Services, region: str, indicator: str, month: str = JUNE):
    view = services.overview(LOCAL, services.resolve(LOCAL, Selection(region=region, month=month, layer="M-04")))
    return next(panel.value for panel in view.rates if panel.info.id == indicator)


@pytest.mark.parametrize(
    ("region", "indicator", "month", "counts", "status"),
    [
        ("63", "M-01", MAY, (1, 2), "未达标"),  # D1 treated, D5 not
        ("63", "M-01", JUNE, (2, 2), "达标"),  # D5 in treatment since 20 June
        ("6327", "M-02", MAY, (3, 3), "达标"),
        ("632701", "M-04", MAY, (1, 2), "未达标"),  # P2 seen on 1 May, P3 last on 1 February
        ("632701", "M-04", JUNE, (2, 2), "达标"),
        ("632722100201", "M-04", JUNE, (1, 1), "达标"),  # 30 April lies after 30 June − 92 days
        ("0", "M-04", JUNE, (3, 3), "无适用口径"),  # the national profile sets no follow-up target
    ],
)
def test_rates(hand_services, region, indicator, month, counts, status):
    value = rate(hand_services, region, indicator, month)
    assert (value.ratio, value.status) == (Ratio(*counts), status)


def test_change_trend_and_what_is_short(hand_services):
    value = rate(hand_services, "632701", "M-04")
    assert value.change_points == pytest.approx(50)
    may = rate(hand_services, "632701", "M-04", MAY)
    assert (may.short, may.small_sample, may.target) == (1, True, ">=90")
    points = hand_services.trend(LOCAL, Selection(region="632701", month=JUNE, layer="M-04"))
    assert [(p.month, p.ratio) for p in points] == [(MAY, Ratio(1, 2)), (JUNE, Ratio(2, 2))]


def test_a_region_without_patients_is_no_data_with_the_reason(hand_services):
    value = rate(hand_services, "632701100202", "M-04")
    assert (value.ratio, value.status, value.absent_because) == (None, "无数据", "没有应计入的人员或病例")


def test_children_sum_to_their_parent_on_every_level(hand_services):
    for region in ("0", "63", "6327", "632701", "632701100"):
        selection = Selection(region=region, month=JUNE, layer="M-02")
        children = hand_services.children(LOCAL, selection).items
        total = rate(hand_services, region, "M-02").ratio
        assert sum(c.ratio.numerator for c in children if c.ratio) == total.numerator
        assert sum(c.ratio.denominator for c in children if c.ratio) == total.denominator


def test_finding_says_where_how_many_and_against_what(hand_services):
    view = hand_services.overview(LOCAL, Selection(region="6327", month=MAY, layer="M-04"))
    assert view.finding == "玉树藏族自治州 2 个县中 1 个随访率未达 90%，达到目标还差 1 人。"


def test_units_by_tier_and_their_change(hand_services):
    view = hand_services.overview(LOCAL, Selection(region="63", month=JUNE, layer="institutions"))
    counts = {tier.tier: (tier.counts, tier.previous) for tier in view.tiers}
    # H1 gained one-stop settlement: 69 → 89. 杂多县 has no hospital, 萨呼腾镇 no centre.
    assert counts["county"] == (
        {"达标": 1, "未达标": 0, "缺报": 0, "无机构": 1},
        {"达标": 0, "未达标": 1, "缺报": 0, "无机构": 1},
    )
    assert counts["township"][0] == {"达标": 1, "未达标": 0, "缺报": 0, "无机构": 1}
    # 甲: a 35-year-old alone below 800 residents. 丙: 66 years old in May,
    # certificate run out on 31 May. 丁: no clinic, no doctor.
    assert counts["village"] == (
        {"无风险": 0, "有风险": 1, "空白点": 2, "缺报": 0},
        {"无风险": 0, "有风险": 2, "空白点": 1, "缺报": 0},
    )


def test_units_passing_are_an_indicator_too(hand_services):
    points = hand_services.trend(LOCAL, Selection(region="63", month=JUNE, layer="M-12.county"))
    assert [p.ratio for p in points] == [Ratio(0, 2), Ratio(1, 2)]
    blank = hand_services.trend(LOCAL, Selection(region="632701", month=JUNE, layer="M-13.Z"))
    assert [p.ratio for p in blank] == [Ratio(0, 2), Ratio(1, 2)]


def test_a_township_and_a_village_wear_their_own_verdict(hand_services):
    towns = hand_services.children(LOCAL, Selection(region="632701", month=JUNE, layer="institutions")).items
    assert [town.status for town in towns] == ["达标"]
    villages = hand_services.children(LOCAL, Selection(region="632701100", month=JUNE, layer="blank_spots")).items
    assert {v.region.name: v.status for v in villages} == {"甲村委会": "有风险", "乙社区居委会": "不评定", "丙村委会": "空白点"}


def test_unit_rows_are_worst_first_with_the_reason(hand_services):
    rows = hand_services.unit_rows(LOCAL, Selection(region="63", month=MAY), None)
    assert [(row.region.name, row.status) for row in rows][:4] == [
        ("丁村委会", "空白点"),
        ("杂多县", "无机构"),
        ("萨呼腾镇", "无机构"),
        ("玉树市", "未达标"),
    ]
    assert rows[3].reason == "政策落实 −20，县域内就诊率 −11"


def test_scorecard(hand_services):
    card = hand_services.scorecard(LOCAL, "H1", MAY)
    assert (card.total, card.status, card.pass_line, card.official_score, card.decides) == ("69", "未达标", "70", "79", True)
    assert [(item.name, item.points, item.maximum) for item in card.items] == [
        ("设施设备", "10", "10"),
        ("服务能力", "10", "10"),
        ("政策落实", "20", "40"),
        ("县域内就诊率", "29", "40"),
    ]
    assert ("CT", "有，能操作") in card.items[0].inputs
    assert [way.labels for way in card.ways] == [("实现一站式结算",)]
    assert card.ways[0].total_after == "89"
    june = hand_services.scorecard(LOCAL, "H1", JUNE)
    assert [(h.month, h.total) for h in june.history] == [(MAY, "69"), (JUNE, "89")]
    assert june.items[2].previous_points == "20"


def test_a_blank_report_falls_back_on_the_records(hand_services):
    # T1 left 三种慢病已随访人数 blank: P2 of P2, P3 was seen by May (5 points), both by June (10 points).
    may, june = (hand_services.scorecard(LOCAL, "T1", month) for month in (MAY, JUNE))
    assert (may.total, june.total) == ("72", "77")
    assert [r for r, _ in may.readings] == ["T-1", "T-3", "T-5", "T-9"]  # each alone costs 5 points or more of 72
    assert [r for r, _ in june.readings] == ["T-5"]  # exactly 10,000 residents: 25 of 77


def test_ledger_overdue_first_and_closed_never_overdue(hand_services):
    rows = hand_services.ledger(LOCAL, Selection(region="63", month=MAY))
    assert [(row.code, row.overdue_days) for row in rows] == [("Z1", 11), ("Z2", None), ("Z3", None)]
    assert [row.code for row in hand_services.ledger(LOCAL, Selection(region="632722", month=MAY))] == ["Z2"]


def test_access_is_asked_in_every_service(hand_services):
    county = Viewer("玉树市卫健局", "county", "632701")
    assert hand_services.resolve(county, Selection()).region == "632701"
    elsewhere = Selection(region="632722", month=JUNE)
    for ask in (
        hand_services.overview,
        hand_services.children,
        hand_services.trend,
        hand_services.unit_rows,
        hand_services.institutions,
        hand_services.ledger,
        hand_services.layers,
        hand_services.resolve,
    ):
        with pytest.raises(Forbidden):
            ask(county, elsewhere)
    with pytest.raises(Forbidden):
        hand_services.scorecard(Viewer("杂多县卫健局", "county", "632722"), "H1")
    assert [hit.region.code for hit in hand_services.search(county, "村委会")] == ["632701100201", "632701100203"]


def test_what_does_not_exist_says_what_does(hand_services):
    with pytest.raises(Unknown, match="2020-05、2020-06"):
        hand_services.resolve(LOCAL, Selection(month="2020-07"))
    with pytest.raises(Unknown, match="搜索"):
        hand_services.resolve(LOCAL, Selection(region="11"))
    with pytest.raises(Unknown, match="H9"):
        hand_services.scorecard(LOCAL, "H9")


def test_no_mark_while_every_month_is_counted_on_the_same_list(hand_services):
    assert hand_services.trust.list_marks(LOCAL, Selection(region="63", month=JUNE)) == ()


def test_nearby_is_the_way_up_and_the_regions_beside(hand_services):
    counties = {child.region.code for child in hand_services.children(LOCAL, Selection(region="6327", month=JUNE)).items}
    one = sorted(counties)[0]
    found = hand_services.nearby(LOCAL, Selection(region=one, month=JUNE))
    assert found[0] == "6327"
    assert set(found[1:]) == counties - {one}
    assert hand_services.nearby(LOCAL, Selection(region="0", month=JUNE)) == ()
    assert hand_services.nearby(Viewer("县", "county", one), Selection(region=one, month=JUNE)) == ()


@pytest.mark.parametrize("layer", ["blank_spots", "institutions"])
def test_the_sentence_of_a_village_is_its_own_verdict(hand_services, layer):
    villages = hand_services.children(LOCAL, Selection(region="632701100", month=JUNE, layer="blank_spots")).items
    for village in villages:
        said = hand_services.overview(LOCAL, Selection(region=village.region.code, month=JUNE, layer=layer)).finding
        assert said == f"{village.region.name}：{village.status}。"
