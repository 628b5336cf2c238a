"""S28: every reading with its clause and alternatives, and the units of the region whose verdict each would turn."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.publishing import MonthCube
from dashboard.services.base import Context, Unknown
from dashboard.services.blank_spots import place
from dashboard.services.models import RegionRef
from dashboard.services.oversight_models import ReadingRow, ReadingSheet, Turned
from dashboard.services.rulesets import rules_of

_NO_SCORES = "本区划的口径方案没有机构评分规则（无适用口径）。"
TIER_LEVEL = {"county": "county", "township": "township", "village": "village"}


def sheet(context: Context, month: str, region: str) -> ReadingSheet:
    """All readings, those that turn most first; those without effect here in the order of their ids."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    rules = rules_of(context, judged_region(cube, region), month)
    if rules is None or not cube.judged:
        return ReadingSheet(here, month, "", (), _NO_SCORES)
    changes = cube.under("reading_changes", region)
    counted = (
        pa.table({n: changes[n] for n in ("reading", "setting")}).group_by(["reading", "setting"]).aggregate([([], "count_all")])
    )
    numbers: dict[str, dict[str, int]] = {}
    for row in counted.to_pylist():
        numbers.setdefault(row["reading"], {})[row["setting"]] = row["count_all"]
    rows = [
        ReadingRow(r.id, r.tiers, r.question, r.clause, r.default, r.why, dict(r.says), numbers.get(r.id, {}))
        for r in rules.rule_set.readings.values()
    ]
    rows.sort(key=lambda row: -row.most)
    units = len(pc.unique(changes["region_code"]))
    return ReadingSheet(here, month, _finding(here.name, rows, units), tuple(rows))


def judged_region(cube: MonthCube, region: str) -> str:
    """A region under the policy asked for: the region itself, for the nation the first unit that was judged."""
    if region != "0" or not cube.judged:
        return region
    first = cube.table("verdicts", "default")["region_code"]
    return first[0].as_py() if len(first) else region


def _finding(name: str, rows: list[ReadingRow], units: int) -> str:
    if not units:
        return f"{name}没有单位会因换一种读法而改变结论。"
    top = rows[0]
    return f"{name}有 {units:,} 个单位的结论取决于读法；影响最大的是 {top.id}（{top.question}），{top.most:,} 个单位会变。"


def units(
    context: Context, month: str, region: str, reading: str, setting: str, limit: int | None
) -> tuple[tuple[Turned, ...], int]:
    """Units that one setting of one reading turns, by code; and how many in all."""
    rules = rules_of(context, judged_region(context.cube(month), region), month)
    if rules is None or reading not in rules.rule_set.readings:
        raise Unknown(f"没有口径编号“{reading}”。")
    cube = context.cube(month)
    changes = cube.under("reading_changes", region)
    found = changes.filter(pc.and_(pc.equal(changes["reading"], reading), pc.equal(changes["setting"], setting)))
    rows = found.slice(0, limit).to_pylist() if limit else found.to_pylist()
    return tuple(_turned(context, cube, row) for row in rows), len(found)


def _turned(context: Context, cube: MonthCube, row: dict) -> Turned:
    code = row["region_code"]
    ref = context.ref(cube, context.position(cube, code))
    return Turned(row["tier"], RegionRef(code, ref.name, ref.level), place(cube, code), row["status"], row["status_after"])
