"""Where villages are, and the nearest qualified doctor and stocked clinic of each."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.access import mask
from dashboard.blankspots import Places
from dashboard.hierarchy import NATION
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.selection import PRESETS
from dashboard.services.base import Context
from dashboard.services.geometry import Geometry
from dashboard.services.oversight_models import Nearest
from dashboard.services.points import located
from dashboard.services.scopes import kept, parts

COUNTY_DIGITS = 6


@dataclass(frozen=True)
class Nearby:
    """Nearest places of a list of villages, by village code. `placed`: the villages whose own position is known here."""

    doctors: dict[str, Nearest]
    clinics: dict[str, Nearest]
    placed: set[str]


def nearby(context: Context, geometry: Geometry, month: str, codes: list[str], all_cells: bool) -> Nearby:
    """As the crow flies, over the whole month: a neighbour across the border counts.

    A village stands at its clinic, else at the centre that 行政区划 reports; without either at the label point of its cell, which
    is drawn on demand and so only for one county, or (`all_cells`, for exports) for all. Where that is needed and not done no
    distance is told: the same village never has two.
    """
    doctors, clinics = kept(context, month, ("nearby",), lambda: _candidates(context, month))
    counties = {code[:COUNTY_DIGITS] for code in codes}
    drawn = counties if all_cells or len(counties) == 1 else set()
    own = kept(context, month, ("sites",), lambda: _sites(context, month)).reindex(codes)
    lost = {code for code, blank in zip(codes, own["lon"].isna(), strict=True) if blank}
    lost |= set(doctors.lost["code"]) | set(clinics.lost["code"])
    cells = _cells(geometry, [code for code in sorted(lost) if code[:COUNTY_DIGITS] in drawn])
    waiting = {code[:COUNTY_DIGITS] for code in (*doctors.lost["code"], *clinics.lost["code"])} - drawn
    asked = _Askers.at(codes, own, cells, waiting)
    found_doctors, found_clinics = _nearest(doctors.drawn(cells), asked), _nearest(clinics.drawn(cells), asked)
    names = _doctor_names(context, month, {row["person"] for row, _ in found_doctors.values() if row["person"]})
    return Nearby(
        {code: _told(row, km, names) for code, (row, km) in found_doctors.items()},
        {code: _told(row, km, names) for code, (row, km) in found_clinics.items()},
        {code for code, x in zip(codes, asked.lon, strict=True) if not math.isnan(x)},
    )


@dataclass(frozen=True)
class _Askers:
    """The villages that ask and where they stand; `schematic`: at a cell's label point."""

    codes: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    schematic: np.ndarray

    @classmethod
    def at(cls, codes: list[str], own: pd.DataFrame, cells: dict[str, tuple[float, float]], waiting: set[str]) -> _Askers:
        nowhere = (math.nan, math.nan)
        blank = own["lon"].isna().to_numpy()
        points = [
            nowhere if code[:COUNTY_DIGITS] in waiting else cells.get(code, nowhere) if lost else (x, y)
            for code, lost, x, y in zip(codes, blank, own["lon"], own["lat"], strict=True)
        ]
        lon, lat = np.array(points, dtype=float).reshape(-1, 2).T
        return cls(np.array(codes, dtype=object), lon, lat, blank)


@dataclass(frozen=True)
class _Candidates:
    """`known` stand at coordinates; `lost` wait for their cell: those of a county that reports no coordinates at all. Where
    others of the county have coordinates, nobody is sent to a place that is only drawn."""

    known: Places
    lost: pd.DataFrame

    @classmethod
    def of(cls, frame: pd.DataFrame) -> _Candidates:
        blank = frame["lon"].isna()
        county = frame["code"].str[:COUNTY_DIGITS]
        unplaced = ~county.isin(county[~blank])
        return cls(Places(frame[~blank].reset_index(drop=True)), frame[unplaced])

    def drawn(self, cells: dict[str, tuple[float, float]]) -> Places:
        """With those whose cell is drawn."""
        more = self.lost[self.lost["code"].isin(cells)]
        if more.empty:
            return self.known
        points = [cells[code] for code in more["code"]]
        placed = more.assign(lon=[p[0] for p in points], lat=[p[1] for p in points], schematic=True)
        return Places(pd.concat([self.known.frame, placed], ignore_index=True))


def _told(row: dict, km: float, names: dict[str, str]) -> Nearest:
    return Nearest(row["role"], row["name"], mask("姓名", names.get(row["person"])), round(km, 1), bool(row["schematic"]))


