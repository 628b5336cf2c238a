"""The shipped data pack: divisions of China, county polygons, the South China Sea line, and where the two disagree."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import shapely

ROOT = Path(__file__).resolve().parent / "china"

PLACEHOLDER_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Their four-digit codes (1101 市辖区, 5002 县) are no places."""

ROUND_COUNTIES = frozenset({"441900", "442000", "460400"})
"""County codes of cities without counties (东莞, 中山, 儋州): the only ones ending in 00 that are not a padded city code."""

LEVEL_OF_LENGTH = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}

RENAMED, ZONE, ABSORBED = "renamed", "zone", "absorbed"
"""Kinds of difference between divisions and polygons, see `differences`."""


def divisions(provinces: Iterable[str] | None = None) -> pd.DataFrame:
    """`code, name, level` sorted by code (pre-order), of the named provinces (two digits) or all; levels as in `LEVEL_OF_LENGTH`.

    Unknown provinces contribute no rows.
    """
    if provinces is None:
        table = pq.read_table(ROOT / "divisions.parquet", columns=["code", "name"])
    else:
        code = ds.field("code")
        wanted = ds.scalar(False)
        for province in sorted(set(provinces)):
            wanted = wanted | ((code >= province) & (code < province + "~"))
        table = pq.read_table(ROOT / "divisions.parquet", columns=["code", "name"], filters=wanted)
    frame = table.to_pandas().sort_values("code", ignore_index=True)
    frame["level"] = frame["code"].str.len().map(LEVEL_OF_LENGTH)
    return frame


def counties() -> gpd.GeoDataFrame:
    """County polygons of the pack, WGS84: `code, name, city_code, city_name, province_code, province_name, lon, lat`."""
    return _counties().copy()


@cache
def _counties() -> gpd.GeoDataFrame:
    found = gpd.read_parquet(ROOT / "counties.parquet")
    torn = (found["province_code"] == "330000").to_numpy()  # 龙泉 and 庆元 overlap by a sliver, which no union survives
    found.loc[torn, "geometry"] = shapely.coverage_clean(found.geometry.to_numpy()[torn], snapping_distance=1e-4)
    return found


@cache
def south_china_sea() -> dict:
    """GeoJSON of the ten segments of the South China Sea dashed line, which every national map shows."""
    return json.loads((ROOT / "south_china_sea_line.geojson").read_text(encoding="utf-8"))


@cache
def differences() -> pd.DataFrame:
    """Codes whose polygon stands elsewhere: `code` (index), `polygon`, `kind`, `name`.

    `renamed`: the division `code` is drawn by the pack's polygon of another code. `zone`: a development zone whose host county is
    `polygon`; it is drawn as a made-up piece of it. `absorbed`: `code` is a polygon without divisions, part of county `polygon`.
    """
    return pd.read_csv(ROOT / "differences.csv", dtype=str).set_index("code")


def is_placeholder(code: str, name: str = "") -> bool:
    """Whether a level exists in the code system only, so that a drill passes over it: 市辖区, 省直辖县级行政区划, and the county
    level of a city without counties (441900 东莞市, 620201 嘉峪关市)."""
    if len(code) == 4:
        return code[:2] in MUNICIPALITIES or code[2:] == "90" or name in PLACEHOLDER_NAMES
    if len(code) == 6:
        return code.endswith("00") or code == "620201" or name in PLACEHOLDER_NAMES
    return False


def drill_children(code: str, provinces: Iterable[str] | None = None) -> pd.DataFrame:
    """The divisions one drill below `code` ("0": the nation), placeholders passed over: `code, name, level`, sorted by code."""
    if code == "0":
        return divisions(provinces).query("level == 'province'").reset_index(drop=True)
    below = divisions({code[:2]})
    below = below[below["code"].str.startswith(code) & (below["code"] != code)]
    return drill_from(code, below)


def drill_from(code: str, below: pd.DataFrame) -> pd.DataFrame:
    """Of `below` (`code, name, …`, all regions under `code`) those one drill down, placeholders passed over."""
    length = {1: 2, 2: 4, 4: 6, 6: 9, 9: 12}.get(len(code))
    if length is None:
        return below.iloc[:0].reset_index(drop=True)
    found = below[below["code"].str.len() == length]
    empty = [c for c, name in zip(found["code"], found["name"], strict=True) if is_placeholder(c, name)]
    parts = [found[~found["code"].isin(empty)]]
    parts += [drill_from(c, below[below["code"].str.startswith(c) & (below["code"] != c)]) for c in empty]
    return pd.concat(parts).sort_values("code", ignore_index=True) if empty else parts[0].reset_index(drop=True)
