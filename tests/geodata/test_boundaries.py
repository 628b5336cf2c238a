"""An office's own borders: GBK shapefiles, shifted coordinates, names without codes, overlaps, impossible places, undo."""

from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import pytest
import shapefile
import shapely

from geodata import crs
from geodata.boundaries import intake, report, store
from geodata.boundaries.match import forms
from geodata.boundaries.read import UnreadableError
from geodata.mapfiles import MapFiles

COUNTY = "632725"


@pytest.fixture
def townships(office_maps) -> gpd.GeoDataFrame:
    """The office's townships: here the made-up ones with a changed common border, so that they can be told apart."""
    below = office_maps.atlas.below(COUNTY)
    towns = below[below["code"].str.len() == 9].reset_index(drop=True)
    moved = shapely.coverage_simplify(towns.geometry.to_numpy(), 0.01)
    return gpd.GeoDataFrame({"XZQDM": towns["code"], "XZQMC": towns["name"]}, geometry=list(moved), crs=4490)


def write_shapefile(frame, path, encoding="gb18030"):
    with shapefile.Writer(str(path), encoding=encoding) as out:
        for column in frame.columns.drop("geometry"):
            out.field(column, "C", 60)
        for row in frame.itertuples(index=False):
            out.record(*row[:-1])
            out.shape(shapely.geometry.mapping(shapely.orient_polygons(row[-1], exterior_cw=True)))
    return path.with_suffix(".shp")


def shifted(frame, system):
    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), lambda c: crs.from_wgs84(c, system)))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_shapefile_in_any_encoding_is_put_in_force_and_taken_back(office_maps, townships, tmp_path, encoding):
    before = office_maps.children(COUNTY)
    path = write_shapefile(townships, tmp_path / "乡镇", encoding)
    found = intake.examine([path], office_maps.root)
    told = found.reports[0]
    assert (told.level, told.system, told.quarantined) == ("township", "wgs84", [])
    assert sorted(told.by_code) == sorted(townships["XZQDM"])
    assert office_maps.children(COUNTY) == before, "examining changes nothing"
    intake.commit(found, office_maps.root)
    after = office_maps.children(COUNTY)
    assert after.codes == before.codes
    assert not after.schematic
    assert after.name != before.name
    names = {f["properties"]["name"] for f in json.loads(office_maps.read(after.name))["features"]}
    assert "香达镇" in names
    assert MapFiles(office_maps.root).children(COUNTY) == after, "another process sees it"
    assert store.undo(office_maps.root) == "pack"
    assert office_maps.children(COUNTY) == before
    assert store.undo(office_maps.root) is None


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_shifted_coordinates_are_told_and_undone(office_maps, townships, tmp_path, system):
    path = tmp_path / "towns.geojson"
    shifted(townships, system).set_crs(4326, allow_override=True).to_file(path, driver="GeoJSON", COORDINATE_PRECISION=9)
    found = intake.examine([path], office_maps.root)
    assert found.reports[0].system == system
    frame = found.by_level["township"].set_index("code").geometry
    for code, true in zip(townships["XZQDM"], townships.geometry, strict=True):
        assert frame[code].symmetric_difference(true).area < 0.02 * true.area
    nameless = tmp_path / "names.geojson"  # names make up whole counties too
    gpd.read_file(path).drop(columns="XZQDM").to_file(nameless, driver="GeoJSON", COORDINATE_PRECISION=9)
    assert intake.examine([nameless], office_maps.root).reports[0].system == system


def test_provinces_whose_middle_lies_outside_them_are_known_by_code(office_maps, tmp_path):
    path = tmp_path / "provinces.gpkg"
    provinces = office_maps.atlas.regions(["46", "62", "63"])
    gpd.GeoDataFrame({"代码": provinces["code"] + "0000"}, geometry=list(provinces.geometry), crs=4326).to_file(path)
    told = intake.examine([path], office_maps.root).reports[0]
    assert (sorted(told.by_code), told.quarantined) == (["46", "62", "63"], [])