def _candidates(context: Context, month: str) -> tuple[_Candidates, _Candidates]:
    """Places with a qualified doctor, and clinics that pass in villages without risk."""
    cube = context.cube(month)
    facts = cube.table("village_facts").to_pandas()
    sites = _sites(context, month).reindex(facts["region_code"])
    facts["lon"], facts["lat"] = sites["lon"].to_numpy(), sites["lat"].to_numpy()
    staffed = facts[(facts["doctors"].fillna(0) >= 1).to_numpy(dtype=bool)]
    doctors = pd.DataFrame(
        {
            "code": staffed["region_code"].astype(str),
            "name": staffed["region_name"].astype(str),
            "role": [f"村医{f' {n} 人' if n > 1 else ''}" for n in staffed["doctors"]],
            "person": staffed["doctor_id"].fillna("").astype(str),
            "lon": staffed["lon"],
            "lat": staffed["lat"],
        }
    )
    verdicts = cube.table("verdicts", PRESETS[0]).to_pandas()
    sound = verdicts[(verdicts["tier"] == "village") & (verdicts["status"] == "无风险")]["region_code"].astype(str)
    passing = facts[facts["region_code"].isin(sound) & (facts["clinic_code"].astype(str) != "")]
    clinics = pd.DataFrame(
        {
            "code": passing["region_code"].astype(str),
            "name": passing["region_name"].astype(str),
            "role": "村卫生室",
            "person": "",
            "lon": passing["lon"],
            "lat": passing["lat"],
        }
    )
    doctors = pd.concat([doctors, _centres(cube)], ignore_index=True)
    return _Candidates.of(doctors.assign(schematic=False)), _Candidates.of(clinics.assign(schematic=False))


def _sites(context: Context, month: str) -> pd.DataFrame:
    """`lon, lat` of each village that the records place, by code: its clinic's, else its centre's."""
    found = [
        _clinic_points(context.cube(month)),
        *(_centres_of_villages(records) for records, _ in parts(context, month, NATION)),
    ]
    every = pd.concat([frame for frame in found if len(frame)] or found[:1])
    return every[~every.index.duplicated()]


def _centres_of_villages(records: MonthRecords) -> pd.DataFrame:
    rows = records.frame("行政区划", ["区划代码", "中心经度", "中心纬度"]).dropna()
    placed = pd.DataFrame({"lon": rows["中心经度"].astype(float), "lat": rows["中心纬度"].astype(float)}).set_axis(
        rows["区划代码"].astype(str)
    )
    return placed[located(placed["lon"], placed["lat"])]


def _clinic_points(cube: MonthCube) -> pd.DataFrame:
    """`lon, lat` of each village's clinic (the one that decides first), by village code; without unusable coordinates."""
    rows = cube.table("institutions", PRESETS[0]).select(["region_code", "tier", "decides", "lon", "lat"]).to_pandas()
    rows = rows[(rows["tier"] == "village") & located(rows["lon"], rows["lat"])].sort_values("decides", ascending=False)
    return rows.drop_duplicates("region_code").set_index("region_code")[["lon", "lat"]]


def _centres(cube: MonthCube) -> pd.DataFrame:
    """Township centres that report a licensed physician."""
    items = cube.table("items", PRESETS[0]).to_pandas()
    items = items[(items["tier"] == "township") & (items["item"] == "physicians")]
    number = [int(json.loads(text).get("执业医师数") or 0) for text in items["inputs"]]
    staffed = items["institution_code"][np.array(number, dtype=int) > 0]
    rows = cube.table("institutions", PRESETS[0]).to_pandas()
    rows = rows[(rows["tier"] == "township") & rows["institution_code"].isin(staffed) & located(rows["lon"], rows["lat"])]
    rows = rows.drop_duplicates("region_code")
    return pd.DataFrame(
        {
            "code": rows["region_code"].astype(str),
            "name": rows["institution_name"].astype(str),
            "role": "卫生院执业医师",
            "person": "",
            "lon": rows["lon"],
            "lat": rows["lat"],
        }
    )


def _cells(geometry: Geometry, codes: list[str]) -> dict[str, tuple[float, float]]:
    return geometry.files.label_points(codes) if codes else {}


def _nearest(places: Places, asked: _Askers) -> dict[str, tuple[dict, float]]:
    row, km = places.nearest(asked.codes, asked.lon, asked.lat)
    at = np.flatnonzero(row >= 0)
    records = places.frame.iloc[row[at]].to_dict("records")
    return {
        str(asked.codes[i]): ({**record, "schematic": bool(record["schematic"] or asked.schematic[i])}, float(km[i]))
        for i, record in zip(at, records, strict=True)
    }


def _doctor_names(context: Context, month: str, ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for records, _ in parts(context, month, NATION) if ids else ():
        rows = records.frame("村医", ["村医编号", "姓名"]).dropna()
        rows = rows[rows["村医编号"].isin(ids)]
        found.update(zip(rows["村医编号"], rows["姓名"], strict=True))
    return found
