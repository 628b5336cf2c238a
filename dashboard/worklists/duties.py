"""签约与随访工作单 (S10): who must be signed, visited, examined, and by which team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from dashboard import naming
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.facts import Facts, yes
from dashboard.territory import Territory
from dashboard.worklists.models import Duty, TeamLoad
from dashboard.worklists.persons import person, with_person

NEEDED = ("贫困人口花名册", "签约")
WHOLE_POPULATION = "M-03"
"""A profile with a target for it asks the whole population to be signed (连卫财务〔2018〕44号 一(二)); else chronic patients."""


@dataclass(frozen=True, slots=True)
class DutyList:
    """Persons with at least one duty; `unassigned_households` have neither a team nor a signing with one."""

    duties: tuple[Duty, ...]
    unassigned_households: int


def duties(records: MonthRecords, profile: Profile, territory: Territory, until: date) -> DutyList | None:
    """Duties open at the month's end or falling due by `until`; None when the month brought no roster or no signings.

    To sign: the profile's own target group without a valid signing (M-02 or M-03), and signings that run out by `until`.
    To visit: signed chronic patients, an interval after the latest of signing, verification and last visit (due by the month's
    end: exactly those missing in M-04). To examine: eligible persons without a check-up in the year (M-07); nobody when the
    month brought no 健康体检.
    """
    if not all(records.reported(table) for table in NEEDED):
        return None
    facts = Facts(records, profile)
    rows = facts.work.keep(_due(facts, territory, until))
    names = naming.disease_names(records)
    wanted = rows.filter((rows.sign != "") | rows.visit_due.notnull() | rows.checkup)
    found = with_person(facts, wanted.drop("village", "household")).to_pyarrow().to_pylist()
    without = rows.filter(rows.team.isnull()).household.nunique().to_pyarrow().as_py()
    return DutyList(tuple(sorted((_duty(row, facts.as_of, names) for row in found), key=_order)), without)


def loads(found: Iterable[Duty], as_of: date, names: dict[str, str], active: dict[str, bool]) -> tuple[TeamLoad, ...]:
    """Work by team, the most first; persons without a team stand under ""."""
    by_team: dict[str, list[Duty]] = {}
    for duty in found:
        by_team.setdefault(duty.team, []).append(duty)
    sums = [
        TeamLoad(
            team=team,
            name=names.get(team, team),
            app_active=active.get(team),
            sign=sum(bool(d.sign) for d in own),
            visit=sum(d.visit_due is not None for d in own),
            overdue=sum(d.visit_due is not None and d.visit_due <= as_of for d in own),
            checkup=sum(d.checkup for d in own),
        )
        for team, own in by_team.items()
    ]
    return tuple(sorted(sums, key=lambda load: (-load.tasks, load.team)))


def _due(facts: Facts, territory: Territory, until: date) -> ir.Table:
    """One row per person of P in the territory, with team, diseases and what is due."""
    people = facts.population
    rows = people.filter(territory.holds(people.village))
    chronic = facts.chronic("慢病", True).select("person", "verified_on")
    for more in (facts.signed, chronic, _expiry(facts), _last_visit(facts), _checked(facts), _ill(facts), _refusals(facts)):
        rows = rows.left_join(more, "person").drop("person_right")
    rows = rows.left_join(_team_of_person(facts), "person").drop("person_right")
    rows = rows.left_join(_team_of_household(facts), "household").drop("household_right")
    signed, sick = rows.signed_on.notnull(), rows.verified_on.notnull()
    everybody = facts.profile.target(WHOLE_POPULATION, facts.as_of) is not None
    should_sign = ibis.literal(True) if everybody else sick
    renew = signed & yes(rows.expires <= until)
    start = _later(_later(rows.signed_on, rows.verified_on), rows.last_visit)
    due = start + ibis.interval(days=facts.profile.followup_interval_days or 0)
    visiting = signed & sick & bool(facts.profile.followup_interval_days) & (due <= until)
    examined = rows.eligible & rows.checked_on.isnull() & facts.records.reported("健康体检")
    return rows.select(
        "person",
        "household",
        "village",
        "diseases",
        "unsigned_because",
        team=ibis.coalesce(rows.own_team, rows.home_team),
        sign=ibis.cases((~signed & should_sign, "待签约"), (renew, "到期续签"), else_=""),
        sign_due=renew.ifelse(rows.expires, None),
        visit_due=yes(visiting).ifelse(due.cast("date"), None),
        last_visit=rows.last_visit,
        checkup=examined,
    )


def _later(one: ir.DateColumn, other: ir.DateColumn) -> ir.DateColumn:
    """The later of two dates, either of which may be missing."""
    return ibis.cases((other.isnull(), one), (one.isnull(), other), (one >= other, one), else_=other)


def _signings(facts: Facts, *columns: str) -> ir.Table:
    """签约 rows by the month's end, one per person they cover, with those columns."""
    rows = facts.table("签约")
    rows = rows.filter(rows["签约日期"] <= facts.as_of)
    own = rows.filter(rows["人员编号"].notnull()).select("签约日期", *columns, person="人员编号")
    shared = rows.filter(rows["人员编号"].isnull()).select("签约日期", *columns, household="家庭编号")
    members = facts.population.select("person", "household").inner_join(shared, "household")
    return ibis.union(own, members.select(*own.columns))


