"""Scoring the nation: full verdicts with items and states, against the bare vectorised rules and against a loop over rows."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.figures import Figure, cpu_seconds, peak_mb
from dashboard import months, policy, scoring
from dashboard.records import TABLES, MonthRecords
from dashboard.scoring import best
from dashboard.scoring.rules import PRESETS, TIERS
from tests.reference import scoring as plain
from tests.reference.scoring_villages import qualified, village_flags

TITLE = "Scoring"
ABOUT = (
    "A made-up nation: 3 000 county hospitals, 41 000 township centres, 620 000 villages with a clinic and a doctor each. “Ours”"
    " gives verdicts with flags, bounds, items, states, inputs; the bare kernel the status words alone; the loop is the reference"
    " of the tests over a sample in the nation's proportions, one row at a time, inputs written as JSON as well."
)
MONTH = "2020-05"
COUNTIES, TOWNSHIPS, VILLAGES = 3_000, 41_000, 620_000
SAMPLE = 20_000
PEOPLE = ("执业医师数", "执业助理医师数", "全科医师数")
DEVICES = ("心电图", "X光机", "生化分析仪")

Frame = dict[str, Any]


def _codes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counties = [f"{11 + at // 2000}{at // 40 % 50 + 1:02d}{at % 40 + 1:02d}" for at in range(COUNTIES)]
    townships = [f"{counties[at % COUNTIES]}{100 + at // COUNTIES:03d}" for at in range(TOWNSHIPS)]
    villages = [f"{townships[at % TOWNSHIPS]}{200 + at // TOWNSHIPS:03d}" for at in range(VILLAGES)]
    return np.array(counties, object), np.array(townships, object), np.array(villages, object)


def _tables(rng: np.random.Generator, counties: np.ndarray, townships: np.ndarray, villages: np.ndarray) -> dict[str, Frame]:
    def yes(count: int, share: float = 0.9) -> np.ndarray:
        return rng.random(count) < share

    kinds = [("H", "综合医院", "县", counties), ("T", "乡镇卫生院", "乡", townships), ("V", "村卫生室", "村", villages)]
    ids = {letter: np.array([f"{letter}{at:07d}" for at in range(len(codes))], object) for letter, _, _, codes in kinds}
    hospital = (
        "是否有CT",
        "CT能否操作",
        "是否有彩超",
        "彩超能否操作",
        *plain.DEPARTMENTS,
        "是否实现一站式结算",
        "是否开展远程医疗",
    )
    centre = [name for device in DEVICES for name in (f"是否有{device}", f"{device}能否操作")]
    due = rng.integers(1, 400, TOWNSHIPS)
    visits = rng.integers(100, 9000, TOWNSHIPS)
    total = rng.integers(1000, 90000, COUNTIES)
    born = np.datetime64("1950-01-01") + rng.integers(0, 16000, VILLAGES).astype("timedelta64[D]")
    covered = (due * rng.uniform(0.8, 1, TOWNSHIPS)).astype(int)
    return {
        "医疗卫生机构": {
            "机构编码": np.concatenate(list(ids.values())),
            "机构类别": np.concatenate([np.full(len(codes), kind, object) for _, kind, _, codes in kinds]),
            "机构层级": np.concatenate([np.full(len(codes), layer, object) for _, _, layer, codes in kinds]),
            "所在区划代码": np.concatenate([codes for *_, codes in kinds]),
        },
        "县级医院监测": {"机构编码": ids["H"], "帮扶团队人数": rng.integers(2, 9, COUNTIES)}
        | {name: yes(COUNTIES, 0.95) for name in hospital},
        "县域就诊汇总": {
            "县代码": counties, "年度": np.full(COUNTIES, 2019), "贫困人口就诊总人次": total,
            "县域内就诊人次": (total * rng.uniform(0.4, 1, COUNTIES)).astype(int),
        },
        "乡镇卫生院监测": {"机构编码": ids["T"], "药品种数": rng.integers(5, 90, TOWNSHIPS)}
        | {name: yes(TOWNSHIPS) for name in centre}
        | {name: rng.integers(0, 5, TOWNSHIPS) for name in PEOPLE}
        | {"三种慢病应签约人数": due, "三种慢病已签约人数": covered, "三种慢病应随访人数": due, "三种慢病已随访人数": covered},
        "乡镇诊疗汇总": {
            "乡代码": townships, "年度": np.full(TOWNSHIPS, 2019), "诊疗总人次": visits,
            "乡村两级未评级医院诊疗人次": (visits * rng.uniform(0.2, 0.6, TOWNSHIPS)).astype(int),
            "乡村两级一级医院诊疗人次": np.zeros(TOWNSHIPS, int),
        },
        "村卫生室监测": {"机构编码": ids["V"], "行政村代码": villages, "药品种数": rng.integers(30, 140, VILLAGES)},
        "村医": {
            "村医编号": np.array([f"D{at:07d}" for at in range(VILLAGES)], object), "出生日期": born,
            "执业资格类型": np.full(VILLAGES, "乡村医生", object), "服务行政村代码": [[code] for code in villages],
            "证书有效期": np.full(VILLAGES, np.datetime64("2022-01-01")), "是否本地村医": yes(VILLAGES),
            "服务方式": rng.choice(np.array(["常驻", "巡诊", "派驻"], object), VILLAGES, p=[0.9, 0.05, 0.05]),
        },
    }  # fmt: skip


def _records(root: Path, tables: dict[str, Frame]) -> MonthRecords:
    """The tables as an import stores them."""
    for name, given in tables.items():
        schema, rows = TABLES[name], len(next(iter(given.values())))
        month = {"监测期": np.full(rows, MONTH, object)} if schema.keyed_by_month else {}
        filled = {**month, **given}
        arrays = [
            pa.array(filled[field.name], field.type) if field.name in filled else pa.nulls(rows, field.type)
            for field in schema.arrow_schema
        ]
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema.arrow_schema), root / f"{name}.parquet")
    MonthRecords.write_meta(
        root, MONTH, {n: tuple(g) for n, g in tables.items()}, {n: len(next(iter(g.values()))) for n, g in tables.items()}
    )
    return MonthRecords.open(root)


def _regions(rng: np.random.Generator, levels: dict[str, np.ndarray]) -> pd.DataFrame:
    parts = []
    for level, codes in levels.items():
        residents = rng.integers(200, 20_000 if level == "township" else 3000, len(codes))
        parts.append(pd.DataFrame({"code": codes, "name": codes, "level": level, "residents": residents}))
    frame = pd.concat(parts, ignore_index=True)
    frame["is_admin_village"] = frame["level"] == "village"
    return frame.assign(closed=False).sort_values("code", ignore_index=True)


def _loop(tables: dict[str, Frame], regions: pd.DataFrame, day: date) -> Callable[[], None]:
    """SAMPLE villages and their share of townships, one row at a time."""
    residents = regions.set_index("code")["residents"].to_dict()
    doctors = pd.DataFrame(tables["村医"]).head(SAMPLE)
    doctors[["出生日期", "证书有效期"]] = doctors[["出生日期", "证书有效期"]].apply(lambda column: column.dt.date)
    doctors = doctors.rename(columns={"是否本地村医": "本地"}).assign(是否合格=None, 在岗状态=None, 开始日期=None, 结束日期=None)
    people = doctors.astype(object).to_dict("records")
    codes, drugs = tables["村卫生室监测"]["行政村代码"][:SAMPLE], tables["村卫生室监测"]["药品种数"][:SAMPLE].tolist()
    share = SAMPLE * TOWNSHIPS // VILLAGES
    visits = pd.DataFrame(tables["乡镇诊疗汇总"]).head(share).astype(object).to_dict("records")
    split = {f"{d}{name}": None for d in plain.DISEASES for name in ("应签约人数", "已签约人数", "应随访人数", "已随访人数")}
    centres = pd.DataFrame(tables["乡镇卫生院监测"]).head(share).astype(object).to_dict("records")
    townships = [{**row, **split, "机构类别": "乡镇卫生院", "reported": True} for row in centres]

    def work() -> None:
        for code, doctor, kinds in zip(codes, people, drugs, strict=True):
            fit = [doctor] if qualified(doctor, day) else []
            village_flags({"常住人口数": residents[code]}, fit, [{"药品种数": kinds, "mobile": False}], day, {})
        for row, unit in zip(townships, visits, strict=True):
            plain.judge("township", [row], {**unit, "常住人口数": residents[unit["乡代码"]]}, {})
            json.dumps(row, ensure_ascii=False)

    return work


def run() -> list[Figure]:
    """Units per CPU second, ratios, and memory at national size."""
    rng = np.random.default_rng(1)
    counties, townships, villages = _codes()
    units = COUNTIES + TOWNSHIPS + VILLAGES
    tables = _tables(rng, counties, townships, villages)
    regions = _regions(rng, {"county": counties, "township": townships, "village": villages})
    book = policy.load()
    profile = book.profile("QH-2020")
    rules = scoring.Rules.load(book, profile, months.as_of(MONTH))
    none = pd.DataFrame({"region_code": [], "indicator": [], "numerator": [], "denominator": []})
    row_wise = (SAMPLE + SAMPLE * TOWNSHIPS // VILLAGES) / cpu_seconds(_loop(tables, regions, rules.as_of))
    with tempfile.TemporaryDirectory() as root:
        records = _records(Path(root), tables)
        tables.clear()
        before = peak_mb()
        gathering, inputs = _timed(lambda: scoring.gather(records, regions, none))
    bare, _ = _timed(lambda: [best.statuses(inputs, rules, tier) for tier in TIERS])
    turning, found = _timed(lambda: scoring.sensitivity(inputs, book, profile, rules.as_of))
    judging, scored = _timed(lambda: scoring.score(inputs, rules, found))
    finding, ways = _timed(lambda: scoring.ways(inputs, rules, scored))
    peak = peak_mb()
    full = units / judging
    return [
        Figure(
            f"units judged per CPU second, with {len(scored.items):,} items",
            f"{row_wise:,.0f} (loop over rows)", f"{full:,.0f}", f"{full / row_wise:.0f}×",
        ),
        Figure(
            "status words alone, units per CPU second",
            f"{row_wise:,.0f} (loop over rows)", f"{units / bare:,.0f}", f"{units / bare / row_wise:.0f}×",
        ),
        Figure(
            "bare kernel against full verdicts, items, states, inputs",
            f"{bare:.2f} CPU s (status words)", f"{judging:.2f} CPU s", f"{judging / bare:.1f}× the kernel",
        ),
        Figure(
            "which units are reading-sensitive, and by which reading",
            f"{bare * _configurations(rules):.2f} CPU s (bare kernel × configurations)", f"{turning:.2f} CPU s",
            f"{turning / bare:.1f}× one judgement",
        ),
        Figure("ways to pass", "", f"{finding:.2f} CPU s: {ways.region_code.nunique():,} units, {len(ways):,} sets", ""),
        Figure("records to arrays", "", f"{gathering:.2f} CPU s for {units:,} units", ""),
        Figure("peak memory of the nation", f"{before:,.0f} MB before scoring (the made-up tables)", f"{peak:,.0f} MB", ""),
    ]  # fmt: skip


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and the result."""
    kept: list[Any] = []
    return cpu_seconds(lambda: kept.append(work())), kept[0]


def _configurations(rules: scoring.Rules) -> int:
    """Times that every tier is judged on average: three presets and each alternative of its readings."""
    each = [len(PRESETS) + sum(len(r.settings) for r in rules.rule_set.of_tier(tier)) for tier in TIERS]
    return max(each)
