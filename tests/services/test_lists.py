"""From published months to the list screens: masked by role, recorded, the same numbers over services, HTTP and workbooks."""

import io
from datetime import date

import openpyxl
import pytest
from flask import Flask

import api
from dashboard import policy
from dashboard.access import Forbidden, Viewer
from dashboard.publishing import Part, Store, derive
from dashboard.rollup.slices import Where
from dashboard.selection import Selection
from dashboard.services import Services, Unknown
from dashboard.settings import Settings
from tests.rollup import build

COUNTY, CITY, NEIGHBOUR = Viewer("县", "county", "630102"), Viewer("市", "city", "6301"), Viewer("邻", "county", "630103")
VILLAGE, OTHER = "630102001001", "630102002001"
HERE = Selection(region="630102", month="2020-05", layer="M-02")
DAY = date(2020, 2, 1)


def person(code, village=VILLAGE, sex="女"):
    return {
        "人员编号": code, "名单年度": 2020, "家庭编号": "H" + code, "行政村代码": village, "是否建档立卡": True, "性别": sex,
        "姓名": "张" + code, "出生日期": date(1960, 1, 1), "是否符合体检条件": True,
    }  # fmt: skip


def ill(code, disease, *classes):
    return {
        "患病编号": "D" + code + disease, "人员编号": code, "疾病编码": disease, "核实状态": "已核实", "核实日期": DAY,
        "三个一批分类": list(classes),
    }  # fmt: skip