def test_a_code_given_twice_is_one_region_and_said_when_the_names_differ(office_maps, townships, tmp_path):
    path = tmp_path / "twice.geojson"
    townships.loc[1, "XZQDM"] = townships.loc[0, "XZQDM"]
    collected = [shapely.GeometryCollection([shape, shapely.Point(96, 32)]) for shape in townships.geometry]
    townships.set_geometry(collected, crs=4490).to_crs(4326).to_file(path, driver="GeoJSON")
    told = intake.examine([path], office_maps.root).reports[0]
    assert any(note.startswith(f"{townships.loc[0, 'XZQDM']}：") and "同一代码" in note for note in told.notes)


def test_projected_coordinates_and_geopackage(office_maps, townships, tmp_path):
    path = tmp_path / "towns.gpkg"
    townships.to_crs(4535).to_file(path, layer="xz", driver="GPKG")
    found = intake.examine([path], office_maps.root)
    assert found.reports[0].system == "wgs84"
    assert set(found.by_level["township"]["code"]) == set(townships["XZQDM"])


def test_zip_with_chinese_names_inside(office_maps, townships, tmp_path):
    path = write_shapefile(townships, tmp_path / "乡镇界")
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("乡镇界.*"):
            archive.write(part, f"数据/{part.name}")
    assert len(intake.examine([packed], office_maps.root).by_level["township"]) == len(townships)
    assert path.exists()


def test_a_field_name_cut_inside_a_character(office_maps, townships, tmp_path):
    path = write_shapefile(townships.rename(columns={"XZQMC": "NAMEMMMMMM"}), tmp_path / "cut")
    table = path.with_suffix(".dbf")
    content = table.read_bytes().replace(b"NAMEMMMMMM", "行政区名称".encode("gb18030")[:9] + b"\x00")
    table.write_bytes(content)
    assert len(intake.examine([path], office_maps.root).by_level["township"]) == len(townships)


def test_names_stand_in_for_codes(office_maps, townships, tmp_path):
    path = tmp_path / "names.geojson"
    nameless = townships.drop(columns="XZQDM")
    nameless.loc[0, "XZQMC"] = "不存在乡"
    nameless.to_crs(4326).to_file(path, driver="GeoJSON")
    told = intake.examine([path], office_maps.root, "township").reports[0]
    assert sorted(told.by_name) == sorted(townships["XZQDM"][1:])
    assert [(q.name, q.reason) for q in told.quarantined] == [("不存在乡", "代码和名称都对不上")]


def test_one_bad_feature_never_hides_the_others(office_maps, townships, tmp_path):
    spoiled = townships.copy()
    spoiled.loc[0, "geometry"] = shapely.transform(spoiled.geometry[0], lambda c: c[:, ::-1])
    spoiled.loc[1, "geometry"] = shapely.box(0, 0, 0.0, 0.0)
    spoiled.loc[2, "geometry"] = shapely.affinity.translate(spoiled.geometry[2], 5, 0)
    bow = shapely.Polygon([(96.3, 32.2), (96.5, 32.4), (96.5, 32.2), (96.3, 32.4)])
    spoiled.loc[3, "geometry"] = bow
    path = write_shapefile(spoiled, tmp_path / "bad")
    told = intake.examine([path], office_maps.root).reports[0]
    reasons = {q.code: q.reason for q in told.quarantined}
    codes = townships["XZQDM"]
    assert reasons[codes[0]] == "经度与纬度颠倒"
    assert reasons[codes[2]] == "不在所属县的范围内"
    assert codes[1] in reasons
    assert codes[3] in told.repaired
    assert len(told.by_code) == len(codes) - 3


def test_overlaps_become_shared_borders(office_maps, townships, tmp_path):
    torn = townships.copy()
    torn.loc[0, "geometry"] = torn.geometry[0].buffer(0.004)
    path = tmp_path / "torn.geojson"
    torn.to_crs(4326).to_file(path, driver="GeoJSON")
    frame = intake.examine([path], office_maps.root).by_level["township"]
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())


