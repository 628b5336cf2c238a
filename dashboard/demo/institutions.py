"""Medical institutions (T02): who stands where, of what kind, since when. Some counties and townships have none on purpose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.demo import cells
from dashboard.demo.cells import NEVER
from dashboard.demo.clock import Clock
from dashboard.demo.places import Places
from dashboard.demo.points import village_points
from geodata.atlas import Atlas

ALWAYS = np.int32(0)

KINDS = (
    "综合医院",
    "中医院",
    "妇幼保健院",
    "疾控中心",
    "乡镇卫生院",
    "社区卫生服务中心",
    "社区卫生服务站",
    "村卫生室",
    "流动村卫生室",
)
GENERAL, TCM, MATERNITY, CDC, TOWNSHIP, COMMUNITY, STATION, CLINIC, MOBILE = range(len(KINDS))
GRADES = ("未评级", "一级", "二级", "三级")
LAYERS = ("省", "市", "县", "乡", "村")

NO_HOSPITAL_COUNTIES = 2
NO_HOSPITAL_TOWNSHIPS = 0.012
BLANK_VILLAGES = 0.28
"""Share of administrative villages without a clinic where hardship is 1; it falls with the square of hardship."""


@dataclass(frozen=True, slots=True)
class Institutions:
    """`table` has one row per institution: kind, grade, layer, public, region, serves, county, township, village,
    opened, lon, lat (`township`, `village` −1 above that level). Tier rows are positions in it."""

    table: pd.DataFrame
    ids: pa.Array

    def rows(self, *kinds: int) -> np.ndarray:
        return np.flatnonzero(self.table["kind"].isin(kinds))

    def first_of(self, column: str, count: int, *kinds: int) -> np.ndarray:
        """Per county/township/village row, its first institution of these kinds; −1 where it has none."""
        rows = self.rows(*kinds)[::-1]
        found = np.full(count, -1, np.int64)
        found[self.table[column].to_numpy()[rows]] = rows
        return found


def institutions(place: Places, clock: Clock, seed: int, atlas: Atlas | None = None) -> Institutions:
    rng = cells.stream(seed, "institutions")
    spots = village_points(place, cells.stream(seed, "points"), atlas)
    towns, villages = place.townships, place.villages
    seat = (
        villages.groupby("township").head(1).set_index("township").index
    )  # a township's institution stands in its first village
    town_spot = np.zeros((len(towns), 2))
    town_spot[seat] = spots[villages.groupby("township").head(1).index]
    parts = [_county_level(place, rng), _township_level(place, town_spot, rng), _village_level(place, spots, clock, rng)]
    table = pd.concat(parts, ignore_index=True).fillna({"opened": 0, "township": -1, "village": -1, "serves": ""})
    table = table.astype({"opened": np.int32, "township": np.int32, "village": np.int32, "county": np.int32, "kind": np.int8})
    return Institutions(table, cells.serials(f"DEMO-{place.province}-J", len(table), 5))


def _county_level(place: Places, rng: np.random.Generator) -> pd.DataFrame:
    """A general hospital per county, often a 中医院; the seat's first districts have municipal and provincial ones instead."""
    rows = []
    counties = place.counties
    hard = counties["hardship"].to_numpy()
    people = np.bincount(place.townships["county"], place.townships["residents"], len(counties))
    order = np.argsort(people, kind="stable")
    without = set(order[: NO_HOSPITAL_COUNTIES - 1].tolist())  # the smallest county has none
    districts = counties.groupby("prefecture").head(2).index[:NO_HOSPITAL_COUNTIES]  # two districts of the seat: municipal only
    for row, county in counties.iterrows():

        def add(
            kind: int,
            name: str,
            grade: int,
            layer: int,
            public: bool = True,
            serves: str = "",
            at: pd.Series = county,
            row: int = row,
        ):
            away = rng.normal(0, 0.004, 2)
            rows.append(
                {
                    "kind": kind,
                    "name": f"{at['name']}{name}（示例）",
                    "grade": grade,
                    "layer": layer,
                    "public": public,
                    "region": at["code"],
                    "serves": serves,
                    "county": row,
                    "lon": at["lon"] + away[0],
                    "lat": at["lat"] + away[1],
                }
            )

        if row == districts[0]:
            add(GENERAL, "省级综合医院", 3, 0)
        if row in districts:  # the second one is marked by the province as serving its district, the first is not
            add(GENERAL, "市级综合医院", 3, 1, serves=county["code"] if row == districts[-1] else "")
        elif row not in without:
            add(GENERAL, "人民医院", 2, 2)
            if rng.random() < 0.75 - 0.3 * hard[row]:
                add(TCM, "中医院", 2, 2)
            if rng.random() < 0.12:
                add(GENERAL, "民营综合医院", 1, 2, public=False)
        add(MATERNITY, "妇幼保健院", 1, 2)
        add(CDC, "疾病预防控制中心", 0, 2)
    return pd.DataFrame(rows)