TABLES = {
    "贫困户": [
        {"家庭编号": "H" + c, "行政村代码": VILLAGE, "家庭人口数": 1, "户主姓名": "张" + c, "名单年度": 2020} for c in "ABC"
    ],
    "贫困人口花名册": [person("A"), person("B"), person("C", OTHER, "男")],
    "患病核实": [ill("A", "I10", "慢病签约服务"), ill("B", "E11", "慢病签约服务"), ill("C", "C50", "大病集中救治")],
    "救治台账": [{"台账编号": "1", "患病编号": "DCC50", "救治状态": "未救治", "未救治原因": "外出"}],
    "签约": [{"签约编号": "1", "人员编号": "A", "团队编号": "T1", "签约日期": DAY}],
    "家医团队": [{"团队编号": "T1", "团队名称": "=一队", "APP激活标志": False}],
    "随访": [],
    "健康体检": [],
    "病种目录": [
        {"目录编号": "QH-35", "疾病编码": "C50", "疾病名称": "乳腺癌", "类别": "大病"},
        {"目录编号": "QH-CHRONIC", "疾病编码": "I10", "疾病名称": "高血压", "类别": "慢病"},
        {"目录编号": "QH-CHRONIC", "疾病编码": "E11", "疾病名称": "2型糖尿病", "类别": "慢病"},
    ],
    "诊疗费用": [
        {
            "就诊编号": "V1", "人员编号": "A", "疾病编码": "I10", "就诊类型": "住院", "入院日期": DAY, "出院日期": DAY,
            "医疗总费用": 500_000, "基本医保报销": 300_000, "个人自付": 200_000, "病种收费标准": 450_000, "是否县域内": False,
        }
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    settings = Settings(tmp_path_factory.mktemp("data"))
    store, book = Store(settings.store), policy.load()
    for month in ("2020-04", "2020-05"):
        records = build.month(store.staging(), month, TABLES)
        derive(records, book)
        store.publish(month, records.root, Part(["63"], 9, 0, []), at="2020-06-01T00:00:00+00:00", by="测试")
    return Services.from_settings(settings, book)


@pytest.fixture(scope="module")
def client(services):
    server = Flask("t")
    api.register(server, services)
    return server.test_client()


def test_who_is_missing_is_the_gap_of_the_rate(services):
    sheet = services.lists.missing(COUNTY, HERE)
    rate = services.overview(COUNTY, HERE).rates
    gap = next(p.value.ratio.missing for p in rate if p.info.id == "M-02")
    assert (sheet.total, [r.person.name for r in sheet.rows]) == (gap, ["张B"])


def test_names_are_masked_for_those_who_may_not_read_persons(services):
    assert not services.lists.treatment(COUNTY, HERE).masked
    seen = services.lists.treatment(CITY, HERE)
    assert (seen.masked, seen.rows[0].person.name, seen.rows[0].disease) == (True, "张＊", "乳腺癌")
    assert seen.rows[0].person.code == "＊＊＊"
    with pytest.raises(Forbidden):
        services.lists.treatment(NEIGHBOUR, HERE)


def test_every_look_is_recorded_with_its_rows(services):
    services.lists.warned(COUNTY, HERE)
    last = services.lists.audit_log(COUNTY, HERE)[0]
    assert (last.who, last.action, last.object, last.region, last.month, last.rows) == (
        "县", "查看", "S16 预警户", "630102", "2020-05", 1,
    )  # fmt: skip
    services.lists.warned(COUNTY, HERE, every=True)
    assert services.lists.audit_log(COUNTY, HERE)[0].action == "导出"
    with pytest.raises(Forbidden):
        services.lists.audit_log(CITY, HERE)


def test_duties_by_team_and_below_the_county(services):
    sheet = services.lists.duties(COUNTY, HERE)
    assert {(t.name, t.sign, t.checkup, t.app_active) for t in sheet.teams} == {("=一队", 0, 1, False), ("", 1, 2, None)}
    assert sheet.unassigned_households == 2
    assert [r.person.name for r in services.lists.duties(COUNTY, HERE, team="T1").rows] == ["张A"]
    assert services.lists.duties(COUNTY, HERE.but(region=OTHER)).total == 1
    assert "请先选择一个县" in services.lists.duties(CITY, HERE.but(region="6301")).absent_because


def test_the_panel_whole_and_sliced(services):
    whole = services.lists.panel(COUNTY, HERE, Where())
    assert (whole.total.numerator, whole.total.denominator, whole.whole.target) == (1, 2, "==100")
    assert [(r.region.code, r.missing, r.places) for r in whole.rows][:2] == [("630102001", 1, (1, 1)), ("630102002", 0, None)]
    assert services.lists.panel(COUNTY, HERE, Where(disease="I10")).total.missing == 0
    assert services.lists.panel(COUNTY, HERE, Where(sex="男")).total is None
    with pytest.raises(Unknown):
        services.lists.panel(COUNTY, HERE.but(layer="M-08"), Where())


def test_funnel_of_villages(services):
    view = services.lists.funnel(COUNTY, HERE, "village")
    assert [(u.key, u.numerator, u.denominator) for u in view.funnel.units] == [(VILLAGE, 1, 2)]
    with pytest.raises(Unknown):
        services.lists.funnel(COUNTY, HERE, "province")


def test_costs_agree_with_the_indicator(services):
    costs = services.lists.costs(COUNTY, HERE).costs
    cube = services.context.cube("2020-05")
    own, total = cube.values("M-17.个人自付", cube.tree.position("630102"))
    assert (costs.self_pay_fen, costs.total_fen) == (own, total) == (200_000, 500_000)
    assert [s.visit for s in services.lists.over_standard(COUNTY, HERE)] == ["V1"]
    with pytest.raises(Forbidden):
        services.lists.over_standard(CITY, HERE)


def test_warned_households(services):
    sheet = services.lists.warned(COUNTY, HERE)
    assert (sheet.households, sheet.total, sheet.line_yuan) == (3, 1, "1,560.00")
    assert (sheet.rows[0].head, dict(sheet.rows[0].per_capita)["2020"], sheet.rows[0].state) == ("张A", "2000.00", "待确认")


def test_what_a_policy_does_not_have_is_said(services):
    assert "没有专项基金" in services.lists.funds(COUNTY, HERE).absent_because
    assert "没有任务分工" in services.lists.tasks(COUNTY, HERE).absent_because


def test_policy_in_force_history_and_difference(services):
    sheet = services.lists.policy(COUNTY, HERE, other="CN-2017")
    assert (sheet.profile_id, sheet.other_id) == ("QH-2020", "CN-2017")
    assert [s.profile_id for s in sheet.history] == ["CN-2017", "QH-2020"]
    assert any(d.key == "targets:M-04" and d.other is None for d in sheet.differences)
    assert services.lists.policy(COUNTY, HERE, day=date(2022, 1, 1)).profile_id is None
    with pytest.raises(Unknown):
        services.lists.policy(COUNTY, HERE, other="XX")


PATHS = (
    "worklists/treatment", "worklists/duties", "missing?indicator=M-02", "warnings", "rates?indicator=M-02",
    "funnel?indicator=M-02&level=village", "costs", "costs/over-standard", "funds", "tasks", "policy?compare=CN-2017", "audit",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_route_answers_as_json_and_csv(client, path):
    asked = f"/api/v1/{path}{'&' if '?' in path else '?'}region=630102&month=2020-05"
    assert client.get(asked).get_json()
    assert client.get(asked + "&format=csv").content_type.startswith("text/csv")


@pytest.mark.parametrize("path", ["worklists/treatment", "worklists/duties", "missing", "warnings", "costs", "funds", "tasks"])
def test_workbooks_open_and_hold_the_rows(client, path):
    answer = client.get(f"/api/v1/{path}?region=630102&month=2020-05&indicator=M-02&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert "城东区" in book.worksheets[0]["A1"].value
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_cell_that_looks_like_a_formula_stays_text(client):
    answer = client.get("/api/v1/worklists/duties?region=630102&month=2020-05&format=xlsx")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[1].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=一队"] == ["s"]


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("rates?sex=x", 422, "sex"),
        ("rates?format=xlsx", 422, "format"),
        ("funnel?level=x", 422, "level"),
        ("policy?day=x", 422, "day"),
        ("policy?compare=x", 404, None),
        ("missing?indicator=M-08", 404, None),
    ],
)
def test_bad_questions_are_told(client, query, status, field):
    answer = client.get(f"/api/v1/{query}{'&' if '?' in query else '?'}region=630102")
    assert (answer.status_code, answer.get_json().get("field")) == (status, field)
