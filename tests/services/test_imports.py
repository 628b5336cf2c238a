"""From a file to a version in force and back, as the import page does it; who may do it where."""

import time
from pathlib import Path

import pytest

from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.jobs import DONE, FAILED, RUNNING, Jobs, Told
from dashboard.services import Services, Unknown
from dashboard.services.imports import Imports, RefusedRowsError
from dashboard.settings import Settings
from dashboard.uploads import Uploads
from tests.importing.conftest import MONTH, VILLAGE, base, clinic, region, visit, write_csv

QINGHAI = Viewer("省卫健委", "province", "63")
COUNTY = Viewer("县卫健局", "county", "632801")
ELSEWHERE = Viewer("他县", "county", "632802")


@pytest.fixture
def imports(tmp_path) -> Imports:
    return Services.from_settings(Settings(tmp_path / "var")).imports


def folder(place: Path, **tables) -> Path:
    place.mkdir()
    for table, rows in tables.items():
        write_csv(place, table, rows)
    return place


def ended(imports: Imports, job_id: str, who: Viewer = QINGHAI):
    for _ in range(1200):
        job = imports.job(who, job_id)
        if job.status != RUNNING:
            return job
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def kept(imports: Imports, who: Viewer, source: Path, whole: bool):
    job = ended(imports, imports.try_out(who, MONTH, who.area, whole, source), who)
    imports.stage(who, job.id)
    return imports.tried(job)


def healthy_village() -> dict:
    """The base month with a village that is judged: a clinic with drugs and a qualified doctor."""
    doctor = {"村医编号": "D1", "出生日期": "1980-01-01", "执业资格类型": "乡村医生", "证书有效期": "2025-01-01"}
    doctor |= {"服务行政村代码": VILLAGE, "服务方式": "常驻", "是否本地村医": "是", "是否合格": "是", "在岗状态": "在岗"}
    regions = [*base()["行政区划"][:-1], region(VILLAGE, 区划名称="示例村民委员会")]
    return base() | {"行政区划": regions, "村医": [doctor]}


def test_try_out_stage_preview_publish_roll_back(imports, tmp_path):
    found = kept(imports, QINGHAI, folder(tmp_path / "a", **healthy_village()), whole=True)
    assert (found.rows, found.refused) == (sum(map(len, healthy_village().values())), 0)
    assert imports.context.store.months() == []
    done = ended(imports, imports.publish(QINGHAI, MONTH, "63", accept_refused=False))
    assert done.result == {"month": MONTH, "version": 1}

    # a county corrects its clinic: fewer than enough drugs
    found = kept(imports, COUNTY, folder(tmp_path / "b", 村卫生室监测=[clinic(药品种数="3")]), whole=False)
    (waiting,) = imports.desk(QINGHAI).waiting
    assert (waiting.area, waiting.accepted, waiting.whole) == ("632801", 1, False)
    seen = ended(imports, imports.preview(COUNTY, MONTH, "632801"), COUNTY).result
    assert [(t["tier"], t["was"], t["now"], len(t["names"])) for t in seen["turned"]] == [("village", "无风险", "有风险", 1)]
    assert seen["finding"] == "发布后 1 个村由无风险变有风险"
    assert ended(imports, imports.publish(COUNTY, MONTH, "632801", accept_refused=False), COUNTY).result["version"] == 2

    rows = imports.desk(QINGHAI).versions
    assert [(row.version, row.in_force) for row in rows] == [(2, True), (1, False)]
    assert rows[0].sources[-1]["sha256"]
    with pytest.raises(Unknown, match="理由"):
        imports.roll_back(QINGHAI, MONTH, 1, " ")
    with pytest.raises(Forbidden):
        imports.roll_back(COUNTY, MONTH, 1, "有误")
    imports.roll_back(QINGHAI, MONTH, 1, "县里填错")
    assert imports.desk(QINGHAI).versions[0].reason == "县里填错"
    assert imports.context.store.current() == {MONTH: 1}
    assert [entry.by for entry in imports.desk(QINGHAI).sent] == ["县卫健局", "省卫健委"]


