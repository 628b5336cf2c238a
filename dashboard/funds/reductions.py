"""医疗减免资金 of 县扶贫办 (新政办发〔2018〕50号 二(四)4、三(二)2).

Four fees are free, five kinds of items 20 % off; 县卫计局 reviews, 县扶贫办 approves and pays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard import naming
from dashboard.funds.models import REDUCTION, FundLine, Mismatch, Stage
from dashboard.funds.scope import FundScope, where

TABLE = "医疗减免台账"
COLUMNS = ["单据号", "机构编码", "就诊编号", "减免项目", "原价", "减免金额", "卫计局审核日期", "扶贫办核准日期", "拨付日期"]
STEPS = ("卫计局审核日期", "扶贫办核准日期", "拨付日期")
STAGES = (("待审核", "县卫计局"), ("已审核待核准", "县扶贫办"), ("已核准待拨付", "县扶贫办"), ("已拨付", ""))
"""Stage after 0, 1, 2, 3 steps, and who has the next one."""


def lines(scope: FundScope) -> tuple[FundLine, ...]:
    """The two rules of the fund."""
    free, off = scope.profile.get("funds", "free_fees") or (), scope.profile.get("funds", "discount_items") or ()
    percent = scope.profile.get("funds", "discount_percent")
    rows = _rows(scope)
    known = scope.records.reported(TABLE)
    found = []
    for use, items, rule, key in (
        ("四项免费", free, "全免", "free_fees"),
        ("检查、床位、手术、检验减收", off, f"减收 {percent}%", "discount_items"),
    ):
        own = rows[rows["减免项目"].isin(items)]
        unknown = int(own["due"].isna().sum())
        found.append(
            FundLine(
                fund=REDUCTION,
                use=use,
                quantity=len(own) if known else None,
                unit="笔",
                rule=f"{'、'.join(items)}：{rule}",
                due_fen=int(own["due"].sum()) if known and not unknown else None,
                recorded_fen=_sum(own["减免金额"]) if known else None,
                paid_fen=_sum(own.loc[own["stage"] == 3, "减免金额"]) if known else None,
                pending_fen=_sum(own.loc[own["stage"] < 3, "减免金额"]) if known else None,
                undetermined=f"本月未报送{TABLE}" if not known else f"{unknown:,} 笔未填报原价" if unknown else "",
                clause=scope.profile.clause("funds", key) or "",
            )
        )
    return tuple(found)


def stages(scope: FundScope) -> tuple[Stage, ...]:
    """Where the vouchers stand; empty when the month did not bring the ledger."""
    if not scope.records.reported(TABLE):
        return ()
    rows = _rows(scope)
    found = []
    for step, (name, owner) in enumerate(STAGES):
        own = rows[rows["stage"] == step]
        since = own[STEPS[step - 1]].dropna() if step in (1, 2) else ()
        oldest = (scope.as_of - min(since)).days if len(since) else None
        found.append(Stage(name, owner, len(own), _sum(own["减免金额"]), oldest))
    return tuple(found)


def mismatches(scope: FundScope) -> tuple[Mismatch, ...]:
    """Vouchers whose amount is not the rule's, whose item has no rule, or that 扶贫办 approved before 卫计局 reviewed."""
    places = naming.institution_names(scope.records)
    found = []
    for row in _rows(scope).astype(object).to_dict("records"):
        row = {key: None if pd.isna(value) else value for key, value in row.items()}
        if problem := _problem(row):
            place = row["机构编码"] or ""
            found.append(
                Mismatch(
                    row["单据号"],
                    row["减免项目"] or "",
                    places.get(place, place),
                    row["原价"],
                    row["减免金额"],
                    row["due"],
                    problem,
                )
            )
    return tuple(sorted(found, key=lambda m: m.voucher))


def _problem(row: dict[str, Any]) -> str:
    reviewed, approved, paid = (row[step] for step in STEPS)
    if approved is not None and (reviewed is None or approved < reviewed):
        return "扶贫办核准早于卫计局审核"
    if paid is not None and (approved is None or paid < approved):
        return "拨付早于扶贫办核准"
    if row["rate"] is None:
        return "不在减免项目内"
    if row["due"] is None or row["减免金额"] is None:
        return "原价或减免金额未填报"
    if row["due"] == row["减免金额"]:
        return ""
    return "减免多于规定" if row["减免金额"] > row["due"] else "减免少于规定"


def _rows(scope: FundScope) -> pd.DataFrame:
    """Vouchers of the year with `rate` (percent of the price), `due` (fen, half up) and `stage` (steps done by the month's end).

    The year is that of the visit, else of the first step; a voucher with neither belongs to the year in which it is reported.
    """
    rows = scope.seated(scope.records.frame(TABLE, COLUMNS))
    rows = rows[_years(scope, rows) == scope.year]
    free, off = scope.profile.get("funds", "free_fees") or (), scope.profile.get("funds", "discount_items") or ()
    rates = {**dict.fromkeys(off, scope.profile.get("funds", "discount_percent")), **dict.fromkeys(free, 100)}
    rate = pd.Series([rates.get(item) for item in rows["减免项目"]], index=rows.index, dtype="Int64")
    done = [where(rows[step], lambda day: day is not None and day <= scope.as_of) for step in STEPS]
    stage = np.select([done[2], done[1], done[0]], [3, 2, 1], 0)
    return rows.assign(rate=rate, due=(rows["原价"].astype("Int64") * rate + 50) // 100, stage=stage)


def _years(scope: FundScope, rows: pd.DataFrame) -> np.ndarray:
    dates = scope.records.frame("诊疗费用", ["就诊编号", "就诊类型", "出院日期", "就诊日期"]).astype(object)
    dates = dates[dates["就诊编号"].isin(rows["就诊编号"].dropna())]
    day = dates["出院日期"].where(dates["就诊类型"] == "住院", dates["就诊日期"])
    of_visit = dict(zip(dates["就诊编号"], day, strict=True))
    found = []
    for visit, first in zip(rows["就诊编号"].astype(object), rows[STEPS[0]].astype(object), strict=True):
        when = of_visit.get(visit) if pd.notna(visit) else None
        when = first if when is None or pd.isna(when) else when
        found.append(scope.year if when is None or pd.isna(when) else when.year)
    return np.array(found, dtype=np.int64)


def _sum(amounts: pd.Series) -> int:
    return int(amounts.sum()) if len(amounts) else 0
