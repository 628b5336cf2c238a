"""口径敏感: which units change their status under another preset, and which single reading turns them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.policy import PolicyBook, Profile
from dashboard.scoring import best
from dashboard.scoring.inputs import Inputs, Units
from dashboard.scoring.rules import DEFAULT, PRESETS, TIERS, Rules

CHANGE_COLUMNS = ("reading", "setting", "tier", "region_code", "status", "status_after")


@dataclass(frozen=True)
class Sensitivity:
    """Per tier and unit (in the order of the units): `sensitive` (bool) and `readings` (ids joined by `;`, "" if not sensitive).

    `changes`: one row per reading, setting and unit whose status that single change turns from the default; columns
    `reading, setting, tier, region_code, status, status_after`. Grouping by reading and setting gives the number of units.
    """

    sensitive: dict[str, np.ndarray]
    readings: dict[str, np.ndarray]
    changes: pd.DataFrame


def sensitivity(inputs: Inputs, book: PolicyBook, profile: Profile, as_of: date) -> Sensitivity:
    """Compares the three presets and every reading set alone; the same answer whichever preset is shown."""
    return of_rules(inputs, Rules.load(book, profile, as_of))


def of_rules(inputs: Inputs, rules: Rules) -> Sensitivity:
    """As `sensitivity`, for rules already loaded: what-if values stay, preset and single readings are varied."""
    default = rules.with_preset(DEFAULT)
    sensitive, readings, changes = {}, {}, []
    for tier in TIERS:
        presets = {preset: best.statuses(inputs, default.with_preset(preset), tier) for preset in PRESETS}
        base = presets[DEFAULT]
        turned, found = _single(inputs, default, tier, base)
        changes += found
        differs = {preset: presets[preset] != base for preset in PRESETS}
        sensitive[tier] = np.any(list(differs.values()), axis=0)
        readings[tier] = _named(default, tier, sensitive[tier], differs, turned)
    joined = pd.concat(changes, ignore_index=True) if changes else pd.DataFrame(columns=list(CHANGE_COLUMNS), dtype="str")
    return Sensitivity(sensitive, readings, joined)


def _single(inputs: Inputs, default: Rules, tier: str, base: np.ndarray) -> tuple[dict[str, np.ndarray], list[pd.DataFrame]]:
    """Per reading, the units that its strict or lenient setting alone would turn; and all changes, options included."""
    units, words = _tier(inputs, tier)
    turned: dict[str, np.ndarray] = {}
    changes = []
    for reading in default.rule_set.of_tier(tier):
        for setting in reading.settings:
            after = best.statuses(inputs, default.with_settings({reading.id: setting}), tier)
            other = after != base
            if setting in PRESETS:
                turned[reading.id] = turned.get(reading.id, False) | other
            at = np.flatnonzero(other)
            if not len(at):
                continue
            changes.append(
                pd.DataFrame(
                    {
                        "reading": reading.id,
                        "setting": setting,
                        "tier": tier,
                        "region_code": units.codes[at],
                        "status": words[base[at]],
                        "status_after": words[after[at]],
                    },
                    dtype="str",
                )
            )
    return turned, changes


def _tier(inputs: Inputs, tier: str) -> tuple[Units, np.ndarray]:
    match tier:
        case "county":
            return inputs.county.units, np.array(best.STATUS, dtype=object)
        case "township":
            return inputs.township.units, np.array(best.STATUS, dtype=object)
        case _:
            return inputs.village.units, np.array(best.VILLAGE_STATUS, dtype=object)


def _named(
    default: Rules, tier: str, sensitive: np.ndarray, differs: dict[str, np.ndarray], turned: dict[str, np.ndarray]
) -> np.ndarray:
    """Ids that turn a unit alone; if none does, every id that differs in the preset whose status differs."""
    own = default.rule_set.of_tier(tier)
    pattern = np.zeros(len(sensitive), dtype=np.int64)
    for bit, reading in enumerate(own):
        if reading.id in turned:
            pattern |= turned[reading.id].astype(np.int64) << bit
    together = np.zeros(len(sensitive), dtype=np.int64)
    for preset in PRESETS:
        mask = sum(1 << bit for bit, reading in enumerate(own) if preset in reading.settings)
        together |= np.where(differs[preset], mask, 0)
    pattern = np.where(sensitive, np.where(pattern != 0, pattern, together), 0)
    distinct, inverse = np.unique(pattern, return_inverse=True)
    names = [";".join(reading.id for bit, reading in enumerate(own) if mask >> bit & 1) for mask in distinct.tolist()]
    return np.array(names, dtype=object)[inverse]
