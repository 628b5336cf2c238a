"""S16 预警户跟踪: which households wait for confirmation or approval, which lack measures, and what is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard import months
from dashboard.access import Action, Viewer
from dashboard.audit import CHANGE, Audit
from dashboard.policy import Profile
from dashboard.publishing import frames
from dashboard.records import MonthRecords
from dashboard.services import kept as keeping
from dashboard.services.base import Context, Unknown
from dashboard.services.persons import DRAWN, Looks, place
from dashboard.services.scopes import kept, parts
from dashboard.services.warned_models import WarnedRow, WarnedSheet
from dashboard.warned import (
    APPROVE,
    CONFIRM,
    DISMISSED,
    SOURCES,
    STATES,
    STEPS,
    WITHDRAWN,
    YES,
    Case,
    Decision,
    Decisions,
    Standing,
    read,
    standing,
)

FILE = "derived/warnings.arrow"
ACTIONS = {CONFIRM: Action.CONFIRM_WARNINGS, APPROVE: Action.APPROVE_WARNINGS}
LONGEST_REASON = 200
_NO_RULE = "该地区当月适用的口径没有预警规则，或本月未报送花名册。"


def queue(
    context: Context, decisions: Decisions, looks: Looks, source: str = "", state: str = "", limit: int | None = DRAWN
) -> WarnedSheet:
    """The queue of the region: those that wait first, the highest per capita first; counts by source and state of all."""
    month, region = looks.month, looks.region
    cube = context.cube(month)
    profile = context.profile(region, month)
    line = profile.get("warning", "per_capita_self_pay_fen") if profile else None
    found = _found(context, month, region)
    taken = decisions.of(region, month)
    stood = [
        (records, case, standing(case, taken.get((case.household, case.year), ()), _two_step(profile)))
        for records, cases, _ in found
        for case in cases
    ]
    counts = Counter((case.source, now.state) for _, case, now in stood)
    chosen = [one for one in stood if source in ("", one[1].source) and state in ("", one[2].state)]
    chosen.sort(key=lambda one: (STATES.index(one[2].state), -_worst(one[1]), one[1].household))
    since = _since(context, month)
    heads = _heads([(records, case.household) for records, case, _ in chosen[:limit]])
    rows = [_row(looks, context, case, now, since, heads) for _, case, now in chosen[:limit]]
    looks.record(len(rows))
    return WarnedSheet(
        region=context.ref(cube, context.position(cube, region)),
        month=month,
        as_of=months.as_of(month),
        line_yuan="" if line is None else f"{line // 100:,}.{line % 100:02d}",
        clause=(profile.clause("warning", "per_capita_self_pay_fen") or "") if profile else "",
        households=sum(sizes["households"] for *_, sizes in found),
        undecided=sum(sizes["undecided"] for *_, sizes in found),
        candidates=sum(sizes["candidates"] for *_, sizes in found),
        counts=tuple((s, w, n) for s in SOURCES for w in STATES if (n := counts[s, w])),
        without_measures=sum(now.state in ("已确认", "已核准") and not case.measures for _, case, now in stood),
        rows=tuple(rows),
        total=len(chosen),
        masked=looks.masked,
        absent_because="" if found else _NO_RULE,
    )


def one(context: Context, decisions: Decisions, looks: Looks, household: str) -> WarnedRow:
    """A household with what was decided here, oldest first, for those who may read persons; Unknown when it is not queued."""
    looks.viewer.check(Action.READ_PERSONS, looks.region)
    records, case, lines, now = _case(context, decisions, looks.month, looks.region, household)
    looks.record(1)
    row = _row(looks, context, case, now, _since(context, looks.month), _heads([(records, household)]))
    return replace(row, lines=lines)


def decide(
    context: Context,
    decisions: Decisions,
    audit: Audit,
    viewer: Viewer,
    month: str,
    region: str,
    household: str,
    verdict: str,
    reason: str,
) -> Decision:
    """Takes the next step of a household, or takes the last one back (撤回). The office that the step belongs to must ask.

    ValueError, in the user's words: nothing is open, the national system has said it already, or a reason is missing.
    """
    _, case, _, now = _case(context, decisions, month, region, household)
    step = now.withdrawable if verdict == WITHDRAWN else now.next_step
    if verdict not in (YES, DISMISSED, WITHDRAWN):
        raise ValueError(f"结论只能是 {YES}、{DISMISSED}、{WITHDRAWN}，收到的是“{verdict}”")
    if not step:
        done = "没有可撤回的决定" if verdict == WITHDRAWN else f"该户现为“{now.state}”，没有待办的步骤"
        raise ValueError(f"{done}；国家系统已有结论的，以其为准，请在国家系统中更改")
    said = reason.strip()
    if verdict != YES and not said:
        raise ValueError(f"{verdict}须写明理由")
    if len(said) > LONGEST_REASON:
        raise ValueError(f"理由不超过 {LONGEST_REASON} 字，收到 {len(said)} 字")
    viewer.check(ACTIONS[step], case.region_code)
    audit.record(viewer, CHANGE, f"S16 {STEPS[step]} {verdict} {household}", case.region_code, month, 1)
    return decisions.add(viewer, household, case.year, case.region_code, month, step, verdict, said)


def _case(
    context: Context, decisions: Decisions, month: str, region: str, household: str
) -> tuple[MonthRecords, Case, tuple[Decision, ...], Standing]:
    for records, cases, _ in _found(context, month, region):
        case = next((case for case in cases if case.household == household), None)
        if case is not None:
            lines = decisions.of(case.region_code, month).get((household, case.year), ())
            profile = context.profile(case.region_code, month)
            return records, case, lines, standing(case, lines, _two_step(profile))
    raise Unknown(f"{month} 的预警名单中没有该地区的家庭“{household}”。")


def _two_step(profile: Profile | None) -> tuple[str, ...]:
    return tuple((profile.get("warning", "two_step_sources") if profile else None) or ())


def _found(context: Context, month: str, region: str) -> list[tuple[MonthRecords, list[Case], dict[str, int]]]:
    return kept(context, month, ("S16", region), lambda: _read(context, month, region))


def _read(context: Context, month: str, region: str) -> list[tuple[MonthRecords, list[Case], dict[str, int]]]:
    found = []
    for records, _ in parts(context, month, region):
        path = records.root / Path(FILE)
        if not path.exists():
            continue
        model = frames.read(path).to_pandas()
        if region != "0":
            model = model[model["region_code"].astype(str).str.startswith(region).to_numpy(dtype=bool)]
        candidate = pd.Series(pd.array(model["candidate"].replace("", None), dtype="Int64"))
        sizes = {"households": len(model), "undecided": int(candidate.isna().sum()), "candidates": int((candidate == 1).sum())}
        cases = [case for case in read(records, model) if region == "0" or case.region_code.startswith(region)]
        found.append((records, cases, sizes))
    return found


def _since(context: Context, month: str) -> Mapping[tuple[str, int], str]:
    """(household, year) → the first published month of the year, up to this one, whose queue has it without a gap to now."""
    year = month[:4]
    asked = [m for m in context.months() if m <= month and m[:4] == year]
    first: dict[tuple[str, int], str] = {}
    for earlier in asked:
        now = _queued(context, earlier)
        first = {key: first.get(key, earlier) for key in now}
    return first


def _queued(context: Context, month: str) -> list[tuple[str, int]]:
    """Who is in a month's queue, of all its parts; kept beside the store, because a year of months is asked for at once."""
    found: list[tuple[str, int]] = []
    for folder in context.store.parts(month):
        frame = keeping.of_part(context, folder, "queue", partial(_keys, folder))
        found += zip(frame["household"], frame["year"].astype(int), strict=True)
    return found


