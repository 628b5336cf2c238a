"""From two published months to what S11, S12, S19 and S25 say, over the services and over HTTP."""

import json
from datetime import date

import pytest
from flask import Flask

import api
from dashboard import policy
from dashboard.access import Forbidden, Viewer
from dashboard.publishing import Part, Store, derive
from dashboard.selection import Selection
from dashboard.services import Services, Unknown
from dashboard.settings import Settings
from tests.rollup import build

COUNTY = Viewer("县", "county", "630102")
PROVINCE = Viewer("省", "province", "63")
VILLAGE, NEAR, FAR = "630102001001", "630102002001", "632701001001"
CITY = Selection(region="6301", month="2020-05")


def person(name, village, year):
    return {
        "人员编号": name,
        "名单年度": year,
        "家庭编号": "H" + name,
        "行政村代码": village,
        "是否建档立卡": True,
        "身份证号": "1" + name,
    }


def stay(code, discharged, filed):
    return {
        "就诊编号": code, "人员编号": "P1", "疾病编码": "D", "就诊类型": "住院", "入院日期": discharged, "出院日期": discharged,
        "填报日期": filed, "重病兜底标识": True,
    }  # fmt: skip


def tables(month, people, stays):
    day = date(int(month[:4]), int(month[5:]), 20)
    return {
        "贫困人口花名册": people,
        "诊疗费用": stays,
        "医疗卫生机构": [
            {"机构编码": c, "机构名称": c + "院", "机构类别": "乡镇卫生院", "机构层级": "乡", "所在区划代码": w}
            for c, w in (("T1", "630102001"), ("T2", "630102002"))
        ],
        "乡镇卫生院监测": [{"机构编码": "T1", "监测期": month, "填报日期": day}],
        "报送任务": [
            {"任务类型": "5月20日首次", "单位代码": "6301", "期次": "2020-05", "实报日期": date(2020, 5, 22), "状态": "已报"}
        ],
    }


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    settings = Settings(tmp_path_factory.mktemp("data"))
    store, book = Store(settings.store), policy.load()
    april = [person("P1", VILLAGE, 2019), person("P2", VILLAGE, 2019), person("P3", FAR, 2019)]
    may = [person("P1", NEAR, 2020), person("P3", FAR, 2020), person("P4", VILLAGE, 2020), person("P5", FAR, 2020)]
    stays = [stay("V1", date(2020, 4, 1), date(2020, 4, 16)), stay("V2", date(2020, 4, 2), date(2020, 4, 18)),
             stay("V3", date(2020, 5, 1), None)]  # fmt: skip
    for month, people, known in (("2020-04", april, stays[:2]), ("2020-05", may, stays)):
        records = build.month(store.staging(), month, tables(month, people, known))
        derive(records, book)
        part = Part(["63"], rows=9, refused=0, sources=[])
        store.publish(month, records.root, part, at="2020-06-01T00:00:00+00:00", by="测试")
    return Services.from_settings(settings, book)


def test_who_files_late(services):
    view = services.trust.filing(PROVINCE, CITY)
    matrices = {m.clock: m for m in view.matrices}
    stays = matrices["住院信息"]
    assert stays.total.total.ratio.percent() == "33.3"
    assert [(c.on_time, c.late, c.missing) if c else None for c in stays.total.months] == [
        None, None, None, (1, 1, 0), (0, 0, 1),
    ]  # fmt: skip
    assert [row.region.code for row in stays.rows] == ["630102"]
    monitoring = matrices["乡镇卫生院监测"].total.months
    assert [(c.on_time, c.missing) for c in monitoring[3:]] == [(1, 1), (1, 1)]
    assert "未报 1 例" in view.finding
    assert services.trust.filing(PROVINCE, CITY) == view


def test_below_the_counted_level_the_unit_above_is_told(services):
    assert services.trust.filing(PROVINCE, CITY.but(region=VILLAGE)).region.code == "630102001"
    board = services.trust.board(PROVINCE, CITY.but(region="630102"))
    assert board.upcoming is None
    assert "本级没有市（州）报送任务" in board.finding


def test_overdue_stays_are_masked_and_recorded(services):
    inside = services.trust.overdue(COUNTY, CITY.but(region="630102"))
    assert [(s.visit, s.state, s.days, s.person) for s in inside] == [("V3", "未报", 15, "P1"), ("V2", "迟报", 1, "P1")]
    assert {s.person for s in services.trust.overdue(PROVINCE, CITY)} == {"＊＊＊"}
    assert services.lists.audit.entries("630102")[0].object == "S11 住院填报超期名单"
    with pytest.raises(Forbidden):
        services.trust.overdue(COUNTY, CITY.but(region="6327"))


def test_the_board_counts_down_to_the_day_asked_for(services):
    province = CITY.but(region="63")
    board = services.trust.board(PROVINCE, province, date(2020, 6, 29))
    assert (board.upcoming.kind, board.upcoming.days_left) == ("月底汇总", 1)
    first = board.rounds[-1]
    standing = {t.unit.code: (t.state, t.days) for t in first.tasks}
    assert standing.pop("6301") == ("迟报", 2)
    assert set(standing.values()) == {("未报", 40)}  # the shipped divisions name the prefectures that say nothing
    assert len(standing) == 7
    assert "7 个未报、1 个迟报" in board.finding
    assert services.trust.board(PROVINCE, province).on == date(2020, 5, 31)
    assert [v.in_force for v in board.versions] == [True]


def test_the_list_changes_in_may(services):
    view = services.trust.roster(PROVINCE, CITY)
    assert (view.before, view.after, view.before_year, view.after_year) == ("2020-04", "2020-05", 2019, 2020)
    assert (view.total.before, view.total.new, view.total.removed, view.total.moved_within, view.total.after) == (2, 1, 1, 1, 2)
    assert [mark.month for mark in services.trust.list_marks(PROVINCE, CITY)] == ["2020-05"]
    assert services.trust.roster(PROVINCE, CITY.but(month="2020-04")).total is None
    changed = services.trust.changed_persons(COUNTY, CITY.but(region="630102"), "迁移")
    assert [(p.person, p.kind) for p in changed] == [("P1", "迁移")]


def test_quality_says_what_is_not_there(services):
    view = services.trust.quality(PROVINCE, CITY)
    assert "签约" in view.not_reported
    blank = {(row.table, row.column): row for row in view.blanks}
    assert (blank["乡镇卫生院监测", "药品种数"].blank, blank["乡镇卫生院监测", "药品种数"].rows) == (1, 1)
    assert view.questions == ()
    with pytest.raises(Unknown, match="没有检验"):
        services.trust.question_rows(PROVINCE, CITY, "nothing")


@pytest.mark.parametrize(
    "path",
    [
        "filing", "filing/overdue", "reporting?on=2020-06-29", "roster", "roster/persons?kind=新增", "quality",
        "quality/questions/copied", "quality/contradictions",
    ],
)  # fmt: skip
def test_the_same_over_http(services, path):
    server = Flask("test")
    api.register(server, services)
    client = server.test_client()
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    assert json.loads(answer.text)
    join = "&" if "?" in path else "?"
    assert client.get(f"/api/v1/{path}{join}format=csv").data.startswith("\ufeff".encode())


def test_bad_input_names_its_field(services):
    server = Flask("test")
    api.register(server, services)
    client = server.test_client()
    assert client.get("/api/v1/reporting?on=yesterday").get_json(force=True)["field"] == "on"
    assert client.get("/api/v1/roster/persons?kind=x").status_code == 422
    assert client.get("/api/v1/quality/questions/x").status_code == 404
