"""Due by rule, recorded, paid, pending: 健康扶贫专项基金 and 医疗减免资金 kept apart (新政办发〔2018〕50号 二(四)、三(二))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from dashboard.funds import cover, drugs, reductions
from dashboard.funds.models import SPECIAL, FundLine, FundStatement
from dashboard.funds.scope import FundScope, where
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.territory import Territory

FEN = 100
LEDGER, CHECKUPS, SIGNINGS = "专项基金台账", "健康体检", "签约"
USES = {
    "慢病签约": ("签约",),
    "健康体检": ("体检",),
    "慢病投药": ("投药", "用药", "药品"),
    "大病、重病兜底": ("兜底", "大病", "重病"),
}
"""Use of the fund → words that name it in the ledger's 用途, looked for in this order."""
TABLES = (SIGNINGS, CHECKUPS, "慢病投药", "诊疗费用", LEDGER, "医疗减免台账")


def statement(records: MonthRecords, profile: Profile, territory: Territory) -> FundStatement | None:
    """The funds of the profile's region, or of a part of it (ledgers then by seat of the institution), in the month's year.

    None when the profile has no fund rules. Nothing is invented: a rule whose limit the document does not give stays 待定.
    """
    if profile.get("funds") is None:
        return None
    scope = FundScope(records, profile, territory)
    year = records.as_of.year
    capped = drugs.by_person(scope)
    ledger = _ledger(scope)
    return FundStatement(
        year=year,
        lines=(
            *(_with_ledger(line, ledger) for line in (_signings(scope), _checkups(scope), drugs.line(scope, capped))),
            *cover.lines(scope),
            _cover_paid(scope, ledger),
            *reductions.lines(scope),
        ),
        stages=reductions.stages(scope),
        mismatches=reductions.mismatches(scope),
        caps=drugs.near_cap(scope, capped),
        cap_fen=scope.fen("chronic_drugs_cap_yuan"),
        not_reported=tuple(table for table in TABLES if not records.reported(table)),
    )


def _signings(scope: FundScope) -> FundLine:
    """8 yuan a year for each person of P with a valid signing at the month's end."""
    persons = scope.persons
    signed = persons.index.isin(scope.column(scope.facts.signed, "person"))
    chronic = persons.index.isin(scope.column(scope.facts.chronic("慢病", True), "person"))
    note = f"其中慢病患者 {int((signed & chronic).sum()):,} 人；如只补助慢病签约，按此人数计"
    return _per_head(scope, "慢病签约", int(signed.sum()), "signing_yuan", SIGNINGS, note)


def _checkups(scope: FundScope) -> FundLine:
    """150 yuan for each person of P with a check-up in the year: once, however many there were."""
    rows = scope.records.frame(CHECKUPS, ["人员编号", "体检日期"])
    dated = where(rows["体检日期"], lambda day: day is not None and date(scope.year, 1, 1) <= day <= scope.as_of)
    done = scope.persons.index.isin(rows.loc[dated, "人员编号"])
    return _per_head(scope, "健康体检", int(done.sum()), "checkup_yuan", CHECKUPS)


def _per_head(scope: FundScope, use: str, heads: int, key: str, table: str, note: str = "") -> FundLine:
    rate = scope.profile.get("funds", key)
    known = scope.records.reported(table)
    return FundLine(
        fund=SPECIAL,
        use=use,
        quantity=heads if known else None,
        unit="人",
        rule=f"{rate} 元/人/年",
        due_fen=heads * rate * FEN if known else None,
        recorded_fen=None,
        paid_fen=None,
        pending_fen=None,
        undetermined="" if known else f"本月未报送{table}",
        clause=scope.profile.clause("funds", key) or "",
        note=note if known else "",
    )


def _ledger(scope: FundScope) -> Callable[[str], tuple[int | None, int | None]]:
    """Use → paid and pending fen of the year in 专项基金台账."""
    if not scope.records.reported(LEDGER):
        return lambda use: (None, None)
    rows = scope.seated(scope.records.frame(LEDGER, ["年度", "用途", "机构编码", "金额", "审核状态"]))
    rows = rows[where(rows["年度"], lambda year: year == scope.year)]
    rows = rows.assign(use=[_use(v) for v in rows["用途"]], state=[scope.state_of(v) for v in rows["审核状态"]])

    def sums(use: str) -> tuple[int, int]:
        own = rows[rows["use"] == use]
        return tuple(int(own.loc[own["state"] == state, "金额"].sum()) for state in ("paid", "pending"))  # type: ignore[return-value]

    return sums


def _use(text: Any) -> str:
    said = "" if pd.isna(text) else str(text)
    return next((use for use, words in USES.items() if any(word in said for word in words)), "其他")


def _with_ledger(line: FundLine, ledger: Callable[[str], tuple[int | None, int | None]]) -> FundLine:
    paid, pending = ledger(line.use)
    values = {name: getattr(line, name) for name in FundLine.__slots__}
    return FundLine(**{**values, "paid_fen": paid, "pending_fen": pending})


def _cover_paid(scope: FundScope, ledger: Callable[[str], tuple[int | None, int | None]]) -> FundLine:
    """The ledger does not tell 大病 from 重病: what it paid for cover stands in one line of its own."""
    paid, pending = ledger("大病、重病兜底")
    return FundLine(
        fund=SPECIAL,
        use="大病、重病兜底（台账合计）",
        quantity=None,
        unit="",
        rule="以专项基金台账为准",
        due_fen=None,
        recorded_fen=None,
        paid_fen=paid,
        pending_fen=pending,
        undetermined="应补数见上列各项",
        total_only=True,
        clause=scope.profile.clause("funds", "cover_limit_yuan") or "",
    )
