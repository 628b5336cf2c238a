"""Records, regions and computed counts of a month → the arrays that rules are applied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dashboard.scoring import columns
from dashboard.scoring.gathering_villages import gather_villages
from dashboard.scoring.inputs import CountyInputs, Inputs, Places, TownshipInputs, Units
from dashboard.scoring.logic import BLANK, Ints
from dashboard.scoring.rates import Share
from geodata.pack import is_placeholder

if TYPE_CHECKING:
    from dashboard.records import MonthRecords

HOSPITALS = ("综合医院", "中医院", "妇幼保健院", "专科医院")
CENTRES = ("乡镇卫生院", "社区卫生服务中心")
"""Categories shown with their unit; which of them count is a rule."""
TEAM_ANSWER = "帮扶团队是否不少于5人"
COUNTY_FLAGS = (
    "是否有CT",
    "CT能否操作",
    "是否有彩超",
    "彩超能否操作",
    "内科",
    "外科",
    "妇产科",
    "儿科",
    "急诊科",
    "是否实现一站式结算",
    "是否开展远程医疗",
    TEAM_ANSWER,
)
DEVICES = ("心电图", "X光机", "生化分析仪")
DISEASES = ("高血压", "糖尿病", "严重精神障碍")
SIGNING, FOLLOW_UP = ("应签约人数", "已签约人数"), ("应随访人数", "已随访人数")
POOLED = "三种慢病"
STRICT_FOLLOW_UP = "M-06@T-10"
"""Counts of M-06 under the strict interval of T-10, where the caller has computed them (see `with_recounted`)."""
ANY_LAYER = "M-09@T-17"
"""Counts of M-09 by the grade alone, whatever the institution's layer: the option of T-17."""


def gather(records: MonthRecords, regions: pd.DataFrame, counts: pd.DataFrame) -> Inputs:
    """The inputs of all three tiers.

    `regions`: `code, name, level, residents, is_admin_village, closed` (those outside are not judged);
    `counts`: `region_code, indicator, numerator, denominator`, of which M-05, M-06, M-08, M-09 fill what was not reported.
    Closed regions, villages that are not administrative ones, and placeholder counties of the code system are not judged.
    """
    open_regions = regions[~regions["closed"].astype(bool)]
    counties = open_regions[open_regions["level"] == "county"]
    placeholders = [is_placeholder(code, name) for code, name in zip(counties["code"], counties["name"], strict=True)]
    townships = _units(open_regions[open_regions["level"] == "township"])
    villages = _units(open_regions[(open_regions["level"] == "village") & open_regions["is_admin_village"].astype(bool)])
    return Inputs(
        records.as_of,
        records.reported("医疗卫生机构"),
        _counties(records, _units(counties[~np.array(placeholders, dtype=bool)]), counts),
        _townships(records, townships, counts),
        gather_villages(records, villages, regions),
    )


def _units(regions: pd.DataFrame) -> Units:
    ordered = regions.sort_values("code")
    codes = columns.text(ordered["code"])
    return Units(codes, columns.text(ordered["name"]), columns.counts(ordered["residents"]))


def _counties(records: MonthRecords, units: Units, counts: pd.DataFrame) -> CountyInputs:
    rows = columns.first_per_key(records.frame("县级医院监测"), "机构编码")
    places, rows = _places(records, units, 6, HOSPITALS, rows)
    return CountyInputs(
        units,
        places,
        {name: columns.flags(rows[name]) for name in COUNTY_FLAGS},
        columns.counts(rows["帮扶团队人数"]),
        _yearly(
            records,
            "县域就诊汇总",
            "县代码",
            units,
            ["贫困人口就诊总人次", "县域内就诊人次", "住院总人次", "县域内住院人次"],
            "县域内就诊率",
        ),
        _computed(counts, "M-08", units, 6),
    )


def _townships(records: MonthRecords, units: Units, counts: pd.DataFrame) -> TownshipInputs:
    rows = columns.first_per_key(records.frame("乡镇卫生院监测"), "机构编码")
    places, rows = _places(records, units, 9, CENTRES, rows)
    flags = {name: columns.flags(rows[name]) for device in DEVICES for name in (f"是否有{device}", f"{device}能否操作")}
    numbers = {name: columns.counts(rows[name]) for name in ("执业医师数", "执业助理医师数", "全科医师数", "药品种数")}
    for group in (POOLED, *DISEASES):
        numbers |= {f"{group}{what}": columns.counts(rows[f"{group}{what}"]) for what in (*SIGNING, *FOLLOW_UP)}
    computed = {key: _computed(counts, key, units, 9) for key in ("M-05", "M-06", "M-09", STRICT_FOLLOW_UP, ANY_LAYER)}
    strict = STRICT_FOLLOW_UP if (counts["indicator"] == STRICT_FOLLOW_UP).any() else "M-06"
    return TownshipInputs(
        units,
        places,
        flags,
        numbers,
        _coverage(numbers, SIGNING, computed["M-05"], places.unit),
        _coverage(numbers, FOLLOW_UP, computed["M-06"], places.unit),
        _coverage(numbers, FOLLOW_UP, computed[strict], places.unit),
        computed,
        _yearly(
            records,
            "乡镇诊疗汇总",
            "乡代码",
            units,
            ["诊疗总人次", "乡村两级未评级医院诊疗人次", "乡村两级一级医院诊疗人次"],
            "基层诊疗占比",
        ),
    )


