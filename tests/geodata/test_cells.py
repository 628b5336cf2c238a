"""Made-up cells: the same for ever, nested exactly, in one piece, none too small."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import shapely

from geodata import pack
from geodata.cells import area_cells, county_cells, zone_cells

# plain county; dense streets; archipelago; many villages in little room
COUNTIES = ("632725", "110101", "330903", "441900")


def cells_of(code):
    table = pack.counties().set_index("code")
    tree = pack.divisions([code[:2]])
    villages = tree[tree["code"].str.startswith(code) & (tree["code"].str.len() == 12)]["code"]
    by_town = villages.groupby(villages.str[:9]).apply(list).to_dict()
    row = table.loc[code]
    return row.geometry, by_town, county_cells(code, row.geometry, by_town, (row.lon, row.lat))


@pytest.fixture(scope="module", params=COUNTIES)
def made(request):
    return cells_of(request.param)


def test_every_township_and_village_has_a_cell(made):
    _, by_town, cells = made
    assert set(cells.townships) == set(by_town)
    assert set(cells.villages) == {village for villages in by_town.values() for village in villages}
    assert all(shape.area > 0 for shape in cells.villages.values())


def test_cells_share_borders_and_fill_the_county(made):
    outline, _, cells = made
    villages, townships = np.array(list(cells.villages.values())), np.array(list(cells.townships.values()))
    assert shapely.coverage_is_valid(villages)
    assert shapely.coverage_is_valid(townships)
    assert shapely.is_valid(villages).all()
    assert shapely.area(villages).sum() == pytest.approx(outline.area, rel=1e-5)


def test_a_township_is_exactly_the_union_of_its_villages(made):
    _, by_town, cells = made
    for town, villages in by_town.items():
        union = shapely.coverage_union_all([cells.villages[v] for v in villages])
        assert union.equals(cells.townships[town])


def test_a_cell_is_in_one_piece_but_for_whole_islands(made):
    outline, _, cells = made
    islands = shapely.get_parts(outline)
    for township in cells.townships.values():
        parts = shapely.get_parts(township)
        stray = parts[shapely.area(parts) < shapely.area(parts).max()]
        for part in stray:
            assert any(abs(part.area - island.area) < 1e-4 * island.area for island in islands)


@pytest.mark.parametrize("county", ["632725", "110101", "441900", "611002"])
def test_no_cell_is_a_speck(county):
    _, _, cells = cells_of(county)
    area = shapely.area(np.array(list(cells.villages.values())))
    assert area.min() > 0.02 * np.median(area)


def test_cells_are_the_same_for_ever():
    """A change here changes every office's map: raise `atlas.RECIPE` with it."""
    _, _, cells = cells_of("632725")
    digest = hashlib.sha256()
    for code, shape in sorted(cells.villages.items()):
        digest.update(code.encode() + np.round(shapely.get_coordinates(shapely.normalize(shape)), 4).tobytes())
    assert digest.hexdigest()[:16] == "581956d8e1531bcd"


def test_streets_are_smaller_than_the_countryside():
    _, _, cells = cells_of("630121")
    area = {town: shape.area for town, shape in cells.townships.items()}
    towns = [a for town, a in area.items() if town[6] == "1"]
    rural = [a for town, a in area.items() if town[6] == "2"]
    assert np.median(towns) < np.median(rural)


def test_one_level_alone():
    square = shapely.box(100, 30, 100.2, 30.2)
    villages = [f"632725100{n}" for n in range(200, 212)]
    cells = area_cells("632725100", square, villages)
    assert set(cells) == set(villages)
    assert shapely.area(list(cells.values())).sum() == pytest.approx(square.area, rel=1e-5)
    assert set(area_cells("632725100", square, villages[:1])) == {villages[0]}


def test_zones_lie_inside_their_host_and_leave_it_room():
    host = shapely.box(114, 38, 114.5, 38.4)
    zones = zone_cells("130108", host, {"130171": 40, "130172": 3}, 120)
    assert set(zones) == {"130171", "130172"}
    assert all(host.buffer(1e-6).contains(zone) for zone in zones.values())
    assert sum(zone.area for zone in zones.values()) < 0.6 * host.area
