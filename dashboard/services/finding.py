"""Searching among judged units: how many fit, where they are, what else could be looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from dashboard.finding import KEYS, NEAR_POINTS, Filter
from dashboard.publishing import MonthCube
from dashboard.publishing.cube import TIER_STATUS, TIERS
from dashboard.services.base import Context
from dashboard.services.criteria import Criteria, Subjects
from dashboard.services.finding_models import Facet, Found
from dashboard.services.geometry import Geometry
from dashboard.services.models import InstitutionPoint, UnitRow
from dashboard.services.points import place
from dashboard.services.units import WORST_FIRST, unit_row

CELLS_FROM = 6
"""Digits of a region whose townships and villages are drawn anyway: there a unit without institution stands at its label."""
TIER_WORDS = {"county": "县级医院", "township": "乡镇卫生院", "village": "行政村"}


def find(
    context: Context, geometry: Geometry, month: str, region: str, preset: str, wanted: Filter, limit: int | None = 0
) -> Found:
    """Units of the region under the filter; `limit` rows of them, None for all. Facets count under the filter's other keys."""
    cube = context.cube(month)
    if not cube.judged:
        return Found(wanted, 0, 0, {}, {}, (), (), (), ())
    criteria = Criteria(context, cube, month, region, preset)
    table = cube.under("verdicts", region, preset)
    units = Subjects.of(table)
    fit = {key: criteria.fits(units, wanted.only(key)) for key in KEYS if key != "within"}
    unplaced = 0
    if wanted.within:
        elsewhere = np.all(list(fit.values()), axis=0)
        units = _placed(units, criteria, geometry, elsewhere)
        fit["within"] = criteria.fits(units, wanted.only("within"))
        unplaced = int(np.isnan(np.asarray(units.lon)[elsewhere]).sum())
    chosen = np.all(list(fit.values()), axis=0)

    def others(key: str) -> np.ndarray:
        return np.all([mask for name, mask in fit.items() if name != key], axis=0)

    return Found(
        filter=wanted,
        total=int(chosen.sum()),
        of=len(units),
        by_status={word: n for word in WORST_FIRST if (n := int((units.status[chosen] == word).sum()))},
        by_child=_by_child(cube, region, units.regions(chosen)),
        tiers=tuple(_tiers(units, others("tier"))),
        statuses=tuple(_statuses(units, others("status"), wanted.tier)),
        rules=tuple(_rules(criteria, units, others("rule"), wanted.tier)),
        near=tuple(_near(criteria, units, others("near"), wanted.tier)),
        rows=_rows(context, cube, month, preset, table, chosen, limit),
        unplaced=unplaced,
    )


def said(found: Found) -> str:
    """`乡镇卫生院、未达标：422 个单位中 11 个。`"""
    wanted, rules = found.filter, {facet.value: facet.words for facet in found.rules}
    parts = ["、".join(TIER_WORDS[tier] for tier in wanted.tier), "、".join(wanted.status)]
    parts.append("、".join(f"{rules.get(rule, rule)}{'失分' if '.' in rule else ''}" for rule in wanted.rule))
    parts += [f"临近（{wanted.near} 分以内或将有风险）" if wanted.near else "", "在所画范围内" if wanted.within else ""]
    asked = "，".join(part for part in parts if part)
    left_out = f"另有 {found.unplaced:,} 个没有机构点位，未列入。" if found.unplaced else ""
    return f"{asked + '：' if asked else ''}{found.of:,} 个单位中 {found.total:,} 个。{left_out}"


def worst_first(points: Iterable[InstitutionPoint]) -> list[InstitutionPoint]:
    """By status, then points, then code."""
    return sorted(points, key=lambda point: (WORST_FIRST.index(point.status), float(point.total or -1), point.code))


def _placed(units: Subjects, criteria: Criteria, geometry: Geometry, asked: np.ndarray) -> Subjects:
    """With the points of the deciding institutions of `asked`; a unit without one stands at its label where that is drawn."""
    rows = criteria.cube.under("institutions", criteria.region, criteria.preset)
    known = {(row["institution_code"], row["region_code"]): row for row in rows.to_pylist()}
    spots = np.full((len(units), 2), np.nan)
    bare: dict[str, int] = {}
    codes = zip(np.flatnonzero(asked), units.institutions(asked), units.regions(asked), strict=True)
    for at, institution, region in codes:
        row = known.get((institution, region))
        own = place(row) if row else None
        if own is not None:
            spots[at] = own
        else:
            bare[region] = int(at)
    if bare and len(criteria.region) >= CELLS_FROM:
        for region, spot in geometry.files.label_points(bare).items():
            spots[bare[region]] = spot
    return replace(units, lon=spots[:, 0], lat=spots[:, 1])


def _by_child(cube: MonthCube, region: str, codes: np.ndarray) -> dict[str, int]:
    at = np.sort(cube.tree.index(codes.astype("S12")))
    found = {}
    for child in cube.tree.children(region):
        first, last = np.searchsorted(at, [int(child), int(cube.tree.end[child])])
        if last > first:
            found[cube.tree.code(int(child))] = int(last - first)
    return found


def _tiers(units: Subjects, fit: np.ndarray) -> list[Facet]:
    return [Facet(tier, TIER_WORDS[tier], int((fit & (units.tier == tier)).sum())) for tier in TIERS]


def _statuses(units: Subjects, fit: np.ndarray, tiers: tuple[str, ...]) -> list[Facet]:
    words = dict.fromkeys(word for tier in tiers or TIERS for word in TIER_STATUS[tier])
    return [Facet(word, word, int((fit & (units.status == word)).sum())) for word in sorted(words, key=WORST_FIRST.index)]


def _rules(criteria: Criteria, units: Subjects, fit: np.ndarray, tiers: tuple[str, ...]) -> list[Facet]:
    return [
        Facet(rule, words, int((fit & criteria.has_rule(units, rule)).sum()), tier)
        for rule, tier, words in criteria.rule_words()
        if not tiers or tier in tiers
    ]


def _near(criteria: Criteria, units: Subjects, fit: np.ndarray, tiers: tuple[str, ...]) -> list[Facet]:
    if tiers == ("village",):
        return [Facet("5", "临近风险", int((fit & criteria.is_near(units, 5)).sum()), "village")]
    also = "，村临近风险" if "village" in (tiers or TIERS) else ""
    return [Facet(str(n), f"差{n}分以内{also}", int((fit & criteria.is_near(units, n)).sum())) for n in NEAR_POINTS]


def _rows(
    context: Context, cube: MonthCube, month: str, preset: str, table: pa.Table, chosen: np.ndarray, limit: int | None
) -> tuple[UnitRow, ...]:
    """Worst first: status, then points, then code."""
    if limit == 0:
        return ()
    rows = table.filter(pa.array(chosen)).to_pylist()
    rows.sort(key=lambda row: (WORST_FIRST.index(row["status"]), float(row["low"] or -1), row["region_code"]))
    return tuple(unit_row(context, cube, month, row, preset) for row in rows[:limit])