def _places(
    records: MonthRecords, units: Units, digits: int, categories: tuple[str, ...], rows: pd.DataFrame
) -> tuple[Places, pd.DataFrame]:
    """Institutions of these categories, or with a monitoring row, beside the units they stand in or serve; their rows aligned."""
    wanted = ["机构编码", "机构名称", "机构类别", "机构层级", "举办性质", "所在区划代码", "服务区划代码列表"]
    known = records.frame("医疗卫生机构", wanted).drop_duplicates("机构编码").reset_index(drop=True)
    monitored = columns.text(rows.index.to_series())
    of_kind = columns.among(columns.text(known["机构类别"]), np.array(categories, dtype=object))
    known = known[of_kind | columns.among(columns.text(known["机构编码"]), monitored)].reset_index(drop=True)
    stands = units.positions(np.array([code[:digits] for code in columns.text(known["所在区划代码"])], dtype=object))
    serving, served = columns.exploded(known["服务区划代码列表"])
    serves = units.positions(served)
    pairs = pd.DataFrame(
        {
            "row": np.concatenate([np.arange(len(known)), serving]),
            "unit": np.concatenate([stands, serves]),
            "located": np.concatenate([np.ones(len(known), bool), np.zeros(len(serving), bool)]),
            "listed": np.concatenate([np.zeros(len(known), bool), np.ones(len(serving), bool)]),
        }
    )
    pairs = pairs[pairs["unit"] >= 0].groupby(["row", "unit"], as_index=False).max()
    pairs["code"] = columns.text(known["机构编码"])[pairs["row"]]
    pairs = pairs.sort_values(["unit", "code"], ignore_index=True)
    of = known.iloc[pairs["row"]]
    aligned = rows.reindex(of["机构编码"])
    places = Places(
        pairs["unit"].to_numpy(np.int64),
        columns.text(of["机构编码"]),
        columns.text(of["机构名称"]),
        columns.text(of["机构类别"]),
        columns.text(of["举办性质"]),
        columns.text(of["机构层级"]),
        pairs["located"].to_numpy(bool),
        pairs["listed"].to_numpy(bool),
        columns.among(columns.text(of["机构编码"]), monitored),
        columns.millionths(aligned["系统评分"]),
    )
    return places, aligned


def _yearly(
    records: MonthRecords, table: str, key: str, units: Units, numbers: list[str], percent: str
) -> dict[int, dict[str, Ints]]:
    """Per year, the columns of a yearly table over the units; BLANK where a unit has no row."""
    frame = records.frame(table, [key, "年度", *numbers, percent])
    position = units.positions(columns.text(frame[key]))
    years = columns.counts(frame["年度"])
    values = {name: columns.counts(frame[name]) for name in numbers} | {percent: columns.millionths(frame[percent])}
    found: dict[int, dict[str, Ints]] = {}
    for year in np.unique(years[position >= 0]):
        here = (years == year) & (position >= 0)
        found[int(year)] = {name: np.full(len(units), BLANK, dtype=np.int64) for name in values}
        for name, column in values.items():
            found[int(year)][name][position[here][::-1]] = column[here][::-1]  # the first row of a key stays
    return found


def _computed(counts: pd.DataFrame, indicator: str, units: Units, digits: int) -> tuple[Ints, Ints]:
    """Numerator and denominator per unit; BLANK where nothing was counted: no record of a patient is not a report of none."""
    rows = counts[counts["indicator"] == indicator]
    position = units.positions(np.array([str(code)[:digits] for code in rows["region_code"]], dtype=object))
    inside = position >= 0
    counted = np.bincount(position[inside], minlength=len(units)) > 0
    pair = []
    for name in ("numerator", "denominator"):
        total = np.zeros(len(units), dtype=np.int64)
        np.add.at(total, position[inside], rows[name].to_numpy(np.int64)[inside])
        pair.append(np.where(counted, total, BLANK))
    return pair[0], pair[1]


def _coverage(numbers: dict[str, Ints], names: tuple[str, str], computed: tuple[Ints, Ints], unit: np.ndarray) -> Share:
    """A half of ③ per institution: the pooled counts, or those of the three diseases together where only they are given."""
    due, done = names
    pair = []
    for what in (due, done):
        pooled = numbers[f"{POOLED}{what}"]
        split = [numbers[f"{disease}{what}"] for disease in DISEASES]
        complete = np.all([part != BLANK for part in split], axis=0)
        pair.append(np.where((pooled == BLANK) & complete, np.sum(split, axis=0), pooled))
    denominator, numerator = pair
    numerator = np.where((denominator == 0) & (numerator == BLANK), 0, numerator)  # nobody due: nobody can be covered
    own = (computed[0][unit], computed[1][unit])
    return Share.choose([numerator], denominator, np.full(len(unit), BLANK, dtype=np.int64), own)
