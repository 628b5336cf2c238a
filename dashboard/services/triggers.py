"""S06, the reading side: what each county could be supervised for, figure by figure; nothing is added up into an index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import months
from dashboard.hierarchy import LEVELS, parent_of
from dashboard.publishing import MonthCube
from dashboard.publishing.cube import UNIT_KEYS
from dashboard.ratio import Ratio
from dashboard.selection import PRESETS
from dashboard.services import filing, ledger
from dashboard.services.base import Context, Unknown
from dashboard.services.oversight_models import CountyTriggers, Cover, RateShort, TriggerSheet
from dashboard.services.scopes import kept
from dashboard.supervision import cover

COUNTY_DIGITS = 6
SORTS = {
    "units": ("不达标单位", "个"),
    "centres": ("未达标卫生院", "家"),
    "blank": ("空白点村", "村"),
    "flagged": ("有风险村", "村"),
    "persons": ("各率缺口人数", "人"),
    "late": ("住院信息迟报未报", "例"),
    "open": ("督战台账未销号", "项"),
}
"""What the list can be sorted by and the cover measured by: id → name, unit. `persons` adds the persons that each rate below
its target still lacks; somebody lacking in two rates counts twice, and the screen says so."""
FILTERS = {
    "hospital": "县级医院未达标或无机构",
    "centres": "有卫生院未达标",
    "blank": "有空白点",
    "rates": "有指标未达标",
    "late": "有迟报未报",
}


def sheet(context: Context, month: str, region: str, preset: str, sort: str, only: tuple[str, ...], k: int) -> TriggerSheet:
    """Counties at or below the region under the filters, most of the sort's measure first; and the `k` that hold most of it."""
    if sort not in SORTS:
        raise Unknown(f"不能按“{sort}”排序；可用：{'、'.join(SORTS)}")
    cube = context.cube(month)
    at = context.position(cube, region)
    here = context.ref(cube, at)
    if here.level in ("township", "village"):
        at = context.position(cube, region[:COUNTY_DIGITS])
        here = context.ref(cube, at)
    if not cube.judged:
        return TriggerSheet(here, month, "", (), None, "本月没有机构评分（无适用口径）。")
    every = kept(context, month, ("S06", here.code, preset), lambda: _counties(context, cube, month, at, preset))
    rows = sorted(
        (row for row in every if all(_has(row, name) for name in only)),
        key=lambda row: (-(measure(row, sort) or 0), row.region.code),
    )
    return TriggerSheet(here, month, _finding(here.name, every), tuple(rows), _cover(rows, sort, k))


def measure(row: CountyTriggers, sort: str) -> int | None:
    """One figure of the county; None where it is not known."""
    match sort:
        case "units":
            return row.failing_units
        case "centres":
            return row.centres_failing
        case "blank":
            return row.blank
        case "flagged":
            return row.flagged
        case "persons":
            return row.persons_missing
        case "late":
            return row.late
        case _:
            return row.open_items


def _has(row: CountyTriggers, name: str) -> bool:
    match name:
        case "hospital":
            return row.hospital in ("未达标", "无机构")
        case "centres":
            return row.centres_failing > 0
        case "blank":
            return row.blank > 0
        case "rates":
            return bool(row.rates)
        case "late":
            return bool(row.late)
    raise Unknown(f"没有筛选项“{name}”；可用：{'、'.join(FILTERS)}")


def _cover(rows: list[CountyTriggers], sort: str, k: int) -> Cover | None:
    holds: dict[str, dict[Hashable, int]] = {row.region.code: {row.region.code: measure(row, sort) or 0} for row in rows}
    total = sum(measure(row, sort) or 0 for row in rows)
    taken = cover(holds, k)
    if not taken:
        return None
    refs = {row.region.code: row.region for row in rows}
    name, unit = SORTS[sort]
    return Cover(sort, name, unit, tuple((refs[c.key], c.added) for c in taken), sum(c.added for c in taken), total)


