"""The same persons under the policies of two regions and three dates (requirements 5.4): other rates, no default, no red map."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import policy, rollup
from dashboard.access import LOCAL
from dashboard.publishing import Part, Store, derive
from dashboard.selection import UNIT_LAYERS, Selection
from dashboard.services import Services
from dashboard.settings import Settings
from tests.rollup import build

BOOK = policy.load()
VILLAGES = {"63": "632701001001", "32": "320706001001"}


def tables(village: str, day: date) -> dict:
    """P1 and P2 are on the poverty register and low-income, P3 is low-income alone. P1 is signed, the others are not."""
    people = [("P1", True), ("P2", True), ("P3", False)]
    return {
        "行政区划": [{"区划代码": village[:n], "区划名称": f"区{village[:n]}", "是否行政村": True} for n in (2, 4, 6, 9, 12)],
        "贫困人口花名册": [
            {
                "人员编号": p, "名单年度": 2017, "家庭编号": f"H{p}", "行政村代码": village, "是否建档立卡": poor,
                "是否低收入人口": True,
            }
            for p, poor in people
        ],
        "患病核实": [
            {"患病编号": f"D{p}", "人员编号": p, "疾病编码": code, "核实状态": "已核实", "核实日期": day}
            for p, code in (("P1", "I10"), ("P2", "J44"))
        ],
        "病种目录": [{"目录编号": "QH-CHRONIC", "疾病编码": code, "类别": "慢病"} for code in ("I10", "J44")],
        "签约": [{"签约编号": "S1", "人员编号": "P1", "签约日期": day}],
        "随访": [],
        "乡镇卫生院监测": [],
        "医疗卫生机构": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def services(tmp_path_factory) -> Services:
    settings = Settings(tmp_path_factory.mktemp("data"), prepare=False)
    store = Store(settings.store)
    for month, day in (("2019-12", date(2019, 11, 1)), ("2020-06", date(2020, 5, 1)), ("2021-01", date(2020, 12, 1))):
        for province, village in VILLAGES.items():
            records = build.month(store.staging(), month, tables(village, day))
            derive(records, BOOK)
            store.publish(month, records.root, Part([province], 9, 0, []), at="2020-06-01T00:00:00+00:00", by="测试")
    return Services.from_settings(settings, BOOK)


def test_the_same_persons_sign_at_other_rates_under_another_policy(tmp_path):
    records = build.month(tmp_path / "m", "2020-06", tables(VILLAGES["63"], date(2020, 5, 1)))
    found = {}
    for profile in ("QH-2020", "LYG-2018"):
        rows = rollup.counts(records, BOOK.profile(profile), ["M-03"])
        found[profile] = (int(rows["numerator"].sum()), int(rows["denominator"].sum()))
    assert found == {"QH-2020": (1, 2), "LYG-2018": (1, 3)}


@pytest.mark.parametrize(
    ("region", "month", "profile", "follow_up_target"),
    [("63", "2020-06", "QH-2020", ">=90"), ("63", "2019-12", "CN-2017", ""), ("3207", "2020-06", "LYG-2018", "")],
)
def test_the_nearest_valid_policy_counts(services, region, month, profile, follow_up_target):
    assert services.lists.policy(LOCAL, Selection(region=region, month=month)).profile_id == profile
    held = BOOK.profile(profile).target("M-04", date(2020, 6, 30))
    assert ("" if held is None else str(held)) == follow_up_target


def test_without_a_policy_nothing_is_judged(services):
    overview = services.overview(LOCAL, services.resolve(LOCAL, Selection(region="63", month="2021-01")))
    assert services.lists.policy(LOCAL, Selection(region="63", month="2021-01")).profile_id is None
    shown = {(panel.value.target, panel.value.status) for panel in overview.rates if panel.value}
    assert shown
    assert shown <= {(None, "无适用口径"), (None, "无数据")}


def test_institution_layers_are_hidden_where_no_policy_scores_institutions(services):
    layers = {
        region: {layer for layer, _ in services.layers(LOCAL, Selection(region=region, month="2020-06"))} & set(UNIT_LAYERS)
        for region in ("0", "63", "6327", "32", "3207", "320706")
    }
    assert {region for region, shown in layers.items() if shown == set(UNIT_LAYERS)} == {"0", "63", "6327"}
    assert {region for region, shown in layers.items() if not shown} == {"32", "3207", "320706"}
