"""S16's candidates: households whose self-pay per head is above the line of the policy (青卫财务〔2020〕29号 二(一)1)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard import months
from dashboard.access import personal
from dashboard.publishing import frames
from dashboard.records import MonthRecords
from dashboard.services.base import Context
from dashboard.services.list_models import WarnedRow, WarnedSheet
from dashboard.services.persons import DRAWN, Looks, place
from dashboard.services.scopes import kept, parts

FILE = "derived/warnings.arrow"
OPEN = "待确认"


def candidates(context: Context, looks: Looks, limit: int | None = DRAWN) -> WarnedSheet:
    """Households above the line, the highest per capita first, with what the county has decided so far."""
    month, region = looks.month, looks.region
    cube = context.cube(month)
    profile = context.profile(region, month)
    line = profile.get("warning", "per_capita_self_pay_fen") if profile else None
    found = kept(context, month, ("S16", region), lambda: _rows(context, month, region))
    every = sum(len(frame) for _, frame, _ in found)
    undecided = sum(int(frame["candidate"].isna().sum()) for _, frame, _ in found)
    chosen = [
        (records, row, states)
        for records, frame, states in found
        for row in frame[(frame["candidate"] == 1).fillna(False).to_numpy(dtype=bool)].astype(object).to_dict("records")
    ]
    chosen.sort(key=lambda entry: (-_worst(entry[1]), entry[1]["家庭编号"]))
    rows = [
        WarnedRow(
            household=row["家庭编号"],
            head=personal(looks.viewer, region, "户主姓名", _heads(records, [row["家庭编号"]]).get(row["家庭编号"], "")),
            region_code=str(row["region_code"]),
            place=place(cube, str(row["region_code"]), region),
            members=None if pd.isna(row["members"]) else int(row["members"]),
            self_pay=_years(row, "self_pay_"),
            per_capita=_years(row, "per_capita_"),
            state=states.get(row["家庭编号"], OPEN),
        )
        for records, row, states in chosen[:limit]
    ]
    looks.record(len(rows))
    return WarnedSheet(
        region=context.ref(cube, context.position(cube, region)),
        month=month,
        as_of=months.as_of(month),
        line_yuan="" if line is None else f"{line // 100:,}.{line % 100:02d}",
        clause=(profile.clause("warning", "per_capita_self_pay_fen") or "") if profile else "",
        households=every,
        undecided=undecided,
        rows=tuple(rows),
        total=len(chosen),
        masked=looks.masked,
        absent_because="" if found else "该地区当月适用的口径没有预警规则，或本月未报送花名册。",
    )


def _rows(context: Context, month: str, region: str) -> list[tuple[MonthRecords, pd.DataFrame, dict[str, str]]]:
    found = []
    for records, _ in parts(context, month, region):
        path = records.root / Path(FILE)
        if not path.exists():
            continue
        frame = frames.read(path).to_pandas()
        if region != "0":
            frame = frame[frame["region_code"].astype(str).str.startswith(region).to_numpy(dtype=bool)]
        frame["candidate"] = pd.array(frame["candidate"].replace("", None), dtype="Int64")
        states = records.frame("因病返贫预警户", ["家庭编号", "预警年度", "县卫健确认状态"]).dropna().sort_values("预警年度")
        found.append((records, frame, dict(zip(states["家庭编号"], states["县卫健确认状态"], strict=True))))
    return found


def _heads(records: MonthRecords, households: list[str]) -> dict[str, str]:
    path = records.path("贫困户")
    if path is None:
        return {}
    rows = pq.read_table(path, columns=["家庭编号", "户主姓名"], filters=pc.field("家庭编号").isin(households)).to_pylist()
    return {row["家庭编号"]: row["户主姓名"] or "" for row in rows}


def _years(row: dict[str, Any], prefix: str) -> tuple[tuple[str, str], ...]:
    """(year, yuan) of the columns that the rule names."""
    return tuple((key.removeprefix(prefix), str(value)) for key, value in row.items() if key.startswith(prefix))


def _worst(row: dict[str, Any]) -> Decimal:
    return max((Decimal(value) for _, value in _years(row, "per_capita_") if value not in ("", "None")), default=Decimal(0))
