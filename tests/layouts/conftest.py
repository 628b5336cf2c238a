"""Hand-made answers of services, as small as a view can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from dashboard.ratio import Ratio
from dashboard.selection import Selection
from dashboard.services.models import (
    Child,
    Children,
    IndicatorInfo,
    MonthInfo,
    Overview,
    RatePanel,
    RateValue,
    RegionRef,
    TierCounts,
    TrendPoint,
)
from layouts.screen import Screen

MONTHS = ("2020-05", "2020-06")
PROVINCE = RegionRef("63", "青海省", "province")
YUSHU = RegionRef("6327", "玉树藏族自治州", "city")


def region(code: str, name: str, level: str = "city") -> RegionRef:
    return RegionRef(code, name, level)


def child(code: str = "6327", name: str = "玉树州", level: str = "city", **changed) -> Child:
    usual = Child(
        region=RegionRef(code, name, level),
        status="未达标",
        ratio=Ratio(843, 1000),
        missing=157,
        short=57,
        gap_points=5.7,
        change_points=2.14,
        small_sample=False,
        interval=None,
        spark=(80.0, 84.3),
    )
    return replace(usual, **changed)


def rate(indicator: str = "M-04", unit: str = "人", **changed) -> RatePanel:
    value = RateValue(indicator, Ratio(843, 1000), "未达标", ">=90", "一(三)2", short=57, change_points=2.14)
    info = IndicatorInfo(indicator, "慢病随访率", "随访率", unit, "higher", "", "", "", "")
    trend = (TrendPoint("2020-05", Ratio(82, 100), "未达标"), TrendPoint("2020-06", Ratio(843, 1000), "未达标"))
    return RatePanel(info, replace(value, **changed), trend)


@pytest.fixture
def make_screen():
    """A view of Qinghai in June 2020; any part may be given."""

    def make(items=(), layer="M-04", target=">=90", rates=None, region=PROVINCE, points=(), **chosen) -> Screen:
        months = tuple(MonthInfo(m, 2, date(int(m[:4]), int(m[5:]), 30), "", 10, 0) for m in MONTHS)
        overview = Overview(
            region=region,
            path=(RegionRef("0", "全国", "nation"), region),
            month=months[-1],
            policy_id="QH-2020",
            policy_name="青海 2020",
            policy_documents="青卫财务〔2020〕29号",
            finding="玉树州随访率未达 90%。",
            rates=(rate(),) if rates is None else rates,
            tiers=(TierCounts("township", {"达标": 37, "未达标": 6, "缺报": 2, "无机构": 0}, 3, {"达标": 35}),),
            not_reported=("健康体检",),
        )
        file = SimpleNamespace(
            url="/geo/a.json", bounds=(89.0, 31.0, 103.0, 39.0), schematic=False, labels={"6327": (95.1, 33.8)}, inset=None
        )
        return Screen(
            selection=Selection(region=region.code, month=MONTHS[-1], layer=layer, **chosen),
            months=months,
            layers=(("M-04", "随访率"), ("institutions", "机构达标")),
            overview=overview,
            children=Children(region, layer, MONTHS[-1], target, tuple(items)),
            points=points,
            geometry=SimpleNamespace(children=file, outline=None, lines_url=None),
        )

    return make