def _township_level(place: Places, spots: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """One 卫生院 per township (社区卫生服务中心 in a 街道), a second in a few; a few have none, one of these is served
    by a neighbour."""
    towns = place.townships
    street = towns["name"].str.contains("街道").to_numpy()
    bare = np.flatnonzero(rng.random(len(towns)) < NO_HOSPITAL_TOWNSHIPS)
    bare = bare if len(bare) else np.array([len(towns) - 1])
    has = np.ones(len(towns), bool)
    has[bare] = False
    second = np.flatnonzero(has & (rng.random(len(towns)) < 0.03))
    own = np.concatenate([np.flatnonzero(has), second])
    own.sort()
    serves = np.full(len(own), "", object)
    if len(bare) > 1:  # a neighbour of the same county lists the township it serves
        near = np.flatnonzero(towns["county"].to_numpy()[own] == towns["county"].iat[bare[0]])
        if len(near):
            serves[near[0]] = towns["code"].iat[bare[0]]
    repeat = np.concatenate([[False], own[1:] == own[:-1]])
    jitter = rng.normal(0, 0.0008, (len(own), 2))
    suffix = np.where(street[own], "社区卫生服务中心", np.where(repeat, "第二卫生院", "卫生院"))
    return pd.DataFrame(
        {
            "kind": np.where(street[own], COMMUNITY, TOWNSHIP),
            "name": towns["name"].to_numpy()[own] + suffix + "（示例）",
            "grade": (rng.random(len(own)) < 0.4).astype(int),
            "layer": 3,
            "public": rng.random(len(own)) < 0.985,
            "region": towns["code"].to_numpy()[own],
            "serves": serves,
            "county": towns["county"].to_numpy()[own],
            "township": own,
            "lon": spots[own, 0] + jitter[:, 0],
            "lat": spots[own, 1] + jitter[:, 1],
        }
    )


def _village_level(place: Places, spots: np.ndarray, clock: Clock, rng: np.random.Generator) -> pd.DataFrame:
    """Clinics of administrative villages (mobile ones on the pastures, some opened in the course of the months), stations of
    communities."""
    villages = place.villages
    hard = place.counties["hardship"].to_numpy()[villages["county"]]
    administrative = villages["administrative"].to_numpy()
    blank = administrative & (rng.random(len(villages)) < 0.003 + BLANK_VILLAGES * hard**2.5)
    opened = np.where(blank, clock.first_day + rng.integers(20, 420, len(villages)), ALWAYS)
    opened = np.where(blank & (rng.random(len(villages)) < 0.15), NEVER, opened)
    keep = opened < clock.end_day
    keep &= administrative | (rng.random(len(villages)) < 0.6)
    twice = np.flatnonzero(keep & administrative & (rng.random(len(villages)) < 0.04))
    own = np.sort(np.concatenate([np.flatnonzero(keep), twice]))
    repeat = np.concatenate([[False], own[1:] == own[:-1]])
    mobile = administrative[own] & ((rng.random(len(own)) < 0.30 * hard[own] ** 2) | (repeat & (hard[own] > 0.5)))
    kind = np.where(~administrative[own], STATION, np.where(mobile, MOBILE, CLINIC))
    jitter = np.where(repeat, 0.0012, 0.0)
    return pd.DataFrame(
        {
            "kind": kind,
            "name": villages["name"].to_numpy()[own] + np.array(KINDS, object)[kind] + np.where(repeat, "二", "") + "（示例）",
            "grade": 0,
            "layer": 4,
            "public": rng.random(len(own)) < 0.9,
            "region": villages["code"].to_numpy()[own],
            "county": villages["county"].to_numpy()[own],
            "township": villages["township"].to_numpy()[own],
            "village": own,
            "opened": opened[own],
            "lon": spots[own, 0] + jitter,
            "lat": spots[own, 1] + jitter,
        }
    )


def institutions_table(every: Institutions, as_of: int) -> pa.Table:
    """T02 医疗卫生机构 that exist on `as_of`."""
    rows = np.flatnonzero(every.table["opened"].to_numpy() <= as_of)
    t = every.table.iloc[rows]
    county_level = (t["layer"] <= 2).to_numpy()
    return pa.table(
        {
            "机构编码": every.ids.take(pa.array(rows)),
            "机构名称": cells.text(t["name"]),
            "机构类别": cells.words(t["kind"].to_numpy(), KINDS),
            "医院等级": cells.words(t["grade"].to_numpy(), GRADES),
            "机构层级": cells.words(t["layer"].to_numpy(), LAYERS),
            "举办性质": cells.words((~t["public"].to_numpy(bool)).astype(np.int8), ("公立", "民营"), rows % 331 != 0),
            "所在区划代码": cells.text(t["region"]),
            "服务区划代码列表": cells.text(t["serves"], (t["serves"] != "").to_numpy()),
            "是否定点医院": cells.flags(county_level),
            "主要负责人": cells.names(rows),
            "填报人": cells.names(rows * 7 + 3),
            "是否设医疗扶贫窗口": cells.flags(rows % 13 != 0, county_level),
            "是否开通绿色通道": cells.flags(rows % 11 != 0, county_level),
            "是否取消住院押金": cells.flags(rows % 17 != 0, county_level),
            "是否先诊疗后付费": cells.flags(rows % 19 != 0, county_level),
            "是否建立HIS医保身份标识通道": cells.flags(rows % 5 != 0, county_level),
            "是否落实六减免": cells.flags(rows % 7 != 0, county_level),
            "经度": pa.array(t["lon"].round(4)),
            "纬度": pa.array(t["lat"].round(4)),
        }
    )