def _keys(folder: Path) -> pd.DataFrame:
    path = folder / FILE
    cases = read(MonthRecords.open(folder), frames.read(path).to_pandas()) if path.exists() else []
    keys = {"household": [case.household for case in cases], "year": [case.year for case in cases]}
    return pd.DataFrame(keys).astype({"household": "str", "year": "int64"})


def _row(
    looks: Looks,
    context: Context,
    case: Case,
    now: Standing,
    since: Mapping[tuple[str, int], str],
    heads: Mapping[str, str],
) -> WarnedRow:
    first = since.get((case.household, case.year), looks.month)
    open_since = date(int(first[:4]), int(first[5:]), 1)
    return WarnedRow(
        household=looks.told("家庭编号", case.household),
        head=looks.told("户主姓名", heads.get(case.household)),
        region_code=case.region_code,
        place=place(context.cube(looks.month), case.region_code, looks.region),
        year=case.year,
        source=case.source,
        members=case.members,
        self_pay=case.self_pay,
        per_capita=case.per_capita,
        factors=case.factors,
        state=now.state,
        next_step=now.next_step,
        withdrawable=now.withdrawable,
        here=now.here,
        reason=now.reason,
        decided_on=now.decided_on,
        decided_by=now.decided_by,
        since_month=first,
        waiting_days=(months.as_of(looks.month) - open_since).days if now.next_step else None,
        marked_on=case.marked_on,
        marked_twice_on=case.marked_twice_on,
        measures=case.measures,
        lines=(),
    )


def _heads(asked: list[tuple[MonthRecords, str]]) -> dict[str, str]:
    """家庭编号 → 户主姓名 of a few households."""
    by_part: dict[Path, list[str]] = {}
    for records, household in asked:
        if (path := records.path("贫困户")) is not None:
            by_part.setdefault(path, []).append(household)
    found: dict[str, str] = {}
    for path, households in by_part.items():
        rows = pq.read_table(path, columns=["家庭编号", "户主姓名"], filters=pc.field("家庭编号").isin(households))
        found |= {row["家庭编号"]: row["户主姓名"] or "" for row in rows.to_pylist()}
    return found


def _worst(case: Case) -> Decimal:
    return max((Decimal(value) for _, value in case.per_capita if value), default=Decimal(0))