def test_missing_townships_are_made_up_inside_what_is_left(office_maps, townships, tmp_path):
    path = tmp_path / "some.geojson"
    townships[:6].to_crs(4326).to_file(path, driver="GeoJSON")
    intake.commit(intake.examine([path], office_maps.root), office_maps.root)
    file = office_maps.children(COUNTY)
    assert set(file.codes) == set(townships["XZQDM"])
    assert set(file.made_up) == set(townships["XZQDM"][6:])
    below = office_maps.atlas.below(COUNTY)
    town = townships["XZQDM"][0]
    villages = below[below["code"].str.startswith(town) & (below["code"].str.len() == 12)]
    assert villages["schematic"].all()
    real = below.set_index("code").geometry[town]
    assert shapely.union_all(villages.geometry.to_numpy()).symmetric_difference(real).area < 1e-4 * real.area


def test_a_county_border_changes_what_lies_above_and_below(office_maps, tmp_path):
    county = office_maps.atlas.geometry(COUNTY)
    smaller = county.intersection(shapely.box(0, 0, 96.8, 90))
    frame = gpd.GeoDataFrame({"code": ["156632725"], "name": ["囊谦县"]}, geometry=[smaller], crs=4326)
    path = tmp_path / "county.geojson"
    frame.to_file(path, driver="GeoJSON")
    intake.commit(intake.examine([path], office_maps.root, "county", "wgs84"), office_maps.root)
    assert office_maps.children(COUNTY).bounds[2] <= 96.81
    assert office_maps.atlas.geometry("6327").area < 0.9999 * MapFiles(office_maps.root).atlas.geometry("63").area


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("632725", "632725"),
        ("632725.0", "632725"),
        ("156632725", "632725"),
        ("632725000000", "632725"),
        ("632725100000", "632725100"),
        ("632725100201", "632725100201"),
    ],
)
def test_codes_as_offices_write_them(raw, expected):
    assert expected in forms(raw)


def test_what_is_no_code():
    assert forms("囊谦县") == []
    assert forms("") == []


@pytest.mark.parametrize(
    ("name", "content"), [("empty.geojson", b""), ("broken.zip", b"PK"), ("notes.txt", b"x"), ("no.shp", None)]
)
def test_unreadable_files_say_so(office_maps, tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableError, match=name.split(".")[0]):
        intake.examine([path], office_maps.root)


def test_a_file_swapped_throughout_says_so(office_maps, townships, tmp_path):
    path = tmp_path / "swapped.geojson"
    turned = [shapely.transform(shape, lambda c: c[:, ::-1]) for shape in townships.geometry]
    townships.set_geometry(turned, crs=4490).to_file(path, driver="GeoJSON")
    with pytest.raises(UnreadableError, match="经度与纬度颠倒"):
        intake.examine([path], office_maps.root)


def test_old_datums_are_refused_unless_asked_for(office_maps, townships, tmp_path):
    path = tmp_path / "old.gpkg"
    townships.set_crs(4610, allow_override=True).to_file(path, driver="GPKG")
    with pytest.raises(UnreadableError, match="转换参数"):
        intake.examine([path], office_maps.root)
    assert intake.examine([path], office_maps.root, system="EPSG:4610").reports[0].notes


def test_the_report_reads_as_sentences(office_maps, townships, tmp_path):
    path = tmp_path / "towns.geojson"
    townships.to_crs(4326).to_file(path, driver="GeoJSON")
    text = "\n".join(report.lines(intake.examine([path], office_maps.root)))
    assert f"按代码对上 {len(townships)}" in text
    assert "乡级" in text


def test_the_command_previews_replaces_and_undoes(office_maps, townships, tmp_path, monkeypatch, capsys):
    from argparse import ArgumentParser

    from dashboard.commands import boundaries

    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    path = tmp_path / "towns.geojson"
    townships.to_crs(4326).to_file(path, driver="GeoJSON")
    top = ArgumentParser()
    boundaries.add_parser(top.add_subparsers())

    def command(*words):
        args = top.parse_args(["boundaries", *words])
        return args.run(args)

    assert command("undo") == 2
    assert command("import", str(path), "--preview") == 0
    assert store.current_version(office_maps.root) == "pack"
    assert command("import", str(path), "--level", "township", "--crs", "EPSG:4326") == 0
    assert store.current_version(office_maps.root).startswith("0001-")
    assert command("undo") == 0
    assert store.current_version(office_maps.root) == "pack"
    assert command("import", str(tmp_path / "none.shp")) == 2
    assert "找不到文件" in capsys.readouterr().err
