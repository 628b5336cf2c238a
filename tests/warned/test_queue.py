"""The queue of a published month: who is in it, who may decide, and that every decision is on record."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from flask import Flask

import api
from callbacks import warned as page
from dashboard import policy
from dashboard.__main__ import main
from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.publishing import Part, Store, derive
from dashboard.selection import Selection
from dashboard.services import Services, Unknown
from dashboard.settings import Settings
from layouts.address import Address
from tests.rollup import build
from tests.services.test_lists import TABLES as BASE

COUNTY, RELIEF = Viewer("县卫健", "county", "630102"), Viewer("县扶贫", "poverty_office", "630102")
CITY, TOWN = Viewer("市", "city", "6301"), Viewer("乡", "township", "630102001")
HERE = Selection(region="630102", month="2020-06")


def listed(household, source, health="待确认", relief=None, year=2020):
    return {
        "家庭编号": household, "预警年度": year, "预警来源": source, "县卫健确认状态": health, "县扶贫核准状态": relief,
        "影响因素": "患病情况",
    }  # fmt: skip


TABLES = {
    **BASE,
    "因病返贫预警户": [
        listed("HB", "基层发现"),
        listed("HC", "扶贫部门排查", "已确认"),
        listed("HB", "系统模型", "已确认", year=2019),
    ],
    "预警帮扶措施": [
        {"措施编号": "1", "家庭编号": "HC", "措施类型": "临时救助", "实施日期": date(2020, 6, 2), "金额": 50_000},
        {"措施编号": "2", "家庭编号": "HC", "措施类型": "定期随访", "实施日期": date(2020, 7, 2)},
    ],
}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    found = Settings(tmp_path_factory.mktemp("data"), prepare=False)
    store, book = Store(found.store), policy.load()
    for month, tables in (("2020-05", {**TABLES, "因病返贫预警户": TABLES["因病返贫预警户"][1:]}), ("2020-06", TABLES)):
        records = build.month(store.staging(), month, tables)
        derive(records, book)
        store.publish(month, records.root, Part(["63"], 9, 0, []), at="2020-06-01T00:00:00+00:00", by="测试")
    return found


@pytest.fixture
def settings(published, tmp_path):
    """The same months for every test, a database of its own for each."""
    return replace(published, database_url=f"sqlite:///{tmp_path / 'decisions.db'}")


@pytest.fixture
def lists(settings):
    return Services.from_settings(settings).lists


def states(lists, **wanted):
    return {row.household: row.state for row in lists.warned(COUNTY, HERE, **wanted).rows}


def test_the_queue_is_the_list_of_the_year_and_the_candidates_of_the_model(lists):
    sheet = lists.warned(COUNTY, HERE)
    assert [(r.household, r.source, r.state, r.since_month) for r in sheet.rows] == [
        ("HA", "系统模型", "待确认", "2020-05"),
        ("HB", "基层发现", "待确认", "2020-06"),
        ("HC", "扶贫部门排查", "已确认", "2020-05"),
    ]
    assert (sheet.households, sheet.candidates, sheet.total, sheet.without_measures) == (3, 1, 3, 0)
    assert [(m.kind, m.on) for m in sheet.rows[2].measures] == [("临时救助", date(2020, 6, 2))]
    assert states(lists, source="基层发现") == {"HB": "待确认"}
    assert states(lists, state="已确认") == {"HC": "已确认"}


def test_the_queue_counts_what_the_indicator_counts(lists):
    cube = lists.context.cube("2020-06")
    confirmed, due = cube.values("M-16a", cube.tree.position("630102"))
    sheet = lists.warned(COUNTY, HERE)
    assert (confirmed, due) == (sum(n for _, state, n in sheet.counts if state == "已确认"), sheet.total) == (1, 3)


def test_a_household_of_the_grass_roots_needs_both_offices(lists):
    with pytest.raises(Forbidden):
        lists.decide_warned(RELIEF, HERE, "HB", "已确认")
    lists.decide_warned(COUNTY, HERE, "HB", "已确认")
    assert states(lists)["HB"] == "待核准"
    with pytest.raises(Forbidden):
        lists.decide_warned(COUNTY, HERE, "HB", "已确认")
    lists.decide_warned(RELIEF, HERE, "HB", "已确认")
    assert states(lists)["HB"] == "已核准"
    row = lists.warned_household(COUNTY, HERE, "HB")
    assert [(d.step, d.verdict, d.who) for d in row.lines] == [("confirm", "已确认", "县卫健"), ("approve", "已确认", "县扶贫")]
    assert [e.object for e in lists.audit_log(COUNTY, HERE) if e.action == "修改"] == [
        "S16 县扶贫核准 已确认 HB", "S16 县卫健确认 已确认 HB",
    ]  # fmt: skip


def test_a_dismissal_says_why_and_can_be_taken_back(lists):
    with pytest.raises(ValueError, match="理由"):
        lists.decide_warned(COUNTY, HERE, "HA", "不予确认", "  ")
    lists.decide_warned(COUNTY, HERE, "HA", "不予确认", "费用已由慈善救助承担")
    (row,) = lists.warned(COUNTY, HERE, state="不予确认").rows
    assert (row.household, row.reason, row.here, row.next_step) == ("HA", "费用已由慈善救助承担", True, "")
    with pytest.raises(ValueError, match="没有待办"):
        lists.decide_warned(COUNTY, HERE, "HA", "已确认")
    lists.decide_warned(COUNTY, HERE, "HA", "撤回", "核对有误")
    assert states(lists)["HA"] == "待确认"
    with pytest.raises(ValueError, match="没有可撤回"):
        lists.decide_warned(COUNTY, HERE, "HA", "撤回", "再撤")


def test_what_the_national_system_has_decided_is_not_changed_here(lists):
    with pytest.raises(ValueError, match="国家系统"):
        lists.decide_warned(COUNTY, HERE, "HC", "不予确认", "再议")
    with pytest.raises(Unknown):
        lists.decide_warned(COUNTY, HERE, "HX", "已确认")


@pytest.mark.parametrize("who", [CITY, TOWN], ids=["city", "township"])
def test_other_offices_only_look(lists, who):
    selection = HERE.but(region=who.area) if who is TOWN else HERE
    with pytest.raises(Forbidden):
        lists.decide_warned(who, selection, "HA", "已确认")
    if who is CITY:  # may not read persons: neither names nor numbers
        assert {(row.household, row.head[:1]) for row in lists.warned(who, selection).rows} == {("＊＊＊", "张")}
        with pytest.raises(Forbidden):
            lists.warned_household(who, selection, "HA")
    else:
        assert not lists.may_decide(who, lists.warned_household(who, selection, "HA"))


def test_a_decision_holds_from_the_month_whose_data_it_was_taken_on(lists):
    lists.decide_warned(COUNTY, HERE, "HA", "已确认")
    before = lists.warned(COUNTY, HERE.but(month="2020-05"))
    assert {r.household: r.state for r in before.rows} == {"HA": "待确认", "HC": "已确认"}


def test_over_http_as_a_file_and_by_command(settings, lists, monkeypatch, capsys):
    server = Flask("t")
    api.register(server, Services.from_settings(settings))
    client = server.test_client()
    here = "region=630102&month=2020-06"
    assert client.get(f"/api/v1/warnings?{here}&source=系统模型").json["total"] == 1
    assert client.get(f"/api/v1/warnings?{here}&state=没有").status_code == 422
    assert client.post(f"/api/v1/warnings/HA/decisions?{here}", data="verdict=已确认").status_code == 415
    assert client.post(f"/api/v1/warnings/HA/decisions?{here}", json={"verdict": "不予确认"}).status_code == 422
    assert client.post(f"/api/v1/warnings/HX/decisions?{here}", json={"verdict": "已确认"}).status_code == 404
    done = client.post(f"/api/v1/warnings/HA/decisions?{here}", json={"verdict": "不予确认", "reason": "重复列入"})
    assert (done.status_code, done.json["step"]) == (200, "confirm")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/v1/warnings?{here}&format=xlsx").data))
    told = {str(cell.value) for row in book.active.iter_rows() for cell in row}
    assert {"不予确认", "重复列入", "2020-06-02 临时救助"} <= told

    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    assert main(["warnings", "list", "--region", "630102", "--state", "不予确认"]) == 0
    assert capsys.readouterr().out.split("\t")[0] == "HA"
    assert main(["warnings", "decide", "HA", "撤回", "--region", "630102", "--reason", "误点"]) == 0
    assert main(["warnings", "decide", "HA", "撤回", "--region", "630102", "--reason", "再点"]) == 2
    assert "没有可撤回" in capsys.readouterr().err


def test_the_page_shows_the_household_and_its_next_step(settings):
    services = Services.from_settings(settings)
    drawn = str(page.page(services, Address("/warned", HERE, (("household", "HB"),))))
    assert "县级卫生健康部门逐户核实后确认" in drawn
    assert "张B户" in drawn
    services.lists.decide_warned(LOCAL, HERE, "HB", "已确认")
    assert "两级核实核准" in str(page.page(services, Address("/warned", HERE, (("household", "HB"),))))
