"""Treatment, signing, follow-up and check-up (M-01 … M-07): one row per person or case of the denominator."""

from __future__ import annotations

from datetime import timedelta

import ibis.expr.types as ir

from dashboard.rollup.definitions import Indicator
from dashboard.rollup.facts import Facts, yes

TREATED_STATES = ("救治中", "已救治", "已治愈", "已销号")


def is_treated(cases: ir.Table, facts: Facts) -> ir.BooleanValue:
    """首次救治日期 ≤ A, a treated state, or a visit of that person and disease from 核实日期 to A."""
    return (
        yes(cases.first_treated <= facts.as_of)
        | yes(cases.state.isin(TREATED_STATES))
        | yes(cases.last_seen >= cases.verified_on)
    )


def treated(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-01: diagnoses on the list that are not *out*; met when treated."""
    found = facts.diagnoses
    found = found.filter(found.disease.isin(sorted(facts.lists.codes(indicator.options["list"]))), ~found.out_or_moved_on)
    return found.select(
        "person",
        "case",
        "disease",
        "verified_on",
        "state",
        "untreated_because",
        "hospital",
        region_code=found.village,
        met=is_treated(found, facts),
    )


def chronic_signed(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-02, M-05: distinct chronic patients; met with a valid signing. Refusals stay in (O-23)."""
    people = facts.chronic(indicator.options["list"], indicator.options["by_class"])
    return people.select("person", "verified_on", region_code=people.village, met=people.signed_on.notnull())


def chronic_followed(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-04, M-06: signed chronic patients whose interval has run; met with a 随访 row dated in (A − interval, A]."""
    since = facts.as_of - timedelta(days=facts.profile.followup_interval_days or 0)
    people = facts.chronic(indicator.options["list"], indicator.options["by_class"])
    # The later of two days is not after `since` exactly when neither is; an unsigned person has no first day and drops out.
    due = people.filter(yes(people.signed_on <= since), people.verified_on <= since)
    rows = facts.table("随访")
    rows = rows.filter(rows["随访日期"] <= facts.as_of)
    last = rows.group_by(person=rows["人员编号"]).aggregate(last_follow_up=rows["随访日期"].max())
    due = due.left_join(last, "person").drop("person_right")
    return due.select(
        "person", "verified_on", "signed_on", "last_follow_up", region_code=due.village, met=yes(due.last_follow_up > since)
    )


def persons_signed(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-03: persons of P; met with a valid signing."""
    people = facts.population.left_join(facts.signed, "person").drop("person_right")
    return people.select("person", region_code=people.village, met=people.signed_on.notnull())


def persons_checked_up(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-07: eligible persons of P; met with a check-up dated in Y and not after A."""
    rows = facts.table("健康体检")
    rows = rows.filter(rows["体检日期"] >= facts.year_start, rows["体检日期"] <= facts.as_of)
    done = rows.group_by(person=rows["人员编号"]).aggregate(checked_on=rows["体检日期"].max())
    people = facts.population.filter(facts.population.eligible)
    people = people.left_join(done, "person").drop("person_right")
    return people.select("person", region_code=people.village, met=people.checked_on.notnull())
