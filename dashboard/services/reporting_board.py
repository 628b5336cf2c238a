"""S12: has every prefecture verified and reported — rounds, countdown, days late, versions."""

from __future__ import annotations

from datetime import date

from dashboard import filing, months
from dashboard.filing.duties import FIRST_ROUND, RETURNED, UNKNOWN
from dashboard.publishing import MonthCube
from dashboard.services.base import Context
from dashboard.services.filing_models import FilingBoard, Round, TaskRow, VersionRow
from dashboard.services.models import RegionRef
from dashboard.services.scopes import parts

_ORDER = (filing.MISSING, RETURNED, filing.LATE, filing.UNDATED, filing.PENDING, filing.ON_TIME, UNKNOWN)


def board(context: Context, month: str, region: str, on: date) -> FilingBoard:
    """The rounds due by the month's policy up to the day `on`, each unit of the region by how it stands on that day."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    units = _units(context, cube, region)
    profile = context.profile(units[0].code if units else region, month)
    duties = filing.schedule(profile, on) if profile else ()
    records = [found for found, _ in parts(context, month, region)]
    every = filing.tasks(records, duties, [unit.code for unit in units], region, on)
    keys = {(duty.kind, duty.period): duty for duty in duties}
    rows = [(task, _row(context, cube, task)) for task in every]
    owing = {unit.code for unit in units}
    rounds = tuple(
        _round(duty, on, [row for task, row in rows if (task.duty.kind, task.duty.period) == key and task.unit in owing])
        for key, duty in keys.items()
    )
    others = [row for task, row in rows if task.unit not in owing or (task.duty.kind, task.duty.period) not in keys]
    return FilingBoard(
        region=here,
        path=context.path(cube, region),
        month=month,
        on=on,
        finding=_finding(here, on, rounds),
        upcoming=next((r for r in rounds if r.days_left >= 0 and r.counts), None),
        rounds=tuple(reversed(rounds)),
        others=tuple(sorted(others, key=_worst)),
        versions=_versions(context, month),
    )


def _units(context: Context, cube: MonthCube, region: str) -> list[RegionRef]:
    """Prefectures of the region; the prefecture itself when it is one; none below."""
    at = cube.tree.slice(region)
    found = [context.ref(cube, i) for i in range(at.start, at.stop) if cube.tree.level[i] == 2] if len(region) <= 4 else []
    return [ref for ref in found if cube.tree.end[cube.tree.position(ref.code)] - cube.tree.position(ref.code) > 1]


def _row(context: Context, cube: MonthCube, task: filing.Task) -> TaskRow:
    at = int(cube.tree.index([task.unit])[0]) if len(task.unit) <= 12 else -1
    unit = context.ref(cube, at) if at >= 0 else RegionRef(task.unit, task.unit, "")
    duty = task.duty
    return TaskRow(unit, duty.kind, duty.period, duty.due, task.sent, task.state, task.days, task.verified, task.remind)


def _worst(row: TaskRow) -> tuple:
    return (_ORDER.index(row.state), -(row.days or 0), row.due, row.unit.code)


def _round(duty: filing.Duty, on: date, rows: list[TaskRow]) -> Round:
    counts = {state: sum(row.state == state for row in rows) for state in _ORDER}
    left = (duty.due - on).days
    return Round(
        duty.kind,
        duty.period,
        duty.due,
        duty.clause,
        left,
        {s: n for s, n in counts.items() if n},
        tuple(sorted(rows, key=_worst)),
    )


def _finding(region: RegionRef, on: date, rounds: tuple[Round, ...]) -> str:
    """青海省：2020年6月月底汇总 8 个市州中 1 个未报、2 个迟报；2020年7月月底汇总7月31日截止（还有 31 天），已报 0 个。"""
    if not rounds:
        return f"{region.name}：现行口径没有规定定期报送。"
    if not any(one.counts for one in rounds):
        return f"{region.name}：本级没有市（州）报送任务，《报送任务》中的其他任务见下表。"
    past = next((r for r in reversed(rounds) if r.days_left < 0), None)
    coming = next((r for r in rounds if r.days_left >= 0), None)
    said = [_past(past)] if past else []
    if coming:
        left = "今日截止" if coming.days_left == 0 else f"还有 {coming.days_left} 天"
        sent = coming.counts.get(filing.ON_TIME, 0)
        said.append(f"{_name(coming)}{coming.due.month}月{coming.due.day}日截止（{left}），已报 {sent} 个")
    return f"{region.name}：{'；'.join(said)}。"


def _past(last: Round) -> str:
    if UNKNOWN in last.counts:
        return f"{_name(last)}：未收到《报送任务》，无法判断"
    behind = [s for s in (filing.MISSING, RETURNED, filing.LATE, filing.UNDATED) if s in last.counts]
    bad = "、".join(f"{last.counts[s]} 个{s}" for s in behind)
    return f"{_name(last)} {sum(last.counts.values())} 个市州中 {bad}" if bad else f"{_name(last)}各市州全部按时"


def _name(one: Round) -> str:
    """`5月20日首次报送`, `2020年6月月底汇总`."""
    return f"{one.kind}报送" if one.kind == FIRST_ROUND else f"{months.label(one.period)}{one.kind}"


def _versions(context: Context, month: str) -> tuple[VersionRow, ...]:
    now = context.store.current()[month]
    numbers = {e.version: None for e in context.store.events() if e.month == month and e.action == "publish"}
    found = [context.store.version(month, number) for number in numbers]
    return tuple(
        VersionRow(v.version, v.published_at, v.by, v.rows, v.refused, v.note, v.version == now) for v in reversed(found)
    )
