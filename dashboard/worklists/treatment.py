"""大病救治工作单 (S09): which patients are not verified, not treated, not filed, not written off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from dashboard import naming
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import Facts, yes
from dashboard.rollup.kinds.care import is_treated
from dashboard.territory import Territory
from dashboard.worklists.models import Funnel, TreatmentCase
from dashboard.worklists.persons import person, with_person

LIST = "大病"
STEPS = ("待救治", "待填报", "待销号", "待核实")
"""In the order in which a list shows them: the untreated first."""
NEEDED = ("贫困人口花名册", "患病核实")


@dataclass(frozen=True, slots=True)
class TreatmentList:
    """The funnel of a territory and its open cases, the longest waiting first within each step."""

    funnel: Funnel
    cases: tuple[TreatmentCase, ...]
    untreated_because: dict[str, int]
    """未救治原因 → cases; "" for those without one."""


def treatment(records: MonthRecords, profile: Profile, territory: Territory) -> TreatmentList | None:
    """None when the profile has no 大病 list or the month did not bring roster and diagnoses.

    Write-off follows the profile: after cure (`cured`), or once treated and filed (`treated_and_filed`).
    """
    if LIST not in profile.disease_lists or not all(records.reported(table) for table in NEEDED):
        return None
    facts = Facts(records, profile)
    rows = facts.work.keep(_cases(facts, territory))
    found = _unverified(facts, territory)
    names, places = naming.disease_names(records), naming.institution_names(records)
    open_cases = [*_open(facts, rows), *found]
    cases = sorted((_case(row, facts.as_of, names, places) for row in open_cases), key=_order)
    reasons: dict[str, int] = {}
    for case in cases:
        if case.step == "待救治":
            reasons[case.reason] = reasons.get(case.reason, 0) + 1
    return TreatmentList(_funnel(rows, len(found)), tuple(cases), reasons)


def _on_list(facts: Facts, rows: ir.Table, territory: Territory) -> ir.Table:
    return rows.filter(rows.disease.isin(sorted(facts.lists.codes(LIST))), territory.holds(rows.village))


def _cases(facts: Facts, territory: Territory) -> ir.Table:
    """M-01's denominator with the steps done by the month's end, each a part of the one before."""
    rows = facts.diagnoses
    rows = _on_list(facts, rows, territory)
    rows = rows.filter(~rows.out_or_moved_on)
    treated = is_treated(rows, facts)
    filed = treated & yes(rows.ledger_filed <= facts.as_of)
    closed = filed & yes(rows.closed_on <= facts.as_of)
    closable = filed & ~closed
    if facts.profile.get("writeoff") == "cured":
        closable &= yes(rows.cured_on <= facts.as_of) | yes(rows.state == "已治愈")
    step = ibis.cases((~treated, "待救治"), (~filed, "待填报"), (closable, "待销号"), else_="")
    # COALESCE needs one known date: the step before, or the day of verification.
    since = ibis.cases(
        (~treated, rows.verified_on),
        (~filed, ibis.coalesce(rows.first_treated, rows.verified_on)),
        else_=ibis.coalesce(rows.cured_on, rows.ledger_filed, rows.verified_on),
    )
    return rows.mutate(treated=treated, filed=filed, closed=closed, closable=closable, step=step, since=since)


def _funnel(rows: ir.Table, unverified: int) -> Funnel:
    def many(flag: ir.BooleanColumn) -> ir.IntegerScalar:
        return flag.cast("int64").sum().fill_null(0)

    sums = rows.aggregate(
        verified=rows.count(),
        treated=many(rows.treated),
        filed=many(rows.filed),
        closed=many(rows.closed),
        closable=many(rows.closable),
    )
    return Funnel(unverified=unverified, **sums.to_pyarrow().to_pylist()[0])


def _open(facts: Facts, rows: ir.Table) -> list[dict[str, Any]]:
    chosen = rows.filter(rows.step != "")
    chosen = chosen.select("step", "case", "person", "disease", "since", "hospital", reason=chosen.untreated_because)
    return with_person(facts, chosen).to_pyarrow().to_pylist()


def _unverified(facts: Facts, territory: Territory) -> list[dict[str, Any]]:
    """Found by the month's end, on the list, 核实状态 未核实."""
    rows = facts.table("患病核实")
    rows = rows.filter(rows["核实状态"] == "未核实", yes(rows["发现日期"] <= facts.as_of) | rows["发现日期"].isnull())
    rows = rows.select(case="患病编号", person="人员编号", disease="疾病编码", since="发现日期")
    rows = _on_list(facts, rows.inner_join(facts.population.select("person", "village"), "person"), territory)
    text = ibis.null("string")
    rows = rows.select("case", "person", "disease", "since", step=ibis.literal("待核实"), hospital=text, reason=text)
    return with_person(facts, rows).to_pyarrow().to_pylist()


def _case(row: dict[str, Any], as_of: date, names: dict[str, str], places: dict[str, str]) -> TreatmentCase:
    since = row["since"]
    hospital = row["hospital"] or ""
    return TreatmentCase(
        step=row["step"],
        case=row["case"],
        person=person(row, as_of),
        disease=names.get(row["disease"], row["disease"]),
        since=since,
        days=None if since is None else (as_of - since).days,
        reason=(row["reason"] or "") if row["step"] == "待救治" else "",
        hospital=places.get(hospital, hospital),
    )


def _order(case: TreatmentCase) -> tuple:
    return STEPS.index(case.step), -(case.days or 0), case.person.region_code, case.case
