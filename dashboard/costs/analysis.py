"""诊疗费用 of the poor, year to date: who carried what, who paid most, where they were treated (S17; M-17, M-23)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir

from dashboard import naming
from dashboard.costs.models import (
    Band,
    Category,
    CostAnalysis,
    DiseaseCost,
    OverStandard,
    Payer,
    Place,
    StandardCheck,
)
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import PAYERS, SELF_PAY, TOTAL, Facts, yes
from dashboard.territory import Territory

TABLE = "诊疗费用"
UNKNOWN = "未填报"
BOUNDS_FEN = (0, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000)
"""Upper ends of the self-pay bands: classes to draw, not a rule of any document."""
FLAGS = ("是否建档立卡", "是否低保对象", "是否特困人员", "是否贫困残疾人", "是否低收入人口")

Row = dict[str, Any]
Scope = tuple[MonthRecords, Profile, Territory]


def analyse(scopes: Iterable[Scope], year: int) -> CostAnalysis:
    """Sums over all scopes: a region may hold several imported parts, and areas under a profile of their own.

    Counts visits of persons in P dated in the year of the month up to its end (住院 by 出院日期), exactly those of M-17.
    """
    used = [_Visits(*scope) for scope in scopes if scope[0].reported(TABLE)]
    money = _added([row for visits in used for row in visits.payers()], ())
    total = money[0] if money else {}
    names = {code: name for visits in used for code, name in naming.disease_names(visits.records).items()}
    places = {code: name for visits in used for code, name in naming.institution_names(visits.records).items()}
    lacking = {p for p in PAYERS if not any(v.records.has_column(TABLE, p) for v in used)}

    def sums(part: str, *keys: str) -> list[Row]:
        return _added([row for visits in used for row in getattr(visits, part)()], keys)

    bands = {row["band"]: row for row in sums("bands", "band")}
    return CostAnalysis(
        year=year,
        reported=bool(used),
        persons=total.get("persons", 0),
        visits=total.get("visits", 0),
        stays=total.get("stays", 0),
        total_fen=total.get(TOTAL, 0),
        self_pay_fen=total.get(SELF_PAY, 0),
        payers=tuple(Payer(p, None if p in lacking else total.get(p, 0)) for p in PAYERS) if used else (),
        places=tuple(Place(**row) for row in sums("places", "stay", "in_county", "grade", "layer")),
        diseases=tuple(DiseaseCost(name=naming.disease_name(names, row["code"]), **row) for row in sums("diseases", "code")),
        bands=tuple(_band(at, bands.get(at, {})) for at in range(len(BOUNDS_FEN) + 1)) if used else (),
        categories=tuple(Category(**row) for row in sums("categories", "name")),
        standards=tuple(StandardCheck(name=_named(places, row), **row) for row in sums("standards", "code")),
    )


def over_standard(scopes: Iterable[Scope], most: int = 200) -> tuple[OverStandard, ...]:
    """The stays that cost most above their 病种收费标准, the largest excess first."""
    found = []
    for records, profile, territory in scopes:
        if not records.reported(TABLE):
            continue
        names, places = naming.disease_names(records), naming.institution_names(records)
        for row in _Visits(records, profile, territory).over(most):
            row["disease"] = naming.disease_name(names, row["disease"])
            row["institution"] = places.get(row["institution"], row["institution"] or UNKNOWN)
            found.append(OverStandard(**{**row, "discharged": row["discharged"].isoformat()}))
    return tuple(sorted(found, key=lambda stay: (-stay.excess_fen, stay.visit))[:most])


class _Visits:
    """The visits of one part of a region under one profile."""

    def __init__(self, records: MonthRecords, profile: Profile, territory: Territory) -> None:
        self.records = records
        self._facts = Facts(records, profile)
        self._territory = territory

    @cached_property
    def _rows(self) -> ir.Table:
        facts = self._facts
        rows = facts.visits.filter(
            self._territory.holds(facts.visits.village), facts.visits.dated.between(date(facts.as_of.year, 1, 1), facts.as_of)
        )
        more = facts.table(TABLE)
        more = more.select(visit="就诊编号", standard="病种收费标准", grade_then="机构等级")
        seats = facts.table("医疗卫生机构")
        seats = seats.select(institution="机构编码", grade_now="医院等级", layer="机构层级")
        rows = rows.left_join(more, "visit").drop("visit_right")
        rows = rows.left_join(seats, "institution").drop("institution_right")
        return facts.work.keep(
            rows.mutate(
                place=ibis.cases((rows.in_county, "县域内"), (~rows.in_county, "县域外"), else_=UNKNOWN),
                grade=ibis.coalesce(rows.grade_then, rows.grade_now, UNKNOWN),
                layer=ibis.coalesce(rows.layer, UNKNOWN),
            )
        )

    @cached_property
    def _persons(self) -> ir.Table:
        """Per person: total and self-pay of the year."""
        rows = self._rows
        return self._facts.work.keep(
            rows.group_by("person").aggregate(total_fen=_fen(rows[TOTAL]), self_pay_fen=_fen(rows[SELF_PAY]))
        )

    def payers(self) -> list[Row]:
        rows = self._rows
        return _rows(
            rows.aggregate(
                persons=rows.person.nunique(),
                visits=rows.count(),
                stays=yes(rows.stay).cast("int64").sum().fill_null(0),
                **{column: _fen(rows[column]) for column in (*PAYERS, SELF_PAY, TOTAL)},
            )
        )

    def places(self) -> list[Row]:
        rows = self._rows.mutate(in_county=self._rows.place)
        return _rows(
            rows.group_by("stay", "in_county", "grade", "layer").aggregate(
                visits=rows.count(), total_fen=_fen(rows[TOTAL]), self_pay_fen=_fen(rows[SELF_PAY])
            )
        )

    def diseases(self) -> list[Row]:
        rows = self._rows
        out = yes(rows.stay) & yes(~rows.in_county)
        return _rows(
            rows.group_by(code=rows.disease.fill_null(UNKNOWN)).aggregate(
                visits=rows.count(),
                stays=yes(rows.stay).cast("int64").sum(),
                total_fen=_fen(rows[TOTAL]),
                self_pay_fen=_fen(rows[SELF_PAY]),
                out_stays=out.cast("int64").sum(),
                out_total_fen=_fen(out.ifelse(rows[TOTAL], 0)),
                out_self_pay_fen=_fen(out.ifelse(rows[SELF_PAY], 0)),
            )
        )

    def bands(self) -> list[Row]:
        each = self._persons
        above = sum((each.self_pay_fen > bound).cast("int64") for bound in BOUNDS_FEN)
        each = each.mutate(band=above)
        return _rows(each.group_by("band").aggregate(persons=each.count(), self_pay_fen=each.self_pay_fen.sum().cast("int64")))

    def categories(self) -> list[Row]:
        found: list[Row] = []
        roster = self._facts.table("贫困人口花名册")
        # The persons with visits are in P, and P is of one 名单年度; other years' rows of them must not count again.
        newest = roster.filter(roster["名单年度"] <= self._facts.as_of.year)["名单年度"].max().to_pyarrow().as_py()
        roster = roster.filter(roster["名单年度"] == (newest or 0))
        for flag in FLAGS:
            if not self.records.has_column("贫困人口花名册", flag):
                continue
            own = roster.filter(yes(roster[flag])).select(person="人员编号")
            each = self._persons.semi_join(own, "person")
            sums = each.aggregate(persons=each.count(), total_fen=_fen(each.total_fen), self_pay_fen=_fen(each.self_pay_fen))
            found += [{"name": flag.removeprefix("是否"), **row} for row in _rows(sums)]
        return found

    def standards(self) -> list[Row]:
        rows = self._rows.filter(self._rows.standard.notnull(), yes(self._rows.stay))
        over = rows[TOTAL] > rows.standard
        return _rows(
            rows.group_by(code=rows.institution.fill_null(UNKNOWN)).aggregate(
                stays=rows.count(),
                over=over.cast("int64").sum(),
                excess_fen=_fen(over.ifelse(rows[TOTAL] - rows.standard, 0)),
            )
        )

    def over(self, most: int) -> list[Row]:
        rows = self._rows.filter(yes(self._rows.stay), self._rows[TOTAL] > self._rows.standard)
        chosen = rows.select(
            "visit",
            "institution",
            "disease",
            "discharged",
            region_code=rows.village,
            total_fen=rows[TOTAL],
            standard_fen=rows.standard,
        )
        return _rows(chosen.order_by(ibis.desc(chosen.total_fen - chosen.standard_fen), "visit").limit(most))


def _named(names: Mapping[str, str], row: Row) -> str:
    return names.get(row["code"]) or str(row["code"])


def _fen(amount: ir.IntegerColumn) -> ir.IntegerScalar:
    return amount.sum().fill_null(0).cast("int64")


def _rows(expression: ir.Table) -> list[Row]:
    return expression.to_pyarrow().to_pylist()


def _added(rows: Sequence[Row], keys: Sequence[str]) -> list[Row]:
    """Rows with equal keys become one, every other member added up; in order of the keys."""
    found: dict[tuple, Row] = {}
    for row in rows:
        key = tuple(row[k] for k in keys)
        if key in found:
            known = found[key]
            found[key] = {name: value if name in keys else known[name] + value for name, value in row.items()}
        else:
            found[key] = dict(row)
    return [found[key] for key in sorted(found)]


def _band(at: int, row: Mapping[str, int]) -> Band:
    return Band(
        above_fen=BOUNDS_FEN[at - 1] if at else None,
        up_to_fen=BOUNDS_FEN[at] if at < len(BOUNDS_FEN) else None,
        persons=row.get("persons", 0),
        self_pay_fen=row.get("self_pay_fen", 0),
    )
