"""The regions of the demo province: real codes and names, made-up residents, poverty and hardship."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from dashboard.demo import cells
from geodata import pack

KM_PER_DEGREE = 111.3

PREFECTURE_HARDSHIP = {"6326": 0.30, "6327": 0.35, "6328": -0.40, "6301": -0.10}
"""What distance and density do not tell: the pasture prefectures 果洛 and 玉树 are harder, mining 海西 easier."""

COMMUNITY_WORDS = "居委会|社区|居民|生活区"

TOWNSHIP_LINE = 10_000
"""Residents at which the township rule turns; a few townships are set exactly on it, so that readings differ."""


@dataclass(frozen=True, slots=True)
class Places:
    """Tables sorted by code. `county`, `township` columns are row numbers in the tables above.

    provinces, prefectures: code, name. counties: code, name, prefecture, lon, lat, hardship (0–1), poverty (relative).
    townships: code, name, county, residents. villages: code, name, township, county, residents, administrative, poor (weight).
    """

    province: str
    provinces: pd.DataFrame
    prefectures: pd.DataFrame
    counties: pd.DataFrame
    townships: pd.DataFrame
    villages: pd.DataFrame
    outlines: dict[str, shapely.Geometry]

    def village_codes(self) -> pa.Array:
        return pa.array(self.villages["code"], pa.string())


def places(province: str, seed: int) -> Places:
    """The divisions of `province` with their figures; LookupError when the data pack has no such province."""
    rows = require(province)
    rng = cells.stream(seed, "places")
    level = {name: part.drop(columns="level").reset_index(drop=True) for name, part in rows.groupby("level")}
    counties, outlines = _counties(level["county"], province, rng)
    townships, villages = level["township"], level["village"]
    counties["prefecture"] = _position(counties["code"].str[:4], level["city"]["code"])
    townships["county"] = _position(townships["code"].str[:6], counties["code"])
    villages["township"] = _position(villages["code"].str[:9], townships["code"])
    villages["county"] = townships["county"].to_numpy()[villages["township"]]
    villages["administrative"] = ~villages["name"].str.contains(COMMUNITY_WORDS)
    _residents(villages, townships, rng)
    weight = counties["poverty"].to_numpy()[villages["county"]] * np.where(villages["administrative"], 1.0, 0.08)
    villages["poor"] = weight * villages["residents"] * rng.lognormal(0, 0.5, len(villages))
    return Places(province, level["province"], level["city"], counties, townships, villages, outlines)


def every() -> list[str]:
    """The provinces that the data pack divides down to villages."""
    rows = pack.divisions()
    return sorted(rows.loc[rows["level"] == "village", "code"].str[:2].unique())


def require(province: str) -> pd.DataFrame:
    """The divisions of `province`; LookupError when the data pack has no such province."""
    rows = pack.divisions([province])
    if len(province) != 2 or rows.empty:
        raise LookupError(f"数据包中没有省份 {province}；请用两位省级代码，例如 63（青海）")
    return rows


def _position(keys: pd.Series, index: pd.Series) -> np.ndarray:
    return pd.Index(index).get_indexer(keys).astype(np.int32)


def _counties(table: pd.DataFrame, province: str, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, shapely.Geometry]]:
    """Label point, outline and hardship: far from the seat and thinly settled is hard; the pack may lack a polygon."""
    shapes = pack.counties().set_index("code")
    shapes = shapes[shapes["province_code"] == province.ljust(6, "0")]
    outlines = dict(shapes["geometry"].items())
    table = table.join(shapes[["lon", "lat"]], on="code")
    for axis in ("lon", "lat"):  # a development zone without a polygon stands in the middle of its prefecture
        middle = table.groupby(table["code"].str[:4])[axis].transform("mean")
        table[axis] = table[axis].fillna(middle).fillna(shapes[axis].mean()).round(4)
    east = np.cos(np.radians(table["lat"]))
    seat = table.iloc[0]
    away_km = np.hypot((table["lon"] - seat["lon"]) * east, table["lat"] - seat["lat"]) * KM_PER_DEGREE
    square = pd.Series({code: shape.area for code, shape in outlines.items()})
    area_km2 = table["code"].map(square).fillna(square.median()) * east * KM_PER_DEGREE**2
    hardship = 0.55 * away_km.rank(pct=True) + 0.45 * area_km2.rank(pct=True)
    hardship += table["code"].str[:4].map(PREFECTURE_HARDSHIP).fillna(0.0) + rng.normal(0, 0.06, len(table))
    table["hardship"] = hardship.clip(0.02, 1.0)
    table["poverty"] = (0.35 + table["hardship"]) * rng.lognormal(0, 0.25, len(table))
    return table, outlines


def _residents(villages: pd.DataFrame, townships: pd.DataFrame, rng: np.random.Generator) -> None:
    """Villages of some 850 residents, communities of some 3,500; about one township in seventy has exactly 10,000."""
    typical = np.where(villages["administrative"], 850, 3_500)
    people = np.maximum(60, (typical * rng.lognormal(0, 0.55, len(villages))).astype(np.int64))
    total = np.bincount(villages["township"], people, len(townships)).astype(np.int64)
    near = np.argsort(np.abs(total - TOWNSHIP_LINE), kind="stable")[: max(1, len(townships) // 70)]
    last = villages.groupby("township").tail(1).set_index("township").index
    last_row = dict(zip(last, villages.groupby("township").tail(1).index, strict=True))
    for town in near:
        row = last_row[town]
        if people[row] + TOWNSHIP_LINE - total[town] > 60:
            people[row] += TOWNSHIP_LINE - total[town]
    people[rng.random(len(villages)) < 0.002] = 800  # on the line of flag ①, which 800 does not reach
    villages["residents"] = people
    townships["residents"] = np.bincount(villages["township"], people, len(townships)).astype(np.int64)


def table(place: Places, clock_year: int, labels: np.ndarray) -> pa.Table:
    """T01 行政区划, the province down to its villages; `labels`: the counties' 区域标签, left out where none has one."""
    parts = [
        ("省", place.provinces),
        ("市(州)", place.prefectures),
        ("县", place.counties),
        ("乡", place.townships),
        ("村", place.villages),
    ]
    code = np.concatenate([part["code"] for _, part in parts])
    name = np.concatenate([part["name"] for _, part in parts])
    rank = np.concatenate([np.full(len(part), n) for n, (_, part) in enumerate(parts)])
    village = rank == 4
    cut = np.array([0, 2, 4, 6, 9])
    parent = [text[: cut[r]] for text, r in zip(code, rank, strict=True)]
    residents = np.concatenate([_sums(place), place.townships["residents"], place.villages["residents"]])
    administrative = np.zeros(len(code), bool)
    administrative[village] = place.villages["administrative"]
    poor_county = np.zeros(len(code), bool)
    poor_county[rank == 2] = place.counties["poverty"] > 0.6
    whole = pa.table(
        {
            "区划代码": cells.text(code),
            "区划名称": cells.text(name),
            "级别": cells.words(rank, [word for word, _ in parts]),
            "上级区划代码": cells.text(parent, rank > 0),
            "常住人口数": cells.whole(residents),
            "户籍人口数": cells.whole(residents * 1.04),
            "人口数据年份": cells.whole(np.full(len(code), clock_year)),
            "是否行政村": cells.flags(administrative, village),
            "是否贫困县": cells.flags(poor_county, rank == 2),
            "摘帽状态": cells.words(np.where(poor_county, 0, -1), ("已摘帽",)),
            "摘帽年度": cells.whole(np.full(len(code), clock_year), poor_county),
        }
    )
    if (labels != "").any():
        said = np.full(len(code), "", dtype=object)
        said[rank == 2] = labels
        whole = whole.append_column("区域标签", cells.text(said, said != ""))
    city_itself = (rank == 2) & pd.Series(code).str.endswith(
        "00"
    ).to_numpy()  # 460400 is 4604 written long: a city without counties
    return whole.filter(pa.array(~city_itself))


def _sums(place: Places) -> np.ndarray:
    """Residents of the province, its prefectures and its counties."""
    by_county = np.bincount(place.townships["county"], place.townships["residents"], len(place.counties))
    by_prefecture = np.bincount(place.counties["prefecture"], by_county, len(place.prefectures))
    return np.concatenate([[by_county.sum()], by_prefecture, by_county]).astype(np.int64)
