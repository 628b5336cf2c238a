"""Judged units and institutions as rows: who does not pass, and why in one phrase."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.finding import Filter
from dashboard.hierarchy import parent_of
from dashboard.publishing import MonthCube
from dashboard.services.base import Context
from dashboard.services.criteria import Criteria, Subjects
from dashboard.services.models import InstitutionRow, RegionRef, UnitRow
from dashboard.services.rulewords import FLAG_MARKS, RuleWords

WORST_FIRST = ("空白点", "无机构", "未达标", "有风险", "缺报", "达标", "无风险")
FAILING = WORST_FIRST[:5]


def unit_rows(
    context: Context, month: str, region: str, preset: str, tier: str | None, status: str | None, limit: int | None
) -> tuple[UnitRow, ...]:
    """Judged units of the region, worst first (status, then total, then code); without a status, those that do not pass."""
    cube = context.cube(month)
    if not cube.judged:
        return ()
    found = cube.under("verdicts", region, preset)
    wanted = pc.is_in(found["status"], pa.array(FAILING if status is None else (status,)))
    if tier:
        wanted = pc.and_(wanted, pc.equal(found["tier"], tier))
    rows = found.filter(wanted).to_pylist()
    rows.sort(key=lambda r: (WORST_FIRST.index(r["status"]), float(r["low"] or -1), r["region_code"]))
    rows = rows[:limit] if limit else rows
    return tuple(unit_row(context, cube, month, row, preset) for row in rows)


def unit_row(context: Context, cube: MonthCube, month: str, row: dict[str, Any], preset: str) -> UnitRow:
    """One row of the verdicts table in words."""
    code = row["region_code"]
    ref = RegionRef(code, row["region_name"], row["tier"])
    flags = tuple(f for f in (row["flags"] or "").split(";") if f)
    above = cube.tree.find(parent_of(code) or "0")
    return UnitRow(
        tier=row["tier"],
        region=ref,
        parent_name=str(cube.tree.names[above]) if above >= 0 else "",
        institution_code=row["institution_code"] or "",
        institution_name=institution_name(cube, code, row["institution_code"], preset),
        total=row["total"],
        low=row["low"],
        high=row["high"],
        status=row["status"],
        flags=flags,
        reason=_reason(context, cube, month, row, flags, preset),
        reading_sensitive=bool(int(row["reading_sensitive"])),
        readings=tuple(r for r in (row["readings"] or "").split(";") if r),
    )


def institution_name(cube: MonthCube, region: str, institution: str | None, preset: str) -> str:
    if not institution:
        return ""
    for row in cube.under("institutions", region, preset).to_pylist():
        if row["institution_code"] == institution:
            return row["institution_name"] or institution
    return institution


def items_of(cube: MonthCube, region: str, institution: str, preset: str) -> list[dict[str, Any]]:
    """Item rows of one institution in one unit, in the order of the rules."""
    found = cube.under("items", region, preset)
    return [row for row in found.to_pylist() if row["institution_code"] == institution and row["region_code"] == region]


def _reason(context: Context, cube: MonthCube, month: str, row: dict[str, Any], flags: tuple[str, ...], preset: str) -> str:
    words = RuleWords.of(context, row["region_code"], month)
    if words is None:
        return ""
    if row["tier"] == "village":
        said = [f"{FLAG_MARKS[f]}{words.flag(f)}" for f in flags]
        return "；".join(said) if said else "有未填报的内容，尚不能判定" if row["status"] == "缺报" else ""
    if row["status"] == "无机构":
        return "没有可参评的机构"
    lost, open_items = [], []
    for item in items_of(cube, row["region_code"], row["institution_code"] or "", preset):
        name = words.item(item["tier"], item["item"])
        if item["state"] == "missing":
            open_items.append(name)
        elif float(item["points"]) < float(item["maximum"]):
            lost.append((float(item["maximum"]) - float(item["points"]), name))
    said = [f"{name} −{points:g}" for points, name in sorted(lost, reverse=True)]
    said += [f"{name} 缺数据" for name in open_items]
    return "，".join(said)


def institutions(
    context: Context, month: str, region: str, preset: str, wanted: Filter, inside: Collection[str] | None = None
) -> tuple[InstitutionRow, ...]:
    """Every institution looked at in the region, in code order, with its own result, which is what a filter looks at.
    `inside`: the institutions that stand in the filter's area."""
    cube = context.cube(month)
    if not cube.judged:
        return ()
    table = cube.under("institutions", region, preset)
    fit = Criteria(context, cube, month, region, preset).fits(Subjects.of(table), wanted.without("within"))
    return tuple(
        InstitutionRow(
            code=row["institution_code"],
            name=row["institution_name"] or row["institution_code"],
            category=row["category"] or "",
            tier=row["tier"],
            region=context.ref(cube, context.position(cube, row["region_code"])),
            total=row["total"],
            low=row["low"],
            high=row["high"],
            status=row["status"],
            eligible=row["eligible"],
            decides=row["decides"],
            official_score=row["official_score"] or None,
        )
        for row in table.filter(pa.array(fit)).to_pylist()
        if inside is None or row["institution_code"] in inside
    )