def test_refused_rows_are_grouped_and_stop_the_publication(imports, tmp_path):
    rows = [visit("V1"), *(visit(f"B{n}", 入院日期="?") for n in range(7)), visit("V2", 住院押金="-1")]
    found = kept(imports, QINGHAI, folder(tmp_path / "a", **base() | {"诊疗费用": rows}), whole=True)
    assert [(group.column, group.count, len(group.first)) for group in found.groups] == [("入院日期", 7, 5), ("住院押金", 1, 1)]
    assert imports.rejects(QINGHAI, None, MONTH, "63").read_text("utf-8-sig").count("\n") == 9
    with pytest.raises(RefusedRowsError, match="8 行"):
        imports.publish(QINGHAI, MONTH, "63", accept_refused=False)
    imports.drop(QINGHAI, MONTH, "63")
    assert imports.desk(QINGHAI).waiting == ()


def test_what_is_unreadable_cannot_be_kept(imports, tmp_path):
    place = folder(tmp_path / "a", **base())
    (place / "签约.csv").touch()
    job = ended(imports, imports.try_out(QINGHAI, MONTH, "63", True, place))
    assert [file for file, _ in imports.tried(job).unreadable] == ["签约.csv"]
    with pytest.raises(Unknown):
        imports.stage(QINGHAI, job.id)


def test_nobody_imports_outside_the_area(imports, tmp_path):
    place = folder(tmp_path / "a", **base())
    for who, area in ((COUNTY, "63"), (COUNTY, "632802"), (QINGHAI, "62"), (Viewer("国家", "nation", "0"), "63")):
        with pytest.raises(Forbidden):
            imports.try_out(who, MONTH, area, False, place)
    with pytest.raises(ValueError, match="不能替换"):
        imports.try_out(COUNTY, MONTH, "632801", True, place)
    with pytest.raises(ValueError, match="选定一个省份"):
        imports.try_out(LOCAL, MONTH, "0", False, place)
    with pytest.raises(ValueError, match="月份"):
        imports.try_out(QINGHAI, "2020-13", "63", True, place)
    job = ended(imports, imports.try_out(COUNTY, MONTH, "632801", False, place), COUNTY)
    with pytest.raises(Forbidden):
        imports.job(ELSEWHERE, job.id)


def test_only_the_operator_names_a_file_on_the_server(imports, tmp_path):
    with pytest.raises(Forbidden):
        imports.on_server(QINGHAI, str(tmp_path))
    with pytest.raises(Unknown):
        imports.on_server(LOCAL, "no/such/folder")
    assert imports.on_server(LOCAL, f" {tmp_path} ") == tmp_path


def test_uploads_stay_in_their_folder_and_archives_stand_alone(tmp_path):
    uploads, visit_id = Uploads(tmp_path), "0" * 32
    for name in ("贫困户.csv", r"C:\数据\签约.csv", "月.zip"):
        with (tmp_path / "f").open("w+b") as content:
            uploads.keep(visit_id, name, content)
    assert sorted(path.name for path in uploads.only(visit_id, ["贫困户.csv", "签约.csv"]).iterdir()) == [
        "签约.csv",
        "贫困户.csv",
    ]
    assert uploads.only(visit_id, ["月.zip"]).name == "月.zip"
    for names in (["月.zip", "签约.csv"], ["没有.csv"]):
        with pytest.raises(ValueError, match=r"zip|没有收到"):
            uploads.only(visit_id, names)
    for bad_visit, name in ((visit_id, "../../x.sh"), (visit_id, ".csv"), ("../up", "a.csv")):
        with (tmp_path / "f").open("rb") as content, pytest.raises(ValueError, match=r"不能上传|编号有误"):
            uploads.keep(bad_visit, name, content)


def test_a_job_that_fails_says_so(tmp_path):
    def told(*_):
        raise Told("请先做甲")

    jobs = Jobs(tmp_path)
    for work, problem in ((told, "请先做甲"), (lambda *_: 1 / 0, "系统出错")):
        job_id = jobs.start("read", "甲", {}, work)
        for _ in range(100):
            job = jobs.find(job_id)
            if job.status != RUNNING:
                break
            time.sleep(0.05)
        assert (job.status, problem in job.problem) == (FAILED, True)
    assert jobs.find(jobs.start("read", "甲", {}, lambda *_: {})).status in (RUNNING, DONE)
    for no_id in ("../x", "0" * 32):
        with pytest.raises(KeyError):
            jobs.find(no_id)
