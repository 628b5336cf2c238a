"""S07: villages that are blank spots, at risk, unreported or nearly at risk — why, since when, who is nearest."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import months
from dashboard.blankspots import FLAG_MARKS, WATCH_WORDS, Since, lacking, run_starts, watched, why
from dashboard.hierarchy import NATION, parent_of
from dashboard.publishing import MonthCube
from dashboard.services import ledger
from dashboard.services.base import Context
from dashboard.services.geometry import Geometry
from dashboard.services.models import RegionRef
from dashboard.services.nearby import Nearby, nearby
from dashboard.services.oversight_models import BlankSpot, BlankSpotList, Wanted
from dashboard.services.rulesets import rules_of
from dashboard.services.scopes import kept

BLANK, RISK, UNREPORTED, NEAR = "空白点", "有风险", "缺报", "临近"
GROUPS = (BLANK, RISK, UNREPORTED, NEAR)
"""Worst first."""
_LISTED = {BLANK: (BLANK, RISK), RISK: (BLANK, RISK), UNREPORTED: (UNREPORTED,)}
"""Which statuses of an earlier month continue the run of a group."""
_NO_SCORES = "本区划的口径方案没有村卫生室监测标准（无适用口径）。"

Row = dict[str, Any]


def listed(
    context: Context, geometry: Geometry, month: str, region: str, preset: str, wanted: Wanted, limit: int | None
) -> BlankSpotList:
    """Villages worst first: group, number of flags, residents. Without a limit all rows, every distance included (exports)."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    empty = BlankSpotList(here, month, months.as_of(month), "", {}, {}, {}, (), 0, 0, _NO_SCORES)
    if not cube.judged:
        return empty
    every = kept(context, month, ("S07", region, preset), lambda: _rows(cube, region, preset))
    groups = Counter(row["group"] for row in every)
    chosen = [row for row in every if _fits(row, wanted)]
    shown = chosen[:limit] if limit else chosen
    found = nearby(context, geometry, month, [row["region_code"] for row in shown], all_cells=limit is None)
    since = begun(context, month, region, preset, shown)
    states = kept(context, month, ("cases", region), lambda: _cases(context, month, region))
    return BlankSpotList(
        region=here,
        month=month,
        as_of=months.as_of(month),
        finding=_finding(here.name, groups, every),
        groups={group: groups.get(group, 0) for group in GROUPS},
        flags={flag: sum(flag in row["flags"] for row in every) for flag in FLAG_MARKS},
        watches={reason: sum(reason in row["ahead"] for row in every) for reason in WATCH_WORDS},
        rows=tuple(_told(context, cube, month, row, found, since, states) for row in shown),
        total=len(chosen),
        communities=_communities(cube, region),
    )


def _rows(cube: MonthCube, region: str, preset: str) -> list[Row]:
    """Verdict, facts and warnings ahead of every village that is not plainly without risk."""
    ahead: dict[str, dict[str, Row]] = {}
    for row in cube.under("village_watch", region).to_pylist():
        known = ahead.setdefault(row["region_code"], {})
        if row["reason"] not in known or (row["due"] or pd.Timestamp.max) < (known[row["reason"]]["due"] or pd.Timestamp.max):
            known[row["reason"]] = row
    verdicts = cube.under("verdicts", region, preset)
    village = pc.equal(verdicts["tier"], "village")
    near = pc.is_in(verdicts["region_code"], pa.array(list(ahead), type=verdicts.schema.field("region_code").type))
    verdicts = verdicts.filter(pc.and_(village, pc.or_(pc.not_equal(verdicts["status"], "无风险"), near)))
    facts = cube.under("village_facts", region)
    wanted = facts.filter(pc.is_in(facts["region_code"], verdicts["region_code"].combine_chunks()))
    facts_of = {row["region_code"]: row for row in wanted.to_pylist()}
    rows = []
    for verdict in verdicts.to_pylist():
        code = verdict["region_code"]
        group = NEAR if verdict["status"] == "无风险" else verdict["status"]
        flags = tuple(flag for flag in (verdict["flags"] or "").split(";") if flag)
        rows.append(
            {
                **facts_of[code],
                "group": group,
                "status": verdict["status"],
                "flags": flags,
                "ahead": ahead.get(code, {}),
                "institution": verdict["institution_code"] or "",
            }
        )
    rows.sort(key=_severity)
    return rows


def _severity(row: Row) -> tuple:
    """Group; neither clinic nor doctor; number of flags; residents touched."""
    missing = sum(flag in row["flags"] for flag in ("Z1", "Z2"))
    return GROUPS.index(row["group"]), -missing, -len(row["flags"]), -(row["residents"] or 0), row["region_code"]


def _fits(row: Row, wanted: Wanted) -> bool:
    return (
        (not wanted.group or row["group"] == wanted.group)
        and (not wanted.flag or wanted.flag in row["flags"])
        and (not wanted.watch or wanted.watch in row["ahead"])
    )


