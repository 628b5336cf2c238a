"""Borders through the service: examined without changing anything, compared, put in force once, taken back, audited."""

from __future__ import annotations

import time

import geopandas as gpd
import pytest
import shapely

from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.audit import Audit
from dashboard.jobs import FAILED, RUNNING, Jobs
from dashboard.services import Unknown
from dashboard.services.boundaries import Boundaries
from dashboard.services.geometry import Geometry
from tests.geodata.conftest import office_maps, shared_maps  # noqa: F401

COUNTY = "632725"
PROVINCE = Viewer("青海省卫健委", "province", "63")


@pytest.fixture
def borders(office_maps, tmp_path) -> Boundaries:  # noqa: F811
    return Boundaries(Geometry(office_maps.root), Audit(f"sqlite:///{tmp_path / 'audit.db'}"), Jobs(tmp_path / "jobs"))


@pytest.fixture
def townships(borders, tmp_path):
    """The county's townships with coarser borders; one feature stands in another province."""
    below = borders.geometry.files.atlas.below(COUNTY)
    towns = below[below["code"].str.len() == 9]
    shapes = [*shapely.coverage_simplify(towns.geometry.to_numpy(), 0.01), shapely.box(116, 39, 116.1, 39.1)]
    frame = gpd.GeoDataFrame({"代码": [*towns["code"], "632725999"], "名称": [*towns["name"], "某乡"]}, geometry=shapes, crs=4490)
    path = tmp_path / "乡镇.geojson"
    frame.to_file(path, driver="GeoJSON")
    return path


def done(borders: Boundaries, viewer: Viewer, job_id: str):
    while (job := borders.job(viewer, job_id)).status == RUNNING:
        time.sleep(0.02)
    return job


def test_examined_compared_replaced_and_taken_back(borders, townships):
    maps = borders.geometry.files
    before = maps.children(COUNTY)
    job = done(borders, PROVINCE, borders.examine(PROVINCE, [townships], "", "auto"))
    found = borders.examined(PROVINCE, job.id)
    assert found.levels == {"township": len(before.codes)}
    assert [(layer.by_code, layer.left_out) for layer in found.layers] == [(len(before.codes), 1)]
    assert found.layers[0].quarantined[0].reason == "不在所属县的范围内"
    assert [(one.code, one.name) for one in found.parents] == [(COUNTY, "囊谦县")]
    picture = borders.preview(PROVINCE, job.id, COUNTY)
    assert len(picture.before) == len(picture.after) == picture.made_up == len(before.codes)
    assert picture.before != picture.after
    assert maps.children(COUNTY) == before, "nothing has changed yet"

    version = borders.replace(PROVINCE, job.id)
    assert not maps.children(COUNTY).schematic
    desk = borders.desk(PROVINCE)
    assert desk.version == version
    assert [(one.by, one.in_force, one.behind) for one in desk.versions] == [(PROVINCE.name, True, True)]
    with pytest.raises(Unknown):
        borders.replace(PROVINCE, job.id)

    assert borders.undo(PROVINCE) == "pack"
    assert maps.children(COUNTY).schematic
    assert [(one.in_force, one.behind) for one in borders.desk(PROVINCE).versions] == [(False, False)]
    assert [(entry.action, entry.who) for entry in borders.audit.entries()] == [
        ("撤销边界", PROVINCE.name),
        ("启用边界", PROVINCE.name),
    ]
    with pytest.raises(Unknown, match="没有可撤销"):
        borders.undo(PROVINCE)


def test_only_the_province_and_the_operator_and_only_their_own_regions(borders, townships):
    county = Viewer("囊谦县卫健局", "county", COUNTY)
    with pytest.raises(Forbidden):
        borders.desk(county)
    with pytest.raises(Forbidden):
        borders.examine(county, [townships], "", "auto")
    elsewhere = Viewer("甘肃省卫健委", "province", "62")
    job = done(borders, elsewhere, borders.examine(elsewhere, [townships], "", "auto"))
    with pytest.raises(Unknown):
        borders.job(PROVINCE, job.id)
    with pytest.raises(Forbidden, match="632725"):
        borders.replace(elsewhere, job.id)
    assert borders.desk(LOCAL).version == "pack"


def test_what_cannot_be_used_is_said(borders, tmp_path):
    with pytest.raises(ValueError, match="dbf"):
        borders.examine(LOCAL, [tmp_path / "乡镇.dbf"], "", "auto")
    with pytest.raises(ValueError, match="坐标系"):
        borders.examine(LOCAL, [tmp_path / "a.zip"], "", "火星")
    damaged = tmp_path / "坏.zip"
    damaged.write_bytes(b"PK")
    job = done(borders, LOCAL, borders.examine(LOCAL, [damaged], "", "auto"))
    assert job.status == FAILED
    assert "zip" in job.problem
