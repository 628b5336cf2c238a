"""The pack, and every known difference between divisions and polygons."""

from __future__ import annotations

import pytest

from geodata import pack


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("1101", "市辖区", True),
        ("5002", "县", True),
        ("4190", "省直辖县级行政区划", True),
        ("6590", "自治区直辖县级行政区划", True),
        ("441900", "东莞市", True),
        ("442000", "中山市", True),
        ("460400", "儋州市", True),
        ("620201", "嘉峪关市", True),
        ("630101", "市辖区", True),
        ("4419", "东莞市", False),
        ("6202", "嘉峪关市", False),
        ("429004", "仙桃市", False),
        ("632857", "大柴旦行政委员会", False),
        ("11", "北京市", False),
        ("441900003", "东城街道", False),
        ("0", "全国", False),
    ],
)
def test_placeholder_levels(code, name, expected):
    assert pack.is_placeholder(code, name) is expected


def test_divisions_of_some_provinces_are_those_of_all():
    everything = pack.divisions()
    some = pack.divisions(["63", "11"])
    assert some["code"].is_monotonic_increasing
    assert some["code"].tolist() == everything.loc[everything["code"].str[:2].isin(["63", "11"]), "code"].tolist()
    assert set(everything["level"]) == {"province", "city", "county", "township", "village"}


def test_unknown_province_has_no_divisions():
    assert pack.divisions(["99"]).empty


def test_a_drill_passes_over_placeholders():
    assert "110101" in set(pack.drill_children("11")["code"])
    hubei = set(pack.drill_children("42")["code"])
    assert {"4201", "429004", "429021"} <= hubei
    assert "4290" not in hubei
    assert set(pack.drill_children("4419")["code"].str.len()) == {9}
    assert set(pack.drill_children("6202")["code"].str[:6]) == {"620201"}
    assert "632857" in set(pack.drill_children("6328")["code"])
    chongqing = set(pack.drill_children("50")["code"])
    assert {"500101", "500229"} <= chongqing
    assert len(pack.drill_children("0")) == 31
    assert pack.drill_children("632725100201").empty


def test_differences_name_codes_that_exist():
    divisions, polygons = set(pack.divisions()["code"]), set(pack.counties()["code"])
    table = pack.differences()
    assert set(table["polygon"]) <= polygons
    absorbed = table["kind"] == pack.ABSORBED
    assert set(table.index[absorbed]) <= polygons
    assert set(table.index[~absorbed]) <= divisions - polygons
    zones = table[table["kind"] == pack.ZONE]
    assert (zones.index.str[:4] == zones["polygon"].str[:4]).all()


def test_the_dashed_line_has_ten_segments():
    assert sum(len(feature["geometry"]["coordinates"]) for feature in pack.south_china_sea()["features"]) == 10


def test_county_codes_that_end_in_zeros_are_those_of_cities_without_counties():
    codes = pack.divisions()["code"]
    assert set(codes[(codes.str.len() == 6) & codes.str.endswith("00")]) == pack.ROUND_COUNTIES
