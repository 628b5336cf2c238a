"""The children of a region under a layer: what the map colours, the ranking lists and the hover tells."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from dashboard import months
from dashboard.policy import Profile, Target
from dashboard.publishing import MonthCube
from dashboard.publishing.cube import UNIT_KEYS
from dashboard.ratio import Ratio
from dashboard.selection import PRESETS, UNIT_LAYERS
from dashboard.services.base import Context, level_at_or_above, percent
from dashboard.services.models import NO_DATA, NOT_JUDGED, Child, Children
from dashboard.services.rates import status
from dashboard.services.statistics import wilson

_LAYER_TIERS = {"institutions": ("county", "township"), "blank_spots": ("village",)}
_GOOD = {"county": "达标", "township": "达标", "village": "无风险"}
_ALL_UNITS = Target("==", 100, "各单位均应达标")


@dataclass(frozen=True)
class _Counts:
    """Numerators, denominators and (unit layers) units by status, for a list of regions in one month."""

    numerator: np.ndarray
    denominator: np.ndarray
    by_status: np.ndarray | None = None


def children(context: Context, month: str, region: str, layer: str, preset: str, undrawn: Collection[str] = ()) -> Children:
    """Child regions in code order; `items` is empty below a village. `undrawn` are the codes without a polygon."""
    cube = context.cube(month)
    parent = context.position(cube, region)
    at = cube.tree.children(region)
    codes = [cube.tree.code(int(i)) for i in at]
    now = _counts(cube, at, layer, preset)
    series = _series(context, codes, layer, preset)
    shown = context.months().index(month)
    earlier = context.before(month)
    change = series[:, shown] - series[:, context.months().index(earlier)] if earlier else np.full(len(codes), np.nan)
    owned_at = context.book.indicators.get(layer, {}).get("level", "village")
    items = []
    for k, i in enumerate(at):
        ref = context.ref(cube, int(i))
        profile = context.profile(ref.code, month)
        target = _ALL_UNITS if layer in UNIT_LAYERS else profile.target(layer, months.as_of(month)) if profile else None
        stands = level_at_or_above(ref.level, owned_at)
        counted = Ratio(int(now.numerator[k]), int(now.denominator[k])) if now.denominator[k] and stands else None
        items.append(
            Child(
                region=ref,
                status=_own_status(cube, int(i), ref.level, layer, preset, profile) or _status(counted, target, profile, layer),
                ratio=counted,
                missing=counted.missing if counted else None,
                short=target.short_by(counted.numerator, counted.denominator) if counted and target else None,
                gap_points=max(0.0, float(target.value - 100 * Fraction(counted.numerator, counted.denominator)))
                if counted and target
                else None,
                change_points=None if np.isnan(change[k]) or not counted else float(change[k]),
                small_sample=bool(
                    counted and profile and layer not in UNIT_LAYERS and counted.denominator < profile.small_number
                ),
                interval=wilson(counted.numerator, counted.denominator) if counted else None,
                spark=tuple(None if np.isnan(v) else float(v) for v in series[k]),
                counts=_by_status(now, k, layer),
                drawn=ref.code not in undrawn,
            )
        )
    profile = context.profile(region, month)
    target = profile.target(layer, months.as_of(month)) if profile and layer not in UNIT_LAYERS else None
    return Children(context.ref(cube, parent), layer, month, str(target) if target else None, tuple(items))


def _gap(counted: Ratio | None, target: Target | None) -> float | None:
    """Percentage points below the target, from the exact difference; 0 when it is met."""
    if counted is None or target is None:
        return None
    return max(0.0, float(target.value - 100 * Fraction(counted.numerator, counted.denominator)))


def _status(counted: Ratio | None, target: Target | None, profile: Profile | None, layer: str) -> str:
    return NO_DATA if layer in UNIT_LAYERS and counted is None else status(counted, target, profile)


def _own_status(cube: MonthCube, at: int, level: str, layer: str, preset: str, profile: Profile | None) -> str | None:
    """A region that is itself a judged unit of the layer shows its own verdict, not a share of one; where rules are in force and
    leave it out, that is what it shows."""
    own = {"institutions": "township", "blank_spots": "village"}.get(layer)
    if own != level or not cube.judged:
        return None
    row = int(cube.verdict_row[PRESETS.index(preset), at])
    if row < 0:
        return NOT_JUDGED if profile and profile.scoring else None
    return cube.table("verdicts", preset)["status"][row].as_py()


def _counts(cube: MonthCube, at: np.ndarray, layer: str, preset: str) -> _Counts:
    if layer not in UNIT_LAYERS:
        found = cube.values(layer, at)
        return _Counts(*(found if found is not None else np.zeros((2, len(at)), dtype=np.int64)))
    if not cube.judged:
        return _Counts(*np.zeros((2, len(at)), dtype=np.int64))
    by_status = np.asarray(cube.units[PRESETS.index(preset)][:, at])
    tiers = _LAYER_TIERS[layer]
    good = sum(by_status[k] for k, (tier, word) in enumerate(UNIT_KEYS) if tier in tiers and word == _GOOD[tier])
    judged = sum(by_status[k] for k, (tier, _) in enumerate(UNIT_KEYS) if tier in tiers)
    return _Counts(np.asarray(good), np.asarray(judged), by_status)


def _series(context: Context, codes: list[str], layer: str, preset: str) -> np.ndarray:
    """Percent [region, published month]; NaN where a month has no data for the region."""
    columns = []
    for month in context.months():
        cube = context.cube(month)
        at = cube.tree.index(codes)
        counts = _counts(cube, np.maximum(at, 0), layer, preset)
        columns.append(np.where(at >= 0, percent(counts.numerator, counts.denominator), np.nan))
    return np.stack(columns, axis=1) if columns else np.empty((len(codes), 0))


def _by_status(now: _Counts, k: int, layer: str) -> dict[str, int]:
    if now.by_status is None:
        return {}
    tiers = _LAYER_TIERS[layer]
    found: dict[str, int] = {}
    for key, (tier, word) in enumerate(UNIT_KEYS):
        if tier in tiers:
            found[word] = found.get(word, 0) + int(now.by_status[key, k])
    return found
