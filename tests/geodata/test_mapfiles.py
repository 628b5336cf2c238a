"""Map files for every province, the known differences, and the promises a browser relies on."""

from __future__ import annotations

import gzip
import json
import threading

import brotli
import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from geodata import pack
from geodata.mapfiles import MapFiles

PROVINCES = sorted(pack.divisions().query("level == 'province'")["code"])


def drawn(maps, file):
    return json.loads(maps.read(file.name))["features"]


@pytest.mark.parametrize("province", PROVINCES)
def test_every_province_drills_down_to_its_villages(shared_maps, province):
    prefectures = shared_maps.children(province)
    assert prefectures.codes
    assert not prefectures.missing
    city = prefectures.codes[len(prefectures.codes) // 2]
    code = city
    while len(code) < 9:
        file = shared_maps.children(code)
        assert file.codes, code
        assert len(drawn(shared_maps, file)) == len(file.codes)
        code = file.codes[0]
    villages = shared_maps.children(code)
    assert villages.codes
    assert villages.made_up == villages.codes
    assert shared_maps.children(villages.codes[0]).codes == ()


def test_children_are_those_of_the_drill(shared_maps):
    for parent in ("11", "42", "4419", "5002", "6202", "6328", "632725", "4603"):
        file = shared_maps.children(parent)
        assert sorted(file.codes + file.missing) == pack.drill_children(parent)["code"].tolist()


def test_the_nation_shows_all_of_china_and_stays_small(shared_maps):
    nation = shared_maps.children("0")
    assert {"71", "81", "82", *PROVINCES} == set(nation.codes)
    assert len(shared_maps.read(nation.name, "gzip")) < 300_000
    assert len(json.loads(shared_maps.read(shared_maps.south_china_sea().name))["features"]) >= 1


@pytest.mark.parametrize(("county", "polygon"), [("540481", "540422"), ("540581", "540530"), ("620201", "620200")])
def test_code_changes_are_drawn_by_the_old_polygon(shared_maps, county, polygon):
    old = pack.counties().set_index("code").geometry[polygon]
    assert shared_maps.atlas.geometry(county).equals(old)
    assert shared_maps.children(county).codes


def test_a_zone_is_a_made_up_piece_of_its_host_drawn_over_it(shared_maps):
    file = shared_maps.children("1301")
    assert {"130171", "130172"} == set(file.made_up)
    assert set(file.codes[-2:]) == {"130171", "130172"}
    assert shared_maps.children("130171").codes
    host = shared_maps.atlas.geometry("130108").buffer(1e-5)
    assert host.contains(shared_maps.atlas.geometry("130171"))


def test_a_zone_without_known_host_is_listed_as_missing(shared_maps):
    assert "130271" in shared_maps.children("1302").missing
    file = shared_maps.children("130271")
    assert (file.codes, file.bounds) == ((), None)
    assert file.missing


def test_polygons_without_divisions_leave_no_hole(shared_maps):
    gansu = shared_maps.atlas.geometry("62")
    table = pack.counties().set_index("code")
    for code in ("629700", "629800", "629900"):
        assert gansu.contains(table.geometry[code].representative_point())


@pytest.mark.parametrize("parent", ["0", "63", "46", "1301", "632725", "632725100", "330903"])
def test_exterior_rings_are_clockwise_and_rounded(shared_maps, parent):
    places = 5 if len(parent) == 9 else 4
    for feature in drawn(shared_maps, shared_maps.children(parent)):
        assert set(feature["properties"]) == {"name", "schematic"}
        for polygon in shapely.get_parts(shape(feature["geometry"])):
            assert not polygon.exterior.is_ccw
            assert all(ring.is_ccw for ring in polygon.interiors)
            points = shapely.get_coordinates(polygon)
            assert np.abs(points - np.round(points, places)).max() < 1e-9


def test_files_are_named_by_content_and_compressed_alike(shared_maps):
    file = shared_maps.children("63")
    plain = shared_maps.read(file.name)
    assert brotli.decompress(shared_maps.read(file.name, "br")) == plain
    assert gzip.decompress(shared_maps.read(file.name, "gzip")) == plain
    assert file.url == f"/geo/{file.name}"
    assert [feature["id"] for feature in json.loads(plain)["features"]] == list(file.codes)


def test_the_same_file_comes_out_of_another_place_and_process(shared_maps, tmp_path):
    again = MapFiles(shared_maps.root)
    assert again.children("632725") == shared_maps.children("632725")
    elsewhere = MapFiles(tmp_path)
    names = []
    threads = [threading.Thread(target=lambda: names.append(elsewhere.children("632725").name)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(names) == {shared_maps.children("632725").name}
    assert len(names) == 4


@pytest.mark.parametrize("name", ["../index/x", "children-63-0000000000000000.geojson", "x.geojson", ""])
def test_names_that_are_no_map_file(shared_maps, name):
    with pytest.raises(LookupError):
        shared_maps.read(name)


def test_a_word_is_no_region(shared_maps):
    with pytest.raises(LookupError):
        shared_maps.children("../63")


def test_labels_and_random_points_lie_inside(shared_maps):
    codes = ["63", "6327", "632725", "632725100", "130271"]
    labels = shared_maps.label_points(codes)
    assert set(labels) == set(codes) - {"130271"}
    rng = np.random.default_rng(7)
    for code, (lon, lat) in labels.items():
        assert shared_maps.contains(code, [lon], [lat]).all()
        point = shared_maps.random_point_in(code, rng)
        assert shared_maps.contains(code, [point[0]], [point[1]]).all()
    assert shared_maps.random_point_in("130271", rng) is None


def test_locate_answers_the_county(shared_maps):
    lon, lat = shared_maps.label_points(["632725"])["632725"]
    assert shared_maps.locate(np.array([lon, 0.0]), np.array([lat, 0.0])).tolist() == ["632725", ""]


def test_neighbours_surround_without_the_region_itself(shared_maps):
    assert set(shared_maps.neighbours("63").codes) == {"51", "54", "62", "65"}
    assert {"12", "13"} == set(shared_maps.neighbours("11").codes)
    assert "11" in shared_maps.neighbours("1310").codes
    assert shared_maps.outline("632725").codes == ("632725",)
