"""What-if (测算): the month's part scored again on a private copy, beside the part as it is. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from dashboard import months, scoring
from dashboard.hierarchy import LEVELS, NATION, month_regions
from dashboard.policy.profile import Target
from dashboard.publishing import MonthCube, frames
from dashboard.scoring import best
from dashboard.scoring.rules import TIERS
from dashboard.services.base import Context, Unknown
from dashboard.services.blank_spots import place
from dashboard.services.models import RegionRef
from dashboard.services.oversight_models import Turned
from dashboard.services.rulesets import rules_of
from dashboard.services.scopes import kept, parts
from dashboard.services.whatif_models import Movable, TargetShift, TierShift, WhatIf
from dashboard.whatif import FIELDS, VALUES, Changes, with_fields

_NEEDED = ("M-05", "M-06", "M-08", "M-09")


def what_if(context: Context, month: str, region: str, preset: str, changes: Changes, limit: int | None) -> WhatIf:
    """Units by status before and after, who changed, and what the targets would ask for."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    rules = rules_of(context, region, month, preset)
    empty = WhatIf(here, month, preset, (), (), (), 0, (), {})
    if rules is None or not cube.judged or region == NATION:
        return empty.absent("测算须选定一个有机构评分规则的省或下级地区。")
    inputs = kept(context, month, ("gathered", region), lambda: _gather(context, month, region))
    changed_rules = rules.with_values(dict(changes.values))
    try:
        changed_inputs = with_fields(inputs, dict(changes.fields))
    except LookupError as wrong:
        raise Unknown(str(wrong.args[0])) from None
    shifts, turned = [], []
    for tier in TIERS:
        words = best.VILLAGE_STATUS if tier == "village" else best.STATUS
        before, after = best.statuses(inputs, rules, tier), best.statuses(changed_inputs, changed_rules, tier)
        shifts.append(TierShift(tier, _counts(before, words), _counts(after, words)))
        units = getattr(inputs, tier).units
        turned += [(tier, str(units.codes[i]), words[before[i]], words[after[i]]) for i in np.flatnonzero(before != after)]
    shown = turned[:limit] if limit else turned
    return WhatIf(
        region=here,
        month=month,
        preset=preset,
        tiers=tuple(shifts),
        targets=_targets(context, cube, month, region, changes),
        turned=tuple(_turned(context, cube, *one) for one in shown),
        total=len(turned),
        movable=_movable(context, month, region, changes),
        values={key: rules[key] for key in VALUES},
    )


def fields_of(context: Context, month: str, region: str, institution: str) -> dict[str, int | None]:
    """The inputs of one institution as reported; None where blank."""
    inputs = kept(context, month, ("gathered", region), lambda: _gather(context, month, region))
    for tier, own in (("county", inputs.county), ("township", inputs.township)):
        at = np.flatnonzero(own.places.code == institution)
        if not len(at):
            continue
        known: dict[str, Any] = {**own.flags, **getattr(own, "numbers", {})}
        if tier == "county":
            known["帮扶团队人数"] = own.team  # type: ignore[union-attr]
        else:
            known["三种慢病已签约人数"] = own.signing.numerator  # type: ignore[union-attr]
            known["三种慢病已随访人数"] = own.follow_up.numerator  # type: ignore[union-attr]
        found = {name: int(known[name][at[0]]) for name, field in FIELDS.items() if field.tier == tier}
        return {name: None if number < 0 else number for name, number in found.items()}
    return {}


def _gather(context: Context, month: str, region: str) -> scoring.Inputs:
    """Inputs of the region's counties, read from the part that holds it; kept for the version in force."""
    for records, _ in parts(context, month, region):
        regions = month_regions(records)
        codes = regions["code"].astype(str)
        inside = codes.str.startswith(region) | np.array([region.startswith(code) for code in codes])
        counts = frames.read(records.root / "derived" / "counts.arrow").to_pandas()
        own = counts["indicator"].isin(_NEEDED) & counts["region_code"].astype(str).str.startswith(region[:6])
        return scoring.gather(records, regions[inside], counts[own])
    raise Unknown(f"{month} 没有 {region} 的数据。")


def _counts(statuses: np.ndarray, words: tuple[str, ...]) -> dict[str, int]:
    found = Counter(statuses.tolist())
    return {word: found[number] for number, word in enumerate(words)}


def _turned(context: Context, cube: MonthCube, tier: str, code: str, before: str, after: str) -> Turned:
    ref = context.ref(cube, context.position(cube, code))
    return Turned(tier, RegionRef(code, ref.name, ref.level), place(cube, code), before, after)


def _targets(context: Context, cube: MonthCube, month: str, region: str, changes: Changes) -> tuple[TargetShift, ...]:
    """Counties under each target, and the persons still missing, as in force and as tried."""
    profile = context.profile(region, month)
    home = context.position(cube, region)
    inside = np.arange(home, cube.tree.end[home])
    counties = inside[cube.tree.level[inside] == LEVELS.index("county")]
    if not len(counties):
        counties = inside[:1]
    tried = dict(changes.targets)
    found = []
    for indicator in profile.targets if profile else ():
        target = profile.target(indicator, months.as_of(month)) if profile else None
        values = cube.values(indicator, counties)
        if target is None or values is None:
            continue
        new = (
            Target(target.op if target.op != "==" or tried.get(indicator, 100) == 100 else ">=", tried[indicator], target.clause)
            if indicator in tried
            else target
        )
        info = context.indicator_infos[indicator]
        pairs = [(int(n), int(d)) for n, d in values.T if d]
        found.append(
            TargetShift(
                indicator,
                info.short or info.name,
                info.unit,
                int(target.value),
                int(new.value),
                len(pairs),
                *(sum(one.met_by(n, d) is False for n, d in pairs) for one in (target, new)),
                *(sum(one.short_by(n, d) for n, d in pairs) for one in (target, new)),
            )
        )
    return tuple(found)


def _movable(context: Context, month: str, region: str, changes: Changes) -> tuple[Movable, ...]:
    """Institutions whose inputs can be tried: those of units that do not pass first."""
    cube = context.cube(month)
    rows = cube.under("institutions", region, "default").to_pandas()
    rows = rows[rows["tier"].isin(["county", "township"]) & rows["eligible"]]
    order = rows["status"].map({"未达标": 0, "缺报": 1}).fillna(2)
    rows = rows.assign(order=order).sort_values(["order", "region_code", "institution_code"], kind="stable")
    return tuple(
        Movable(row["institution_code"], row["institution_name"] or row["institution_code"], row["status"], row["tier"])
        for row in rows.to_dict("records")
    )