def begun(context: Context, month: str, region: str, preset: str, rows: list[Row]) -> dict[str, Since]:
    """Per village, since when it has been a blank spot or at risk (or unreported) without a break."""

    def on_list(of: str, group: str) -> set[str]:
        return kept(context, of, ("listed", region, preset, group), lambda: _on_list(context.cube(of), region, preset, group))

    found: dict[str, Since] = {}
    for statuses in {_LISTED[group] for group in _LISTED}:
        codes = [row["region_code"] for row in rows if row["group"] in statuses]
        found |= run_starts(codes, month, context.before, lambda of, s=statuses: on_list(of, s[0]))  # type: ignore[misc]
    return found


def _on_list(cube: MonthCube, region: str, preset: str, group: str) -> set[str]:
    if not cube.judged:
        return set()
    verdicts = cube.under("verdicts", region, preset)
    chosen = pc.and_(pc.equal(verdicts["tier"], "village"), pc.is_in(verdicts["status"], pa.array(_LISTED[group])))
    return set(verdicts.filter(chosen)["region_code"].to_pylist())


def _cases(context: Context, month: str, region: str) -> dict[str, str]:
    """Subject of 督战台账 → state of its latest item; an open one before a closed one."""
    items = sorted(ledger.rows(context, month, region, None), key=lambda item: (item.state != "已销号", str(item.found_on)))
    return {item.subject: item.state for item in items}


def _told(
    context: Context, cube: MonthCube, month: str, row: Row, found: Nearby, begun: dict[str, Since], states: dict[str, str]
) -> BlankSpot:
    code = row["region_code"]
    rules = rules_of(context, code, month)
    assert rules is not None, "a judged village has rules"
    since = begun.get(code)
    ages = (rules["village.young.age"], rules["village.old.age"])
    reason = why(row["flags"], row, rules["village.young.residents_below"])
    return BlankSpot(
        group=row["group"],
        region=RegionRef(code, row["region_name"], "village"),
        place=place(cube, code),
        status=row["status"],
        flags=row["flags"],
        reason=reason or (lacking(row) if row["status"] == UNREPORTED else ""),
        ahead=tuple(watched(kind, w["due"], w["value"], row, ages) for kind, w in row["ahead"].items()),
        residents=row["residents"],
        doctors=row["doctors"],
        doctor_age=row["doctor_age"],
        doctor_mode=_mode(row),
        drugs=row["drugs"],
        drug_limit=row["drug_limit"],
        since=since.month if since else "",
        since_or_before=bool(since and since.or_before),
        case_state=states.get(row["institution"]) or states.get(code, ""),
        clinic_code=row["institution"],
        nearest_doctor=found.doctors.get(code),
        nearest_clinic=found.clinics.get(code),
        distance_known=code in found.placed,
    )


def _mode(row: Row) -> str:
    local = {True: "本地", False: "非本地", None: ""}[row["doctor_local"]]
    return f"{local}{row['doctor_mode'] or ''}"


def place(cube: MonthCube, code: str) -> str:
    """County and township of a village, county of a township, city of a county, by name."""
    above = [code[:digits] for digits in (6, 9) if digits < len(code)] or [parent_of(code) or NATION]
    at = cube.tree.index(above)
    return " ".join(str(cube.tree.names[i]) for i in at if i >= 0)


def _communities(cube: MonthCube, region: str) -> int:
    rows = cube.regions
    inside = pc.and_(pc.equal(rows["level"], "village"), pc.invert(pc.or_(rows["is_admin_village"], rows["closed"])))
    codes = rows.filter(inside)["code"]
    return len(codes) if region == NATION else int(np.sum(pc.starts_with(codes, region).to_numpy(zero_copy_only=False)))


def _finding(name: str, groups: Counter, rows: list[Row]) -> str:
    none, nobody = sum("Z1" in row["flags"] for row in rows), sum("Z2" in row["flags"] for row in rows)
    if not groups[BLANK] and not groups[RISK]:
        return f"{name}没有空白点，也没有有风险的行政村；临近 {groups[NEAR]:,} 个，缺报 {groups[UNREPORTED]:,} 个。"
    people = sum(row["residents"] or 0 for row in rows if row["group"] == BLANK)
    parts = [f"无卫生室 {none:,} 个" if none else "", f"无合格村医 {nobody:,} 个" if nobody else ""]
    which = f"（{'、'.join(part for part in parts if part)}，常住 {people:,} 人）" if groups[BLANK] else ""
    soon = f"另有 {groups[NEAR]:,} 个村临近风险。" if groups[NEAR] else ""
    return f"{name}空白点 {groups[BLANK]:,} 个{which}，有风险 {groups[RISK]:,} 个。{soon}"
