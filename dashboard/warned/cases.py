"""The households in the queue of a month: this year's list (T21) and, beside it, those whom the model finds over the line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.records import MonthRecords

LISTED, MEASURES, HOMES = "因病返贫预警户", "预警帮扶措施", "贫困户"
SOURCES = ("系统模型", "扶贫部门排查", "基层发现")
"""C17, in the order of 青卫财务〔2020〕29号 二(一)1–3."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What was done for a household (T22)."""

    kind: str
    office: str
    on: date
    fen: int | None
    result: str


@dataclass(frozen=True, slots=True)
class Case:
    """A warned household of a year. Amounts are yuan as text, "" when unknown; `health`, `relief` are what the month's table says
    the county health office and the poverty office decided, "" where it says nothing yet."""

    household: str
    year: int
    source: str
    region_code: str
    members: int | None
    self_pay: tuple[tuple[str, str], ...]
    per_capita: tuple[tuple[str, str], ...]
    factors: str
    health: str
    health_on: date | None
    relief: str
    relief_on: date | None
    marked_on: date | None
    """健康扶贫系统标识日期."""
    marked_twice_on: date | None
    """全国扶贫开发系统标识日期."""
    relieved_on: date | None
    relieved_because: str
    measures: tuple[Measure, ...]


def read(records: MonthRecords, model: pd.DataFrame) -> list[Case]:
    """The queue that M-16 counts: rows of T21 of the month's year and the model's candidates (`model`: warnings.csv) not among
    them, of households that 贫困户 places. By household."""
    year = records.as_of.year
    listed = {row["家庭编号"]: row for row in _rows(records, LISTED) if row["预警年度"] == year}
    candidate = pd.array(model["candidate"].replace("", None), dtype="Int64") == 1
    wanted = pd.array(candidate, dtype="boolean").fillna(False) | model["家庭编号"].isin(listed)
    figures = {row["家庭编号"]: row for row in _plain(model[wanted.to_numpy(dtype=bool)])}
    over = set(model.loc[pd.array(candidate, dtype="boolean").fillna(False), "家庭编号"])
    households = set(listed) | over
    homes, done = _homes(records, year, households), _measures(records)
    return [
        _case(household, year, listed.get(household, {}), figures.get(household, {}), homes[household], done[household])
        for household in sorted(households & set(homes))
    ]


def _case(
    household: str, year: int, row: dict[str, Any], model: dict[str, Any], home: dict[str, Any], done: list[Measure]
) -> Case:
    paid, each = _years(model, "self_pay_"), _years(model, "per_capita_")
    paid = paid or tuple(
        (str(y), _yuan(row.get(f"{y}年家庭自付"))) for y in (2019, 2020) if row.get(f"{y}年家庭自付") is not None
    )
    each = each or (((str(year), _yuan(row["人均自付"])),) if row.get("人均自付") is not None else ())
    return Case(
        household=household,
        year=year,
        source=row.get("预警来源") or SOURCES[0],
        region_code=str(home["行政村代码"]),
        members=home["家庭人口数"],
        self_pay=paid,
        per_capita=each,
        factors=row.get("影响因素") or "",
        health=_decided(row.get("县卫健确认状态")),
        health_on=row.get("县卫健确认日期"),
        relief=_decided(row.get("县扶贫核准状态")),
        relief_on=row.get("县扶贫核准日期"),
        marked_on=row.get("健康扶贫系统标识日期"),
        marked_twice_on=row.get("全国扶贫开发系统标识日期"),
        relieved_on=row.get("解除日期"),
        relieved_because=row.get("解除原因") or "",
        measures=tuple(done),
    )


def _decided(word: str | None) -> str:
    return word if word in ("已确认", "不予确认") else ""


def _homes(records: MonthRecords, year: int, households: set[str]) -> dict[str, dict[str, Any]]:
    """Of the newest 名单年度 ≤ the month's year of the whole table (blank: the oldest), as the indicators place households."""
    frame = records.frame(HOMES, ["家庭编号", "名单年度", "行政村代码", "家庭人口数"])
    of_year = frame["名单年度"].fillna(0)
    newest = of_year[of_year <= year].max() if len(frame) else 0
    rows = frame[(of_year == newest).to_numpy(dtype=bool) & frame["家庭编号"].isin(households).to_numpy(dtype=bool)]
    return {row["家庭编号"]: row for row in _plain(rows)}


def _measures(records: MonthRecords) -> defaultdict[str, list[Measure]]:
    """Carried out by the month's end, the latest first."""
    found: defaultdict[str, list[Measure]] = defaultdict(list)
    for row in _rows(records, MEASURES):
        on = row["实施日期"]
        if on is not None and on <= records.as_of:
            made = Measure(row["措施类型"] or "", row["责任部门"] or "", on, row["金额"], row["结果"] or "")
            found[row["家庭编号"]].append(made)
    for own in found.values():
        own.sort(key=lambda measure: (measure.on, measure.kind), reverse=True)
    return found


def _rows(records: MonthRecords, table: str, columns: list[str] | None = None) -> list[dict[str, Any]]:
    return _plain(records.frame(table, columns))


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.astype(object)
    return rows.where(rows.notna(), None).to_dict("records")


def _years(row: dict[str, Any], prefix: str) -> tuple[tuple[str, str], ...]:
    """(year, yuan) of the columns that the rule names; nothing where none is known."""
    found = tuple((key.removeprefix(prefix), str(value or "")) for key, value in row.items() if key.startswith(prefix))
    return found if any(value for _, value in found) else ()


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen // 100}.{fen % 100:02d}"
