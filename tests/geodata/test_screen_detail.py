"""What a drawn map leaves out: detail below a pixel, islets far out at sea."""

import numpy as np
import shapely

from geodata import geojson, pack
from geodata.mapfiles import FINEST, MapFiles


def _qinghai() -> np.ndarray:
    counties = pack.counties()
    return counties[counties["code"].str.startswith("63")].geometry.to_numpy()


def test_detail_below_a_pixel_goes_and_borders_stay_shared():
    fine = _qinghai()
    seen = geojson.as_fine_as_seen(fine, FINEST)
    assert shapely.get_num_coordinates(seen).sum() < shapely.get_num_coordinates(fine).sum()
    west, _, east, _ = geojson.bounds(fine)
    step = (east - west) / FINEST
    assert max(shapely.hausdorff_distance(a, b) for a, b in zip(fine, seen, strict=True)) < 3 * step
    gaps = shapely.area(shapely.union_all(fine)) - shapely.area(shapely.union_all(seen))
    assert abs(gaps) < step * shapely.length(shapely.union_all(fine))
    assert shapely.coverage_is_valid(seen)


def test_no_polygon_is_lost_to_coarseness():
    islet = shapely.Point(10, 0).buffer(1e-4)
    seen = geojson.as_fine_as_seen(np.array([shapely.box(0, 0, 5, 5), islet]), 100)
    assert not shapely.is_empty(seen).any()
    assert shapely.is_valid(seen).all()


def test_far_islets_leave_the_frame_for_an_inset_with_the_whole_dashed_line(shared_maps):
    hainan, line = shared_maps.children("46"), shared_maps.south_china_sea()
    west, south, east, _ = hainan.bounds
    assert south > 18
    assert east - west < 4
    assert hainan.inset[1] < 4
    assert hainan.inset[1] <= line.bounds[1]
    assert hainan.inset[2] >= line.bounds[2]
    assert {"4603"} <= set(hainan.codes)


def test_coasts_with_islands_near_by_keep_one_picture(shared_maps):
    for code in ("0", "33", "3309", "35", "44", "63", "4603"):
        assert shared_maps.children(code).inset is None, code


def test_only_what_was_made_before_is_ready(tmp_path):
    maps = MapFiles(tmp_path)
    assert maps.ready("6301") == ()
    maps.children("6301")
    assert maps.ready("6301") == (), "its surroundings are not there yet"
    neighbours = maps.neighbours("6301")
    assert [file.name for file in maps.ready("6301")] == [maps.children("6301").name, neighbours.name]
    again = MapFiles(tmp_path)
    assert again.ready("6301") == maps.ready("6301")
    assert again.size(neighbours) == len(again.read(neighbours.name, "br"))
