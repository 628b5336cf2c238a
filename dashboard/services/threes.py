"""S20 三个“三”: units of each level against the criteria of each board."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dashboard import months
from dashboard.policy import Profile
from dashboard.publishing import MonthCube
from dashboard.services.base import Context, Unknown
from dashboard.services.blank_spots import place
from dashboard.services.readings import judged_region
from dashboard.services.rulewords import RuleWords
from dashboard.services.scopes import kept
from dashboard.services.threes_models import Cell, Editor, Gap, Row, ThreeSheet
from dashboard.threes import BOARDS, GAP, LEVELS, MET, UNKNOWN, Criteria, Criterion, editing, load, standing

_SHOWN = 200
_WORDS = {"county": "县", "township": "乡镇", "village": "行政村"}


def sheet(context: Context, data_dir: Path, month: str, region: str, preset: str) -> ThreeSheet:
    """The 3 × 3 matrix of the region; the operator's criteria where there are any."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    profile = context.profile(judged_region(cube, region), month)
    try:
        criteria = load(context.book.root, profile.id, data_dir, months.as_of(month)) if profile else None
    except ValueError as wrong:
        raise Unknown(f"三个“三”标准文件有误：{wrong}") from None
    if criteria is None or not cube.judged:
        return ThreeSheet(here, month, "", (), "", "", None, False, "本区划的口径方案没有三个“三”标准。")
    key = ("S20", region, preset, criteria.own, json.dumps([str(c) for c in criteria.cells.items()]))
    cells = kept(context, month, key, lambda: _cells(context, cube, region, preset, criteria))
    return ThreeSheet(
        here,
        month,
        _finding(here.name, cells),
        cells,
        criteria.note,
        criteria.clause,
        criteria.since,
        criteria.own,
        profile=profile.id if profile else "",
    )


def editor(context: Context, data_dir: Path, month: str, region: str, board: str, level: str) -> Editor:
    """A cell of the criteria in force for the region, and everything that can be asked there. Unknown for another cell."""
    profile, criteria = _in_force(context, data_dir, month, region, board, level)
    offered = _choices(context, region, month, level)
    rows = tuple(Row(one.name, *editing.picked(one, offered)) for one in criteria.cells[board, level])
    since = months.as_of(month).replace(day=1)
    return Editor(board, level, rows, offered, since, editing.can_undo(data_dir, profile.id))


def save(
    context: Context, data_dir: Path, month: str, region: str, board: str, level: str, rows: Sequence[Row], since: date
) -> None:
    """Replaces the cell from `since` on. ValueError, in the user's words, for a row that cannot be meant: nothing is saved."""
    profile, criteria = _in_force(context, data_dir, month, region, board, level)
    offered = {choice.id: choice for choice in _choices(context, region, month, level)}
    by_file = {one.name: one for one in criteria.cells[board, level]}
    wanted = []
    for row in rows:
        if row.choice in offered:
            wanted.append(Criterion(row.name, offered[row.choice].with_number(row.number)))
        elif not row.choice and row.name in by_file:
            wanted.append(by_file[row.name])
        else:
            raise ValueError(f"“{row.name}”还没有选择判定办法")
    if len({one.name for one in wanted}) < len(wanted):
        raise ValueError("两条标准的名称相同，请改一个")
    editing.save(data_dir, profile.id, criteria, board, level, wanted, since)


def _in_force(context: Context, data_dir: Path, month: str, region: str, board: str, level: str) -> tuple[Profile, Criteria]:
    profile = context.profile(judged_region(context.cube(month), region), month)
    criteria = load(context.book.root, profile.id, data_dir, months.as_of(month)) if profile else None
    if profile is None or criteria is None or (board, level) not in criteria.cells:
        raise Unknown("本区划没有这一格三个“三”标准")
    return profile, criteria


def _choices(context: Context, region: str, month: str, level: str) -> tuple[editing.Choice, ...]:
    said = RuleWords.of(context, judged_region(context.cube(month), region), month)
    assert said is not None  # only rule sets that score institutions have criteria
    return editing.choices(level, lambda item: said.item(level, item), said.flag)


def _cells(context: Context, cube: MonthCube, region: str, preset: str, criteria: Criteria) -> tuple[Cell, ...]:
    verdicts = [
        row
        for row in cube.under("verdicts", region, preset).to_pylist()
        if row["region_code"].startswith(region) or region == "0"
    ]
    items = _items(cube, region, preset)
    found = []
    for board in BOARDS:
        for level in LEVELS:
            wanted = criteria.cells[board, level]
            units = [row for row in verdicts if row["tier"] == level]
            counted = dict.fromkeys((MET, GAP, UNKNOWN), 0)
            gaps: list[Gap] = []
            for row in units if wanted else ():
                flags = frozenset((row["flags"] or "").split(";")) - {""}
                own = items.get((row["region_code"], row["institution_code"]), {})
                states = [standing(one, row["status"], flags, own) for one in wanted]
                state = GAP if GAP in states else UNKNOWN if UNKNOWN in states else MET
                counted[state] += 1
                if state == GAP and len(gaps) < _SHOWN:
                    code = row["region_code"]
                    lacks = tuple(one.name for one, how in zip(wanted, states, strict=True) if how == GAP)
                    gaps.append(Gap(context.ref(cube, context.position(cube, code)), place(cube, code), lacks))
            names = tuple(one.name for one in wanted)
            found.append(Cell(board, level, names, counted[MET], counted[GAP], counted[UNKNOWN], tuple(gaps)))
    return tuple(found)


def _items(cube: MonthCube, region: str, preset: str) -> dict[tuple[str, str], dict[str, dict[str, Any]]]:
    found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in cube.under("items", region, preset).to_pylist():
        own = found.setdefault((row["region_code"], row["institution_code"]), {})
        own[row["item"]] = {**row, "inputs": json.loads(row["inputs"])}
    return found


def _finding(name: str, cells: tuple[Cell, ...]) -> str:
    said = []
    for board, title in BOARDS.items():
        worst = [f"{cell.gap:,} 个{_WORDS[cell.level]}" for cell in cells if cell.board == board and cell.gap]
        said.append(f"{title}缺口 {'、'.join(worst)}" if worst else f"{title}没有缺口")
    return f"{name}：{'；'.join(said)}。"
