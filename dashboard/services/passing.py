"""Ways to pass as a list: per county the fewest actions that rescue the most units."""

from __future__ import annotations

from itertools import groupby

from dashboard.publishing import MonthCube
from dashboard.services.base import Context
from dashboard.services.oversight_models import CountyWays, WayRow, WaySheet
from dashboard.services.rulewords import RuleWords
from dashboard.services.scopes import kept
from dashboard.supervision import rescue_steps

COUNTY_DIGITS = 6
_NUMBERS = "零一两三四五六七八九十"
"""Before a measure word: 两件, not 二件."""


def sheet(context: Context, month: str, region: str, preset: str) -> WaySheet:
    """Counties with failing hospitals or centres; those where most can be rescued first."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    if not cube.judged:
        return WaySheet(here, month, "", (), "本月没有机构评分（无适用口径）。")
    return kept(context, month, ("ways", region, preset), lambda: _sheet(context, cube, month, region, preset))


def _sheet(context: Context, cube: MonthCube, month: str, region: str, preset: str) -> WaySheet:
    here = context.ref(cube, context.position(cube, region))
    names = _institutions(cube, region, preset)
    sets = cube.under("ways", region, preset).to_pylist()
    found: dict[str, list[WayRow]] = {}
    for code, group in groupby(sets, key=lambda row: row["region_code"]):
        ways = sorted(group, key=lambda row: row["rank"])
        found.setdefault(code[:COUNTY_DIGITS], []).append(_row(context, cube, month, ways, names))
    counties = [_county(context, cube, code, rows) for code, rows in found.items()]
    counties.sort(key=lambda county: (-county.reachable, county.steps[-1][0] if county.steps else 0, county.region.code))
    reachable, lost = sum(c.reachable for c in counties), sum(c.unreachable for c in counties)
    spent = sum(c.steps[-1][0] for c in counties if c.steps)
    one = sum(sum(len(row.actions) == 1 for row in c.rows) for c in counties)
    finding = f"{here.name}没有未达标的县级医院和卫生院。"
    if counties:
        finding = f"{here.name}未达标 {reachable + lost} 家，{one} 家只差一件事，{spent} 件事可让 {reachable} 家及格"
        finding += f"；{lost} 家靠一个季度内能做的事还不够。" if lost else "。"
    return WaySheet(here, month, finding, tuple(counties))


def _row(
    context: Context, cube: MonthCube, month: str, ways: list[dict], names: dict[tuple[str, str], tuple[str, str]]
) -> WayRow:
    first = ways[0]
    code, tier = first["region_code"], first["tier"]
    words = RuleWords.of(context, code, month)
    name, total = names.get((code, first["institution_code"]), (first["institution_code"], ""))
    actions = tuple(action for action in (first["actions"] or "").split(";") if action)
    labels = tuple(words.action(tier, action) if words else action for action in actions)
    ref = context.ref(cube, context.position(cube, code))
    return WayRow(tier, ref, name, first["institution_code"], total, labels, first["total_after"], len(ways) - 1)


def _institutions(cube: MonthCube, region: str, preset: str) -> dict[tuple[str, str], tuple[str, str]]:
    rows = cube.under("institutions", region, preset).select(["region_code", "institution_code", "institution_name", "low"])
    return {
        (row["region_code"], row["institution_code"]): (row["institution_name"] or row["institution_code"], row["low"])
        for row in rows.to_pylist()
    }


def _county(context: Context, cube: MonthCube, code: str, rows: list[WayRow]) -> CountyWays:
    ref = context.ref(cube, context.position(cube, code))
    rows.sort(key=lambda row: (not row.actions, len(row.actions), row.region.code))
    steps = rescue_steps(len(row.actions) for row in rows if row.actions)
    lost = sum(not row.actions for row in rows)
    return CountyWays(ref, tuple(rows), steps, len(rows) - lost, lost, _headline(rows, steps, lost))


def _headline(rows: list[WayRow], steps: tuple[tuple[int, int], ...], lost: int) -> str:
    """`三件事救活 7 家卫生院`."""
    if not steps:
        return f"{lost} 家在一个季度内够不到及格线"
    spent, rescued = steps[-1]
    tiers = {row.tier for row in rows if row.actions}
    what = {"township": "卫生院", "county": "县级医院"}[tiers.pop()] if len(tiers) == 1 else "机构"
    things = f"{_NUMBERS[spent] if spent <= 10 else spent}件事"
    return f"{things}救活 {rescued} 家{what}" + (f"，另 {lost} 家够不到" if lost else "")