def _expiry(facts: Facts) -> ir.Table:
    """Last day of the latest signing: one that has run out ends before every valid one, so that the maximum is of a valid one."""
    rows = _signings(facts, "有效期止")
    year_on = (rows["签约日期"] + ibis.interval(years=1) - ibis.interval(days=1)).cast("date")
    rows = rows.mutate(ends=ibis.coalesce(rows["有效期止"], year_on))
    return rows.group_by("person").aggregate(expires=rows.ends.max())


def _team_of_person(facts: Facts) -> ir.Table:
    rows = _signings(facts, "团队编号")
    rows = rows.filter(rows["团队编号"].notnull())
    return rows.group_by("person").aggregate(own_team=rows["团队编号"].argmax(rows["签约日期"]))


def _team_of_household(facts: Facts) -> ir.Table:
    rows = facts.table("贫困户")
    rows = rows.filter(rows["签约团队编号"].notnull())
    return rows.group_by(household=rows["家庭编号"]).aggregate(
        home_team=rows["签约团队编号"].argmax(ibis.coalesce(rows["名单年度"], 0))
    )


def _last_visit(facts: Facts) -> ir.Table:
    rows = facts.table("随访")
    rows = rows.filter(rows["随访日期"] <= facts.as_of)
    return rows.group_by(person=rows["人员编号"]).aggregate(last_visit=rows["随访日期"].max())


def _checked(facts: Facts) -> ir.Table:
    rows = facts.table("健康体检")
    rows = rows.filter(rows["体检日期"].between(facts.year_start, facts.as_of))
    return rows.group_by(person=rows["人员编号"]).aggregate(checked_on=rows["体检日期"].max())


def _ill(facts: Facts) -> ir.Table:
    rows = facts.diagnoses
    rows = rows.filter(~rows.out)
    return rows.group_by("person").aggregate(diseases=rows.disease.group_concat(";"))


def _refusals(facts: Facts) -> ir.Table:
    rows = facts.table("签约")
    rows = rows.filter(rows["未签约原因"].notnull(), rows["人员编号"].notnull())
    return rows.group_by(person=rows["人员编号"]).aggregate(unsigned_because=rows["未签约原因"].argmax(rows["签约编号"]))


def _duty(row: dict[str, Any], as_of: date, names: dict[str, str]) -> Duty:
    codes = sorted(set((row["diseases"] or "").split(";")) - {""})
    return Duty(
        person=person(row, as_of),
        team=row["team"] or "",
        diseases=tuple(names.get(code, code) for code in codes),
        sign=row["sign"],
        sign_due=row["sign_due"],
        unsigned_because=(row["unsigned_because"] or "") if row["sign"] == "待签约" else "",
        visit_due=row["visit_due"],
        last_visit=row["last_visit"],
        checkup=row["checkup"],
    )


def _order(duty: Duty) -> tuple:
    """By team and village, then who has waited longest."""
    return duty.team, duty.person.region_code, duty.visit_due or date.max, not duty.sign, duty.person.code


def month_after(as_of: date) -> date:
    """The last day of the calendar month after a month's end: until then a work list looks."""
    first = as_of + timedelta(days=1)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
