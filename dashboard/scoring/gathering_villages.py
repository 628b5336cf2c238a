"""Village doctors and clinics of a month as arrays of (doctor, village) and (clinic, village) pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dashboard.scoring import columns
from dashboard.scoring.inputs import Clinics, Doctors, Units, VillageInputs
from dashboard.scoring.logic import BLANK, Ints

if TYPE_CHECKING:
    from dashboard.records import MonthRecords

CLINICS = ("村卫生室", "流动村卫生室")
MOBILE = "流动村卫生室"
LEFT = "离岗"
VILLAGE_DIGITS = 12


def gather_villages(records: MonthRecords, units: Units, regions: pd.DataFrame) -> VillageInputs:
    """Doctors, clinics and service modes of the judged villages."""
    monitored = records.frame("村卫生室监测", ["机构编码", "行政村代码", "是否流动村卫生室", "村医疗服务方式", "药品种数"])
    modes = columns.text(monitored["村医疗服务方式"])
    at = units.positions(columns.text(monitored["行政村代码"]))
    service_mode = np.full(len(units), "", dtype=object)
    said = (at >= 0) & (modes != "")
    service_mode[at[said]] = modes[said]
    return VillageInputs(
        units,
        _doctors(records, units, regions),
        _clinics(records, units, monitored),
        service_mode,
        records.reported("村医"),
        records.reported("医疗卫生机构"),
    )


def _clinics(records: MonthRecords, units: Units, monitored: pd.DataFrame) -> Clinics:
    """Clinics standing in the village, and those whose monitoring row names it."""
    known = records.frame("医疗卫生机构", ["机构编码", "机构名称", "机构类别", "所在区划代码"]).drop_duplicates("机构编码")
    rows = monitored[monitored["机构编码"].notna()].drop_duplicates("机构编码")
    standing = known[columns.among(columns.text(known["机构类别"]), np.array(CLINICS, dtype=object))]
    pairs = pd.DataFrame(
        {
            "code": np.concatenate([columns.text(standing["机构编码"]), columns.text(rows["机构编码"])]),
            "village": units.positions(
                np.concatenate([columns.text(standing["所在区划代码"]), columns.text(rows["行政村代码"])])
            ),
        }
    )
    pairs = pairs[pairs["village"] >= 0].drop_duplicates().sort_values(["village", "code"], ignore_index=True)
    codes = pd.Index(pairs["code"])
    named = known.set_index("机构编码").reindex(codes)
    own = rows.set_index("机构编码").reindex(codes)
    said = columns.flags(own["是否流动村卫生室"])
    category = columns.text(named["机构类别"])
    return Clinics(
        pairs["village"].to_numpy(np.int64),
        columns.text(pairs["code"]),
        columns.text(named["机构名称"]),
        category,
        np.where(said == BLANK, category == MOBILE, said == 1),
        columns.counts(own["药品种数"]),
        columns.among(columns.text(pairs["code"]), columns.text(rows["机构编码"])),
    )


def _doctors(records: MonthRecords, units: Units, regions: pd.DataFrame) -> Doctors:
    """One row per doctor and judged village served; a village named twice counts once."""
    wanted = [
        "村医编号",
        "出生日期",
        "执业资格类型",
        "证书有效期",
        "是否合格",
        "服务行政村代码",
        "服务方式",
        "是否本地村医",
        "户籍区划代码",
    ]
    frame = records.frame("村医", [*wanted, "在岗状态", "开始日期", "结束日期"])
    row, code = columns.exploded(frame["服务行政村代码"])
    served = pd.DataFrame({"row": row, "code": code})
    served = served[served["code"].str.len() == VILLAGE_DIGITS].drop_duplicates(ignore_index=True)
    registered = columns.text(frame["户籍区划代码"])[served["row"]]
    by_registration = served["code"].to_numpy() == registered
    has_registered = served["row"].isin(served["row"][by_registration]).to_numpy()
    home = np.where(has_registered, by_registration, ~served["row"].duplicated().to_numpy())
    number = served.groupby("row")["code"].transform("size").to_numpy(np.int64)
    residents = _served_residents(served, regions)
    village = units.positions(served["code"].to_numpy())
    judged = village >= 0
    at = served["row"].to_numpy(np.int64)[judged]
    licence, licence_words = columns.coded(columns.text(frame["执业资格类型"]))
    mode, mode_words = columns.coded(columns.text(frame["服务方式"]))
    home = home[judged].astype(bool)
    return Doctors(
        village=village[judged].astype(np.int64),
        row=at,
        id=columns.text(frame["村医编号"])[at],
        licence=licence[at],
        licence_words=licence_words,
        mode=mode[at],
        mode_words=mode_words,
        certificate_until=columns.dates(frame["证书有效期"])[at],
        starts=columns.dates(frame["开始日期"])[at],
        ends=columns.dates(frame["结束日期"])[at],
        left=(columns.text(frame["在岗状态"]) == LEFT)[at],
        declared=columns.flags(frame["是否合格"])[at],
        local=np.where(home, columns.flags(frame["是否本地村医"])[at], 0).astype(np.int8),
        home=home,
        birth=columns.dates(frame["出生日期"])[at],
        served=number[judged],
        served_residents=residents[judged],
    )


def _served_residents(served: pd.DataFrame, regions: pd.DataFrame) -> Ints:
    """Residents of all villages that the doctor of each pair serves; BLANK where one of them is not known."""
    known = pd.Index(columns.text(regions["code"]))
    at = known.get_indexer(pd.Index(served["code"]))
    residents = columns.counts(regions["residents"])
    each = np.where(at >= 0, residents[at] if len(residents) else BLANK, BLANK)
    frame = pd.DataFrame({"row": served["row"], "each": each, "blank": each == BLANK})
    total = frame.groupby("row")["each"].transform("sum").to_numpy(np.int64)
    unknown = frame.groupby("row")["blank"].transform("any").to_numpy(bool)
    return np.where(unknown, BLANK, total)
