"""One institution's card: every item with its inputs and clause, who decides the unit, how to pass, how it went before."""

from __future__ import annotations

import json
from typing import Any

import pyarrow.compute as pc

from dashboard.publishing import MonthCube
from dashboard.selection import PRESETS
from dashboard.services.base import Context, Unknown
from dashboard.services.ledger import cases_of
from dashboard.services.models import History, ItemRow, Scorecard, UnitRow, Way
from dashboard.services.rulewords import FLAG_MARKS, RuleWords
from dashboard.services.units import items_of

_ONLY_WHEN_KNOWN = ("按台账计算", "百分比", "来源")
"""Inputs that are not asked of anybody: nothing is said where there is none."""


def scorecard(context: Context, month: str, institution: str, preset: str) -> Scorecard:
    """The card in the unit that the institution decides, else in its first. Unknown when the month does not know it."""
    cube = context.cube(month)
    own = _institution(cube, institution, preset)
    if own is None:
        raise Unknown(f"{month} 没有参与判定的机构“{institution}”。请从名单或地图上的点进入。")
    region = own["region_code"]
    words = RuleWords.of(context, region, month)
    assert words is not None  # an institution is listed only where a rule set is in force
    verdict = _verdict(cube, region, preset)
    before = context.before(month)
    earlier = {i["item"]: i["points"] for i in items_of(context.cube(before), region, institution, preset)} if before else {}
    village = own["tier"] == "village"
    decides = bool(own["decides"])
    flags = tuple(f for f in (verdict["flags"] or "").split(";") if f) if village else ()
    return Scorecard(
        code=institution,
        name=own["institution_name"] or institution,
        category=own["category"] or "",
        tier=own["tier"],
        region=context.ref(cube, context.position(cube, region)),
        path=context.path(cube, region),
        month=month,
        preset=preset,
        status=verdict["status"] if village else own["status"],
        total=own["total"],
        low=own["low"],
        high=own["high"],
        pass_line=words.pass_line(own["tier"]),
        decides=decides,
        eligible=bool(own["eligible"]),
        eligible_note=_note(own),
        official_score=own["official_score"] or None,
        items=tuple(_item(row, words, earlier) for row in items_of(cube, region, institution, preset)),
        flags=tuple((FLAG_MARKS[f], words.flag(f), words.flag_clause(f)) for f in flags),
        peers=_peers(context, cube, month, region, institution, preset),
        ways=_ways(cube, region, own["tier"], institution, preset, words),
        history=_history(context, institution, preset),
        reading_sensitive=bool(int(verdict["reading_sensitive"])),
        readings=tuple((r, words.reading(r)) for r in (verdict["readings"] or "").split(";") if r),
        responsible=own["responsible"] or "",
        cases=cases_of(context, month, region, {institution}),
    )


def _institution(cube: MonthCube, institution: str, preset: str) -> dict[str, Any] | None:
    table = cube.table("institutions", preset) if cube.judged else None
    if table is None:
        return None
    rows = table.filter(pc.equal(table["institution_code"], institution)).to_pylist()
    return max(rows, key=lambda row: row["decides"], default=None)


def _verdict(cube: MonthCube, region: str, preset: str) -> dict[str, Any]:
    at = int(cube.verdict_row[PRESETS.index(preset), cube.tree.position(region)])
    return cube.table("verdicts", preset).slice(at, 1).to_pylist()[0]


def _note(own: dict[str, Any]) -> str:
    if not own["eligible"]:
        return f"{own['category']}不参加本项评定，仅列出"
    return "" if own["reported"] else "本月未填报监测表"


def _item(row: dict[str, Any], words: RuleWords, earlier: dict[str, str]) -> ItemRow:
    return ItemRow(
        item=row["item"],
        name=words.item(row["tier"], row["item"]),
        points=row["points"],
        maximum=row["maximum"],
        low=row["low"],
        high=row["high"],
        state=row["state"],
        clause=row["clause"],
        inputs=tuple(input_words(json.loads(row["inputs"]))),
        previous_points=earlier.get(row["item"]),
    )


def input_words(inputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Inputs as people say them: 是否有X光机=是 and X光机能否操作=否 become ("X光机", "有，不能操作")."""
    said, used = [], set()
    for name, value in inputs.items():
        if name in used:
            continue
        device = name.removeprefix("是否有")
        operable = f"{device}能否操作"
        if name.startswith("是否有") and operable in inputs:
            used.add(operable)
            said.append((device, _device(value, inputs[operable])))
        elif value is not None or not name.startswith(_ONLY_WHEN_KNOWN):
            said.append((name.removeprefix("是否"), _value(value)))
    return said


def _value(value: Any) -> str:
    if value is None:
        return "未填报"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _device(present: str | None, operable: str | None) -> str:
    if present == "否":
        return "没有"
    can = {"是": "能操作", "否": "不能操作", None: "能否操作未填报"}[operable]
    return f"有，{can}" if present == "是" else f"有无未填报，{can}"


def _peers(context: Context, cube: MonthCube, month: str, region: str, institution: str, preset: str) -> tuple[UnitRow, ...]:
    """The other institutions of the unit, the deciding one first."""
    ref = context.ref(cube, context.position(cube, region))
    rows = [
        row
        for row in cube.under("institutions", region, preset).to_pylist()
        if row["region_code"] == region and row["institution_code"] != institution
    ]
    rows.sort(key=lambda row: (not row["decides"], row["institution_code"]))
    return tuple(
        UnitRow(
            tier=row["tier"],
            region=ref,
            parent_name="",
            institution_code=row["institution_code"],
            institution_name=row["institution_name"] or row["institution_code"],
            total=row["total"],
            low=row["low"],
            high=row["high"],
            status=row["status"],
            flags=(),
            reason="决定本单位结论" if row["decides"] else "" if row["eligible"] else "不参加评定",
            reading_sensitive=False,
            readings=(),
        )
        for row in rows
    )


def _ways(cube: MonthCube, region: str, tier: str, institution: str, preset: str, words: RuleWords) -> tuple[Way, ...]:
    """Ways to pass of a failing unit's deciding institution; a way without actions says that none within reach is enough."""
    rows = [row for row in cube.under("ways", region, preset).to_pylist() if row["institution_code"] == institution]
    found = []
    for row in rows:
        actions = tuple(a for a in row["actions"].split(";") if a)
        found.append(Way(row["rank"], actions, tuple(words.action(tier, a) for a in actions), row["total_after"]))
    return tuple(found)


def _history(context: Context, institution: str, preset: str) -> tuple[History, ...]:
    found = []
    for month in context.months():
        row = _institution(context.cube(month), institution, preset)
        if row:
            found.append(History(month, row["total"], row["low"], row["high"], row["status"]))
    return tuple(found)
