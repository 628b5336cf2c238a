"""S09, S10 and "还差 n 例": who they are, masked by role, every look recorded."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pandas as pd

from dashboard import months, naming, rollup, worklists
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.rollup.definitions import Indicators
from dashboard.services.base import Context, Unknown
from dashboard.services.list_models import CaseRow, DutyRow, DutySheet, MissingRow, MissingSheet, TreatmentSheet
from dashboard.services.persons import DRAWN, Looks, roster
from dashboard.services.scopes import kept, scopes
from dashboard.worklists import Duty, Funnel, Person, TreatmentList
from dashboard.worklists.persons import age

COUNTY_DIGITS = 6
TOLD = {
    "verified_on": "核实日期",
    "state": "救治状态",
    "untreated_because": "未救治原因",
    "hospital": "定点医院",
    "unsigned_because": "未签约原因",
    "signed_on": "签约日期",
    "last_follow_up": "最近随访",
    "discharged": "出院日期",
    "filed": "填报日期",
    "institution": "就诊机构",
}
"""Columns of `rollup.missing_people` and how a list heads them."""


def treatment(context: Context, looks: Looks, limit: int | None = DRAWN) -> TreatmentSheet:
    """Funnel and open cases; without a limit all of them (exports)."""
    month, region = looks.month, looks.region
    cube = context.cube(month)
    found = kept(context, month, ("S09", region), lambda: _treatment(context, month, region))
    cases = sorted(chain.from_iterable(part.cases for part in found), key=_waiting)
    reasons: dict[str, int] = {}
    for part in found:
        for reason, n in part.untreated_because.items():
            reasons[reason] = reasons.get(reason, 0) + n
    looks.record(len(cases[:limit]))
    return TreatmentSheet(
        region=context.ref(cube, context.position(cube, region)),
        month=month,
        as_of=months.as_of(month),
        funnel=sum((part.funnel for part in found), Funnel(0, 0, 0, 0, 0, 0)) if found else None,
        reasons=tuple(sorted(reasons.items(), key=lambda pair: -pair[1])),
        rows=tuple(
            CaseRow(c.step, c.case, looks.shown(c.person, cube), c.disease, c.since, c.days, c.reason, c.hospital)
            for c in cases[:limit]
        ),
        total=len(cases),
        masked=looks.masked,
        absent_because="" if found else "本月没有可用的花名册、患病核实或大病目录，请先报送。",
    )


def _treatment(context: Context, month: str, region: str) -> tuple[TreatmentList, ...]:
    made = (worklists.treatment(*scope) for scope in scopes(context, month, region))
    return tuple(part for part in made if part is not None)


def _waiting(case: worklists.TreatmentCase) -> tuple:
    return worklists.STEPS.index(case.step), -(case.days or 0), case.person.region_code, case.case


def duties(context: Context, looks: Looks, team: str | None = None, limit: int | None = DRAWN) -> DutySheet:
    """Duties of a county or below, all teams or one ("" for persons without a team)."""
    month, region = looks.month, looks.region
    cube, as_of = context.cube(month), months.as_of(month)
    until = worklists.month_after(as_of)
    ref = context.ref(cube, context.position(cube, region))
    if len(region) < COUNTY_DIGITS:
        why = "签约与随访工作单按县、乡、村生成，请先选择一个县。"
        return DutySheet(ref, month, as_of, until, (), 0, (), 0, looks.masked, why)
    found = kept(context, month, ("S10", region), lambda: _duties(context, month, region))
    if found is None:
        why = "本月未报送花名册或签约，无法生成工作单。"
        return DutySheet(ref, month, as_of, until, (), 0, (), 0, looks.masked, why)
    every, without, names, active = found
    chosen = [duty for duty in every if team is None or duty.team == team]
    looks.record(len(chosen[:limit]))
    return DutySheet(
        region=ref,
        month=month,
        as_of=as_of,
        until=until,
        teams=worklists.loads(every, as_of, names, active),
        unassigned_households=without,
        rows=tuple(_duty(duty, looks, cube, names) for duty in chosen[:limit]),
        total=len(chosen),
        masked=looks.masked,
        absent_because="",
    )


def _duties(context: Context, month: str, region: str) -> tuple[list[Duty], int, dict[str, str], dict[str, bool]] | None:
    until = worklists.month_after(months.as_of(month))
    every: list[Duty] = []
    names: dict[str, str] = {}
    active: dict[str, bool] = {}
    without, any_part = 0, False
    for records, profile, territory in scopes(context, month, region):
        part = worklists.duties(records, profile, territory, until)
        if part is None:
            continue
        any_part = True
        every += part.duties
        without += part.unassigned_households
        names |= naming.team_names(records)
        flags = records.frame("家医团队", ["团队编号", "APP激活标志"]).dropna()
        active |= dict(zip(flags["团队编号"], flags["APP激活标志"].astype(bool), strict=True))
    return (every, without, names, active) if any_part else None


def _duty(duty: Duty, looks: Looks, cube: MonthCube, names: dict[str, str]) -> DutyRow:
    late = None if duty.visit_due is None else (months.as_of(looks.month) - duty.visit_due).days
    return DutyRow(
        person=looks.shown(duty.person, cube),
        team=names.get(duty.team, duty.team),
        diseases="、".join(duty.diseases),
        sign=duty.sign,
        sign_due=duty.sign_due,
        unsigned_because=duty.unsigned_because,
        visit_due=duty.visit_due,
        overdue_days=late if late is not None and late >= 0 else None,
        last_visit=duty.last_visit,
        checkup=duty.checkup,
    )


def missing(context: Context, looks: Looks, indicator: str, limit: int | None = DRAWN) -> MissingSheet:
    """The persons or cases that an indicator still lacks. Unknown for one that does not list cases."""
    month, region = looks.month, looks.region
    cube = context.cube(month)
    info = context.indicator_infos.get(indicator)
    if info is None:
        raise Unknown(f"没有指标“{indicator}”。")
    found = kept(context, month, ("missing", indicator, region), lambda: _missing(context, month, region, indicator))
    total = sum(len(frame) for _, frame in found)
    rows: list[MissingRow] = []
    for records, frame in found:
        left = None if limit is None else max(0, limit - len(rows))
        rows += _told(records, frame if left is None else frame.head(left), looks, cube)
    looks.record(len(rows))
    ref = context.ref(cube, context.position(cube, region))
    why = "" if found else "该地区的口径未定义此指标，或本月未报送所需表。"
    return MissingSheet(ref, month, info, tuple(rows), total, looks.masked, why)


def _missing(context: Context, month: str, region: str, indicator: str) -> list[tuple[MonthRecords, pd.DataFrame]]:
    definition = Indicators.shipped().owner(indicator)
    found = []
    for records, profile, territory in scopes(context, month, region):
        if not definition.applies_to(profile) or definition.missing(records):
            continue
        try:
            frame = rollup.missing_people(records, profile, indicator, territory.prefix or "0")
        except ValueError as fault:
            raise Unknown(str(fault)) from None
        codes = frame["region_code"].astype(str)
        inside = ~codes.str.startswith(territory.without) if territory.without else codes.notna()
        found.append((records, frame[inside.to_numpy(dtype=bool)]))
    return found


def _told(records: MonthRecords, frame: pd.DataFrame, looks: Looks, cube: MonthCube) -> list[MissingRow]:
    people = roster(records, frame["person"].astype(str))
    diseases, places = naming.disease_names(records), naming.institution_names(records)
    found = []
    for row in frame.astype(object).to_dict("records"):
        told: dict[str, Any] = {key: None if pd.isna(value) else value for key, value in row.items()}
        who = people.get(told["person"], {})
        born = who.get("出生日期")
        person = Person(
            code=told["person"],
            name=who.get("姓名") or "",
            sex=who.get("性别") or "",
            age=age(born, records.as_of) if born else None,
            household=told["household"] or "",
            region_code=told["region_code"],
        )
        disease = told.get("disease") or ""
        pairs = ((label, _text(told[key], places)) for key, label in TOLD.items() if told.get(key) is not None)
        found.append(MissingRow(looks.shown(person, cube), told.get("case") or "", diseases.get(disease, disease), tuple(pairs)))
    return found


def _text(value: Any, places: dict[str, str]) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else places.get(str(value), str(value))
