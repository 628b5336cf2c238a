"""Every list page over published months of the three regions whose policies differ: the finding, the figures, the way on."""

from datetime import date

import pytest
from dash.development.base_component import Component

from callbacks import lists
from dashboard import policy
from dashboard.publishing import Part, Store, derive
from dashboard.selection import Selection
from dashboard.services import Services
from dashboard.settings import Settings
from layouts import menu
from layouts.address import Address
from layouts.drawn import as_text
from tests.funds.test_statement import LISTS as XB_LISTS
from tests.funds.test_statement import TABLES as XB_TABLES
from tests.rollup import build
from tests.services.test_lists import TABLES as QH_TABLES

LYG_VILLAGE = "320703001001"
LYG_TABLES = {
    "贫困人口花名册": [
        {"人员编号": "A", "名单年度": 2018, "家庭编号": "H", "行政村代码": LYG_VILLAGE, "是否低收入人口": True, "姓名": "张三"}
    ],
    "签约": [],
    "任务分工": [
        {"序号": 2, "任务": "提高家庭医生签约服务质量", "牵头处室": "基层处"},
        {"序号": 15, "任务": "健全机制", "牵头处室": "财务处", "进展": "推进中"},
    ],
}
MONTHS = (
    ("2020-05", "63", QH_TABLES),
    ("2018-11", "21", {**XB_TABLES, "病种目录": XB_LISTS}),
    ("2018-12", "32", LYG_TABLES),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    settings = Settings(tmp_path_factory.mktemp("data"))
    store, book = Store(settings.store), policy.load()
    for month, province, tables in MONTHS:
        records = build.month(store.staging(), month, tables)
        derive(records, book)
        store.publish(month, records.root, Part([province], 9, 0, []), at="2020-06-01T00:00:00+00:00", by="测试")
    return Services.from_settings(settings, book)


def told(node) -> str:
    """Everything that goes to the browser as text, tables that travel as HTML included."""
    if isinstance(node, Component):
        html = getattr(node, "data-html", "") or ""
        return html + told(getattr(node, "children", None))
    if isinstance(node, list | tuple):
        return " ".join(map(told, node))
    return "" if node is None else as_text(node)


def page(services, path, region, month, layer="M-02", **own) -> str:
    selection = Selection(region=region, month=month, layer=layer)
    return told(lists.PAGES[path](services, Address(path, selection, tuple(own.items()))))


def test_every_page_is_in_the_menu():
    assert set(lists.PAGES) <= menu.LISTED


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/panel", "城东区慢病签约率 50.0%（1/2），还差 1 人"),
        ("/funnel", "没有一个低于机遇所能解释的范围"),
        ("/missing", "城东区慢病签约率还差 1 人。"),
        ("/treatment", "城东区核实大病 1 例，还有 1 例未救治"),
        ("/duties", "待签约 1 人"),
        ("/warned", "3 户中有 1 户人均自付超过 1,560.00 元，1 户待县级确认"),
        ("/costs", "总费用 5000.00 元，个人自付 2000.00 元，占 40.0%"),
        ("/funds", "没有专项基金和减免规则"),
        ("/tasks", "没有任务分工"),
        ("/policy", "适用“青海 2020”（QH-2020），依据青卫财务〔2020〕29号"),
    ],
)
def test_pages_of_qinghai_say_their_finding_first(services, path, words):
    assert words in page(services, path, "630102", "2020-05").replace("5,000.00", "5000.00").replace("2,000.00", "2000.00")


def test_funds_of_xinbin_show_what_is_open_as_open(services):
    said = page(services, "/funds", "210422", "2018-11")
    assert "健康扶贫专项基金" in said
    assert "医疗减免资金" in said
    assert "待定" in said
    assert "文件未载明限额" in said
    assert "▲ 已到限额" in said
    assert "扶贫办核准早于卫计局审核" in said


def test_tasks_of_lianyungang_lead_to_their_indicators(services):
    said = page(services, "/tasks", "3207", "2018-12")
    assert "任务分工 18 项：报来 2 项，其中 1 项没有填进展" in said
    assert "layer=M-03" in said
    assert "无对应指标" in said


def test_filters_are_links_and_a_list_opens_behind_a_count(services):
    assert "还差" in page(services, "/panel", "630102", "2020-05", disease="I10", sort="rate")
    assert "超病种收费标准的住院 1 例" in page(services, "/costs", "630102", "2020-05", list="over")
    assert "张A" in page(services, "/duties", "630102", "2020-05", team="T1")
    assert "张A" not in page(services, "/duties", "630102", "2020-05", team="-")
    assert "请先选择一个县" in page(services, "/duties", "6301", "2020-05")


def test_two_policies_side_by_side(services):
    said = page(services, "/policy", "630102", "2020-05", other="LYG-2018")
    assert "≥90%，力争 100%" in said
    assert "没有适用的口径" in page(services, "/policy", "630102", "2020-05", day=date(2022, 1, 1).isoformat())


@pytest.mark.parametrize(
    ("path", "region", "month", "where"), [("/funds", "21", "2018-11", "新宾"), ("/tasks", "32", "2018-12", "连云港")]
)
def test_a_region_without_points_to_those_below_that_have_it(services, path, region, month, where):
    assert where in page(services, path, region, month)
