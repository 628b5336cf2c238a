"""The supervision ledger as imported: which problems are open, overdue, solved, written off (D2-05, D2-26)."""

from __future__ import annotations

import pandas as pd

from dashboard import months
from dashboard.hierarchy import NATION, Hierarchy
from dashboard.records import MonthRecords
from dashboard.services.base import Context
from dashboard.services.models import LedgerRow

_TABLE = "督战台账"
_CLOSED = ("已解决待复核", "已销号")


def rows(context: Context, month: str, region: str, state: str | None) -> tuple[LedgerRow, ...]:
    """Items whose subject lies in the region, the longest overdue first. Empty when the month brought no ledger."""
    tree = context.cube(month).tree
    as_of = months.as_of(month)
    found = []
    for part in context.store.parts(month):
        records = MonthRecords.open(part)
        if not records.reported(_TABLE):
            continue
        ledger = records.frame(_TABLE).astype(object)
        where = _regions(records, ledger, tree)
        inside = where.notna() & (where.astype(str).str.startswith(region) | (region == NATION))
        for row in ledger[inside].to_dict("records"):
            item = _row({key: None if pd.isna(value) else value for key, value in row.items()}, as_of)
            if state is None or item.state == state:
                found.append(item)
    return tuple(sorted(found, key=lambda item: (-(item.overdue_days or 0), item.code)))


def cases_of(context: Context, month: str, region: str, subjects: set[str]) -> tuple[LedgerRow, ...]:
    """Items in the region about these subjects (codes of institutions or of the region), open ones first, newest first."""
    items = [item for item in rows(context, month, region, None) if item.subject in subjects]
    return tuple(sorted(items, key=lambda item: (item.state == "已销号", -(item.found_on.toordinal() if item.found_on else 0))))


def _regions(records: MonthRecords, ledger: pd.DataFrame, tree: Hierarchy) -> pd.Series:
    """Where each subject lies: the seat of the institution, else the region that the code itself is (a county, or a village
    without a clinic)."""
    home = records.frame("医疗卫生机构", ["机构编码", "所在区划代码"]).astype(object).set_index("机构编码")["所在区划代码"]
    seat = ledger["对象编码"].map(home[~home.index.duplicated()])
    own = ledger["对象编码"].where((ledger["对象类型"] == "县") | (tree.index(ledger["对象编码"].fillna("")) >= 0))
    return seat.where(seat.notna(), own)


def _row(row: dict, as_of) -> LedgerRow:
    due, state = row["整改时限"], row["状态"] or ""
    late = (as_of - due).days if due is not None and state not in _CLOSED else 0
    return LedgerRow(
        code=row["台账编号"],
        subject_type=row["对象类型"] or "",
        subject=row["对象编码"] or "",
        clause=row["问题条款"] or "",
        found_on=row["发现日期"],
        listed_on=row["标识日期"],
        leader=row["责任领导"] or "",
        responsible=row["责任人"] or "",
        measure=row["措施"] or "",
        due_on=due,
        state=state,
        overdue_days=late if late > 0 else None,
    )