def _counties(context: Context, cube: MonthCube, month: str, at: int, preset: str) -> tuple[CountyTriggers, ...]:
    inside = np.arange(at, cube.tree.end[at])
    counties = inside[cube.tree.level[inside] == LEVELS.index("county")]
    which = PRESETS.index(preset)
    rows = cube.verdict_row[which, counties]
    counties, rows = counties[rows >= 0], rows[rows >= 0]
    statuses = cube.table("verdicts", preset)["status"].take(pa.array(rows)).to_pylist()
    units = {key: cube.units[which][number] for number, key in enumerate(UNIT_KEYS)}
    region = cube.tree.code(at)
    flags, late, items = (
        _flags(cube, region, preset),
        _late(context, cube, month, counties),
        _open_items(context, cube, month, region),
    )
    found = []
    for i, hospital in zip(counties, statuses, strict=True):
        ref = context.ref(cube, int(i))
        centres = {word: int(units["township", word][i]) for word in ("达标", "未达标", "缺报", "无机构")}
        above = cube.tree.find(parent_of(ref.code) or "0")
        found.append(
            CountyTriggers(
                region=ref,
                place=str(cube.tree.names[above]) if above >= 0 else "",
                hospital=hospital,
                centres_failing=centres["未达标"] + centres["无机构"],
                centres=sum(centres.values()),
                blank=int(units["village", "空白点"][i]),
                flagged=int(units["village", "有风险"][i]),
                flags=dict(flags[ref.code]),
                rates=_rates(context, cube, month, ref.code, int(i)),
                late=late.get(ref.code),
                open_items=items[ref.code],
            )
        )
    return tuple(found)


def _flags(cube: MonthCube, region: str, preset: str) -> defaultdict[str, Counter]:
    found: defaultdict[str, Counter] = defaultdict(Counter)
    verdicts = cube.under("verdicts", region, preset)
    raised = verdicts.filter(pc.not_equal(verdicts["flags"], "")).select(["region_code", "flags"]).to_pylist()
    for row in raised:
        found[row["region_code"][:COUNTY_DIGITS]].update(row["flags"].split(";"))
    return found


def _rates(context: Context, cube: MonthCube, month: str, code: str, at: int) -> tuple[RateShort, ...]:
    profile = context.profile(code, month)
    short = []
    for indicator in profile.targets if profile else ():
        target = profile.target(indicator, months.as_of(month)) if profile else None
        values = cube.values(indicator, at)
        if target is None or values is None or not values[1]:
            continue
        ratio = Ratio(int(values[0]), int(values[1]))
        if missing := target.short_by(ratio.numerator, ratio.denominator):
            info = context.indicator_infos[indicator]
            short.append(RateShort(indicator, info.short or info.name, ratio, str(target), missing, info.unit))
    return tuple(short)


def _late(context: Context, cube: MonthCube, month: str, counties: np.ndarray) -> dict[str, int]:
    """Stays filed late or not at all this year up to the month, by county; absent where the clock is not known."""
    found: dict[str, int] = {}
    parents = {parent_of(cube.tree.code(int(i))) or "0" for i in counties}
    for parent in sorted(parents):
        if cube.tree.find(parent) < 0:
            continue
        for matrix in filing.view(context, month, parent).matrices:
            if matrix.clock == filing.clocks.STAYS:
                found.update({row.region.code: row.total.late + row.total.missing for row in matrix.rows})
    return found


def _open_items(context: Context, cube: MonthCube, month: str, region: str) -> Counter:
    rows = cube.under("institutions", region, PRESETS[0]).select(["institution_code", "region_code"]).to_pydict()
    home = dict(zip(rows["institution_code"], rows["region_code"], strict=True))
    items = [item for item in ledger.rows(context, month, region, None) if item.state != "已销号"]
    return Counter(str(home.get(item.subject, item.subject))[:COUNTY_DIGITS] for item in items)


def _finding(name: str, rows: tuple[CountyTriggers, ...]) -> str:
    hospitals = sum(_has(row, "hospital") for row in rows)
    centres = sum(row.centres_failing for row in rows)
    blank = sum(row.blank for row in rows)
    rates = sum(bool(row.rates) for row in rows)
    return (
        f"{name} {len(rows)} 个县级单位中，{hospitals} 个县级医院未达标或无机构，{centres:,} 家卫生院未达标，"
        f"{blank:,} 个村是空白点，{rates} 个县有指标低于目标。"
    )
