"""国省比对: an export of the national system beside the published month; nothing published changes."""

import pytest

from dashboard.access import Forbidden, Viewer
from dashboard.jobs import DONE, FAILED
from dashboard.reports import KINDS, build
from dashboard.selection import Selection
from dashboard.services import Services, Unknown
from dashboard.settings import Settings
from layouts.address import Address
from layouts.trust import national
from tests.importing.conftest import MONTH, VILLAGE, base, visit, write_csv
from tests.layouts.test_trust import text
from tests.services.test_imports import COUNTY, ELSEWHERE, QINGHAI, ended, folder, kept

HERE = Selection(region="63", month=MONTH)


@pytest.fixture
def services(tmp_path) -> Services:
    made = Services.from_settings(Settings(tmp_path / "var"))
    source = folder(tmp_path / "own", **(base() | {"诊疗费用": [visit("V1"), visit("V2"), visit("V3")]}))
    kept(made.imports, QINGHAI, source, whole=True)
    assert ended(made.imports, made.imports.publish(QINGHAI, MONTH, "63", accept_refused=False)).status == DONE
    return made


def compared(services: Services, source, who: Viewer = QINGHAI):
    imports = services.imports
    return ended(imports, imports.national.start(who, MONTH, who.area, source), who)


def test_rows_of_two_sources(services, tmp_path):
    sent = base() | {"诊疗费用": [visit("V1"), visit("V2", 个人自付="300.00", 基本医保报销="700.00"), visit("V9"), visit("")]}
    sent.pop("村卫生室监测")
    job = compared(services, folder(tmp_path / "national", **sent))
    assert job.result == {"rows": 1, "tables": 1, "refused": 1}
    view = services.imports.national.found(QINGHAI, HERE)
    (row,) = view.rows
    assert (row.table, row.county.code) == ("诊疗费用", "632801")
    assert (row.national, row.provincial, row.only_national, row.only_provincial, row.differing) == (3, 3, 1, 1, 1)
    assert (view.stale, view.counts_only, view.refused) == (False, False, 1)
    assert services.imports.national.found(COUNTY, HERE.but(region="632801")).rows == view.rows
    assert services.context.store.current() == {MONTH: 1}
    page = national.page(view, Address("/quality", HERE, (("list", "national"),)))
    assert "1 处（表×县）与国家系统不一致" in text(page)
    name, content = build(KINDS["national"], services, QINGHAI, HERE, {})
    assert name.endswith("国省比对差异表.xlsx")
    assert content


def test_counts_alone(services, tmp_path):
    place = tmp_path / "counts"
    place.mkdir()
    counts = [("诊疗费用", "632801", "5"), ("贫困户", "632801000000", "1"), ("随访", "63", "7"), ("贫困户", "63.0", "1")]
    write_csv(place, "国家计数", [dict(zip(("表名", "区划代码", "行数"), row, strict=True)) for row in counts])
    assert compared(services, place).status == DONE
    view = services.imports.national.found(QINGHAI, HERE)
    assert view.counts_only
    found = {(row.table, row.county.code): (row.national, row.provincial, row.only_national) for row in view.rows}
    assert found == {("诊疗费用", "632801"): (5, 3, None), ("随访", "63"): (7, None, None)}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"表": "诊疗费用", "区划代码": "632801", "行数": "约五"}], "第 2 行"),
        ([{"表": "不知道", "区划代码": "632801", "行数": "5"}], "没有表“不知道”"),
        ([{"表": "诊疗费用", "数": "5"}], "缺少列"),
    ],
)
def test_counts_that_cannot_be_meant(services, tmp_path, rows, told):
    place = tmp_path / "counts"
    place.mkdir()
    write_csv(place, "国家计数", rows)
    job = compared(services, place)
    assert job.status == FAILED
    assert told in job.problem


def test_who_may_compare_what(services, tmp_path):
    source = folder(tmp_path / "national", **base())
    with pytest.raises(Forbidden):
        services.imports.national.start(ELSEWHERE, MONTH, "632801", source)
    with pytest.raises(Unknown):
        services.imports.national.start(QINGHAI, "2020-09", "63", source)
    with pytest.raises(Unknown, match="国省比对"):
        services.imports.national.found(QINGHAI, HERE)
    assert services.imports.national.view(QINGHAI, HERE.but(region=VILLAGE)) is None
