"""Names and ages for person-level rows, from the roster's newest list year."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis.expr.types as ir

from dashboard.rollup.facts import Facts
from dashboard.worklists.models import Person


def with_person(facts: Facts, rows: ir.Table) -> ir.Table:
    """Adds household, village, name, sex and born to rows of persons in P."""
    roster = facts.table("贫困人口花名册")
    newest = roster.filter(roster["名单年度"] <= facts.as_of.year)["名单年度"].max().to_pyarrow().as_py()
    own = roster.filter(roster["名单年度"] == (newest or 0))
    own = own.select(person="人员编号", household="家庭编号", village="行政村代码", name="姓名", sex="性别", born="出生日期")
    return rows.inner_join(own, "person")


def person(row: dict[str, Any], as_of: date) -> Person:
    return Person(
        code=row["person"],
        name=row["name"] or "",
        sex=row["sex"] or "",
        age=None if row["born"] is None else age(row["born"], as_of),
        household=row["household"] or "",
        region_code=row["village"],
    )


def age(born: date, day: date) -> int:
    """Completed years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
