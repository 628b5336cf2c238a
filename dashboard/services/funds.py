"""S18 专项基金与减免: due by rule, recorded, paid, pending, two funds apart."""

from __future__ import annotations

from dataclasses import replace

from dashboard import funds, months
from dashboard.funds import FundStatement
from dashboard.funds.models import CapCase
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.services.base import Context
from dashboard.services.list_models import CapRow, FundSheet
from dashboard.services.persons import Looks, roster
from dashboard.services.scopes import elsewhere, kept, scopes
from dashboard.worklists import Person
from dashboard.worklists.persons import age


def sheet(context: Context, looks: Looks) -> FundSheet:
    """The funds of the region's own profile; a region above several such profiles has to choose one below."""
    month, region = looks.month, looks.region
    cube = context.cube(month)
    ref = context.ref(cube, context.position(cube, region))
    profile = context.profile(region, month)
    if profile is None or profile.get("funds") is None:
        why = "该地区当月适用的口径没有专项基金和减免规则。"
        below = elsewhere(context, month, region, lambda own: own.get("funds") is not None)
        return FundSheet(ref, month, months.as_of(month), None, (), looks.masked, why, below)
    found = kept(context, month, ("S18", region), lambda: _statement(context, month, region))
    if found is None:
        why = "本月没有该地区的花名册。"
        return FundSheet(ref, month, months.as_of(month), None, (), looks.masked, why)
    records, statement = found
    caps = _caps(statement.caps, records, looks, cube)
    looks.record(len(caps))
    return FundSheet(ref, month, months.as_of(month), replace(statement, caps=()), caps, looks.masked, "")


def _statement(context: Context, month: str, region: str) -> tuple[MonthRecords, FundStatement] | None:
    for records, profile, territory in scopes(context, month, region):
        made = funds.statement(records, profile, territory) if records.reported("贫困人口花名册") else None
        if made is not None:
            return records, made
    return None


def _caps(cases: tuple[CapCase, ...], records: MonthRecords, looks: Looks, cube: MonthCube) -> tuple[CapRow, ...]:
    people = roster(records, (case.person for case in cases))
    found = []
    for case in cases:
        who = people.get(case.person, {})
        born = who.get("出生日期")
        years = age(born, records.as_of) if born else None
        person = Person(case.person, who.get("姓名") or "", who.get("性别") or "", years, "", case.region_code)
        found.append(CapRow(looks.shown(person, cube), case.spent_fen, case.covered_fen, case.percent, case.at_cap))
    return tuple(found)
