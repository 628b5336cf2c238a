"""Free drugs for exactly four chronic diseases, to 1,000 yuan a person and year (新政办发〔2018〕50号 二(四)3)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from dashboard import yaml_files
from dashboard.funds.models import SPECIAL, CapCase, FundLine
from dashboard.funds.scope import FundScope, where
from dashboard.policy import POLICIES

TABLE = "慢病投药"


@cache
def payable_words(root: Path, list_id: str) -> frozenset[str]:
    """Names, aliases and codes of the shipped list: it is closed for drugs, even where a month's list adds to it for signing."""
    entry = yaml_files.read(root / "diseases" / f"{list_id}.yaml")
    return frozenset(word for m in entry["members"] for word in (m["code"], m["name"], *m.get("aliases", ())))


def by_person(scope: FundScope) -> pd.DataFrame:
    """Per person of P with payable drugs in the year: `spent` (Σ 药费总额 − 新农合报销), `covered` (to the cap), `paid`.

    A voucher without one of the two amounts is left out; a voucher on which 新农合 paid all adds nothing.
    """
    columns = ["人员编号", "年度", "病种", "药费总额", "新农合报销", "基金支付", "日期"]
    rows = scope.records.frame(TABLE, columns)
    words = payable_words(POLICIES, scope.profile.disease_lists["慢病"])
    rows = rows[
        where(rows["病种"], lambda said: said is not None and said.strip() in words)
        & where(rows["日期"], lambda day: day is None or day <= scope.as_of)
        & where(rows["年度"], lambda year: year == scope.year)
        & rows["人员编号"].isin(scope.persons.index).to_numpy(dtype=bool)
        & (rows["药费总额"].notna() & rows["新农合报销"].notna()).to_numpy(dtype=bool)
    ]
    left = (rows["药费总额"] - rows["新农合报销"]).clip(lower=0).astype("int64")
    each = pd.DataFrame(
        {"person": rows["人员编号"].astype(object), "spent": left, "paid": rows["基金支付"].fillna(0).astype("int64")}
    )
    each = each.groupby("person", sort=True).sum()
    cap = scope.fen("chronic_drugs_cap_yuan")
    return each.assign(covered=each["spent"].clip(upper=cap))


def line(scope: FundScope, each: pd.DataFrame) -> FundLine:
    """What the fund owes for drugs."""
    known = scope.records.reported(TABLE)
    return FundLine(
        fund=SPECIAL,
        use="慢病投药",
        quantity=len(each) if known else None,
        unit="人",
        rule=f"4种慢病，每人每年不超过 {scope.profile.get('funds', 'chronic_drugs_cap_yuan'):,} 元",
        due_fen=int(each["covered"].sum()) if known else None,
        recorded_fen=int(each["paid"].sum()) if known else None,
        paid_fen=None,
        pending_fen=None,
        undetermined="" if known else f"本月未报送{TABLE}",
        clause=scope.profile.clause("funds", "chronic_drugs_cap_yuan") or "",
    )


def near_cap(scope: FundScope, each: pd.DataFrame) -> tuple[CapCase, ...]:
    """Persons at or near the cap, the highest spending first."""
    cap, line_percent = scope.fen("chronic_drugs_cap_yuan"), scope.profile.get("funds", "near_cap_percent")
    if cap is None or line_percent is None:
        return ()
    near = each[each["spent"] * 100 >= cap * line_percent].sort_values("spent", ascending=False, kind="stable")
    return tuple(
        CapCase(
            person=str(row.Index),
            region_code=str(scope.persons[row.Index]),
            spent_fen=int(row.spent),
            covered_fen=int(row.covered),
            percent=int(row.spent) * 100 // cap,
            at_cap=bool(row.spent >= cap),
        )
        for row in near.itertuples()
    )
