"""What every part of the statement reads: the persons of the territory, and the ledger rows that are theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import Facts
from dashboard.territory import Territory


class FundScope:
    """One month, one profile with fund rules, one territory."""

    def __init__(self, records: MonthRecords, profile: Profile, territory: Territory) -> None:
        self.records, self.profile, self.territory = records, profile, territory
        self.as_of, self.year = records.as_of, records.as_of.year
        self.facts = Facts(records, profile)

    @cached_property
    def persons(self) -> pd.Series:
        """人员编号 → village, of P in the territory."""
        people = self.facts.population
        rows = people.filter(self.territory.holds(people.village)).select("person", "village").to_pyarrow().to_pylist()
        return pd.Series({row["person"]: row["village"] for row in rows}, dtype=object)

    def column(self, relation: ir.Table, name: str) -> list[Any]:
        return relation.select(name).to_pyarrow().column(0).to_pylist()

    def fen(self, key: str) -> int | None:
        """A yuan amount of the fund rules in fen."""
        yuan = self.profile.get("funds", key)
        return None if yuan is None else int(yuan * 100)

    def seated(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Ledger rows of the territory: all of them at the profile's own region (the ledger is its own), below it by 机构编码."""
        if len(self.territory.prefix) <= len(self.profile.region):
            return rows
        seats = self.records.frame("医疗卫生机构", ["机构编码", "所在区划代码"]).dropna()
        inside = where(seats["所在区划代码"], lambda code: code.startswith(self.territory.prefix))
        own = seats.loc[inside, "机构编码"]
        return rows[rows["机构编码"].isin(own)]

    def state_of(self, text: Any) -> str:
        """审核状态 → paid, rejected or pending."""
        said = "" if pd.isna(text) else str(text).strip()
        if said in (self.profile.get("funds", "paid_states") or ()):
            return "paid"
        return "rejected" if said in (self.profile.get("funds", "rejected_states") or ()) else "pending"


def where(values: pd.Series, holds: Callable[[Any], bool]) -> np.ndarray:
    """Where a predicate holds; a blank value is passed as None."""
    return np.fromiter((holds(None if pd.isna(v) else v) for v in values), dtype=bool, count=len(values))
