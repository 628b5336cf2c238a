"""What was reported beside what the person records give: chronic rates, in-county rate, basic-level share."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd

from dashboard import rollup
from dashboard.policy import Profile
from dashboard.quality.thresholds import Thresholds
from dashboard.records import MonthRecords

COLUMNS = ["item", "region_code", "reported_n", "reported_d", "reported_percent", "computed_n", "computed_d", "points", "ask"]
CHRONIC = {
    "三种慢病签约率": ("M-05", "三种慢病已签约人数", "三种慢病应签约人数"),
    "三种慢病随访率": ("M-06", "三种慢病已随访人数", "三种慢病应随访人数"),
}
IN_COUNTY, AT_BASE = "县域内就诊率", "基层诊疗占比"


def comparison(records: MonthRecords, profile: Profile, counts: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """One row per item and township (县域内就诊率: county) that reported it and whose records give it too.

    Columns: item, region_code, reported_n, reported_d, reported_percent (as exported, where only that came), computed_n,
    computed_d, points (reported − computed, exact as float), ask (over the thresholds). `counts`: the month's, from the roll-up.
    """
    found = [_chronic(records, counts, item, *spec) for item, spec in CHRONIC.items()]
    found += _visits(records, profile)
    frame = pd.concat([f for f in found if len(f)], ignore_index=True) if any(map(len, found)) else pd.DataFrame(columns=COLUMNS)
    if not len(frame):
        return pd.DataFrame(columns=COLUMNS)
    judged = [_judged(row, thresholds) for row in frame.to_dict("records")]
    frame["points"], frame["ask"] = [float(p) for p, _ in judged], [ask for _, ask in judged]
    return frame[COLUMNS].sort_values(["item", "region_code"], ignore_index=True)


def _judged(row: dict, thresholds: Thresholds) -> tuple[Fraction, bool]:
    """Reported − computed in percentage points, and whether it is asked about: far apart, and by enough persons."""
    computed = Fraction(100 * int(row["computed_n"]), int(row["computed_d"]))
    if pd.notna(row["reported_d"]):
        reported = Fraction(100 * int(row["reported_n"]), int(row["reported_d"]))
    else:
        reported = Fraction(str(row["reported_percent"]))
    apart = abs(reported - computed)
    persons = apart * int(row["computed_d"]) / 100
    enough = int(row["computed_d"]) >= thresholds.get("reported", "least")
    ask = enough and apart > thresholds.get("reported", "points") and persons >= thresholds.get("reported", "persons")
    return reported - computed, ask


def _chronic(records: MonthRecords, counts: pd.DataFrame, item: str, indicator: str, part: str, whole: str) -> pd.DataFrame:
    """Sums of a township's institutions against its villages; townships of which an institution left a blank are passed over."""
    rows = records.frame("乡镇卫生院监测", ["机构编码", part, whole])
    seats = records.frame("医疗卫生机构", ["机构编码", "所在区划代码"])
    rows = rows.merge(seats, on="机构编码")
    rows["region_code"] = rows["所在区划代码"].astype("str").str[:9]
    blank = set(rows.loc[rows[part].isna() | rows[whole].isna(), "region_code"])
    rows = rows[~rows["region_code"].isin(blank)]
    reported = rows.groupby("region_code")[[part, whole]].sum().astype("int64").reset_index()
    reported.columns = ["region_code", "reported_n", "reported_d"]
    return _beside(reported, _computed(counts, indicator, 9), item)


def _visits(records: MonthRecords, profile: Profile) -> list[pd.DataFrame]:
    """Reported sums of the base year against the visits: the roll-up counts visits where the sums are not reported."""
    if profile.base_year is None:
        return []
    silent = replace(records, columns={t: c for t, c in records.columns.items() if t not in ("县域就诊汇总", "乡镇诊疗汇总")})
    counts = rollup.counts(silent, profile, ["M-08", "M-09"])
    county = records.frame("县域就诊汇总")
    county = county[county["年度"] == profile.base_year]
    county = pd.DataFrame(
        {
            "region_code": county["县代码"],
            "reported_n": county["县域内就诊人次"],
            "reported_d": county["贫困人口就诊总人次"],
            "reported_percent": county["县域内就诊率"],
        }
    )
    town = records.frame("乡镇诊疗汇总")
    town = town[town["年度"] == profile.base_year]
    town = pd.DataFrame(
        {
            "region_code": town["乡代码"],
            "reported_n": town["乡村两级未评级医院诊疗人次"] + town["乡村两级一级医院诊疗人次"],
            "reported_d": town["诊疗总人次"],
            "reported_percent": town["基层诊疗占比"],
        }
    )
    return [
        _beside(county, _computed(counts, "M-08", 6), IN_COUNTY),
        _beside(town, _computed(counts, "M-09", 9), AT_BASE),
    ]


def _computed(counts: pd.DataFrame, indicator: str, digits: int) -> pd.DataFrame:
    own = counts[counts["indicator"] == indicator]
    own = own.assign(region_code=own["region_code"].astype("str").str[:digits])
    own = own.groupby("region_code")[["numerator", "denominator"]].sum().reset_index()
    return own.rename(columns={"numerator": "computed_n", "denominator": "computed_d"})


def _beside(reported: pd.DataFrame, computed: pd.DataFrame, item: str) -> pd.DataFrame:
    """Regions with a reported rate (counts, or only the percentage) and a computed one."""
    rows = reported.astype(object).merge(computed, on="region_code")
    if "reported_percent" not in rows:
        rows["reported_percent"] = None
    counted = rows["reported_n"].notna() & rows["reported_d"].fillna(0).astype("int64").gt(0)
    rows.loc[~counted, ["reported_n", "reported_d"]] = None
    rows["reported_percent"] = rows["reported_percent"].where(rows["reported_percent"].notna(), None)
    kept = (rows["computed_d"] > 0) & (counted | rows["reported_percent"].notna())
    return rows[np.asarray(kept)].assign(item=item)
