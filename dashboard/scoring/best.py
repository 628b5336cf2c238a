"""From institutions to their unit: the best one decides; statuses of units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.scoring import county, township, village
from dashboard.scoring.inputs import CountyInputs, Inputs, Places, TownshipInputs
from dashboard.scoring.logic import BLANK, HUNDRED, Bools, Bounds, Ints, Tri, add
from dashboard.scoring.rules import Rules

PASS, FAIL, UNHEARD, ABSENT = 0, 1, 2, 3
STATUS = ("达标", "未达标", "缺报", "无机构")
NO_RISK, RISK, BLANK_SPOT, OPEN = 0, 1, 2, 3
VILLAGE_STATUS = ("无风险", "有风险", "空白点", "缺报")


@dataclass(frozen=True)
class Rated:
    """County or township tier: items and totals per (institution, unit) pair, verdict per unit."""

    items: dict[str, Bounds]
    total: Bounds
    eligible: Bools
    alone: np.ndarray  # status of each pair by itself
    low: Ints  # of the unit; BLANK without an eligible institution
    high: Ints
    decides: np.ndarray  # pair index per unit, −1 without one
    status: np.ndarray
    institutions: Ints
    passing: Ints


def rate_county(inputs: CountyInputs, rules: Rules, registry_known: bool) -> Rated:
    """Counties by their best eligible hospital."""
    points, eligible = county.items(inputs, rules), county.eligible(inputs, rules)
    return _rate("county", inputs.places, len(inputs.units), points, eligible, rules, registry_known)


def rate_township(inputs: TownshipInputs, rules: Rules, registry_known: bool) -> Rated:
    """Townships by their best eligible institution."""
    points, eligible = township.items(inputs, rules), township.eligible(inputs, rules)
    return _rate("township", inputs.places, len(inputs.units), points, eligible, rules, registry_known)


def _rate(
    tier: str, places: Places, n: int, items: dict[str, Bounds], eligible: Bools, rules: Rules, registry_known: bool
) -> Rated:
    line = HUNDRED * rules[f"{tier}.pass_line"]
    silence_fails = rules[f"{tier}.absent"] == "fail"
    total = add(list(items.values()))
    counted = np.flatnonzero(eligible)
    unit = places.unit[counted]
    # Pairs stand by (unit, code) and the sort is stable: equal bounds leave the smaller code first (G-12).
    order = counted[np.lexsort((-total.high[counted], -total.low[counted], unit))]
    first = np.unique(places.unit[order], return_index=True)
    decides = np.full(n, BLANK, dtype=np.int64)
    decides[first[0]] = order[first[1]]
    institutions = np.bincount(unit, minlength=n)
    heard = np.bincount(places.unit[eligible & places.reported], minlength=n) > 0
    low, high = np.full(n, BLANK, dtype=np.int64), np.full(n, BLANK, dtype=np.int64)
    np.maximum.at(low, unit, total.low[counted])
    np.maximum.at(high, unit, total.high[counted])
    # C-9 speaks of silent hospitals as of absent ones; for both tiers a blank that counts as 否 makes silence a fail.
    silent = FAIL if rules.blanks_are_worst or (tier == "county" and silence_fails) else UNHEARD
    absent = FAIL if silence_fails else ABSENT if registry_known else FAIL if rules.blanks_are_worst else UNHEARD
    status = np.where(institutions == 0, absent, np.where(heard, by_bounds(low, high, line), silent))
    alone = np.where(heard[places.unit] | ~eligible, by_bounds(total.low, total.high, line), silent)
    passing = np.bincount(places.unit[eligible & (alone == PASS)], minlength=n)
    return Rated(items, total, eligible, alone, low, high, decides, status, institutions, passing)


def by_bounds(low: Ints, high: Ints, line: int) -> np.ndarray:
    """G-6: 达标 if the worst case passes, 未达标 if the best fails, else 缺报."""
    return np.where(low >= line, PASS, np.where(high < line, FAIL, UNHEARD))


@dataclass(frozen=True)
class Flagged:
    """Village tier: flags and the clinic that stands for the village."""

    flags: dict[str, Tri]
    status: np.ndarray
    low_on_drugs: Tri  # per (clinic, village) pair
    decides: np.ndarray
    clinics: Ints
    passing: Ints


def village_status(flags: dict[str, Tri]) -> np.ndarray:
    """空白点 before 有风险 before 缺报 before 无风险: an undecided flag never hides a certain one."""
    blank_spot = np.any([flags[name].must for name in village.BLANK_SPOTS], axis=0)
    risk = np.any([flag.must for flag in flags.values()], axis=0)
    undecided = np.any([flag.may for flag in flags.values()], axis=0)
    return np.select([blank_spot, risk, undecided], [BLANK_SPOT, RISK, OPEN], NO_RISK)


def flag_villages(inputs: Inputs, rules: Rules) -> Flagged:
    """Villages with their flags; the clinic shown is not low, then best stocked, then of the smaller code."""
    clinics, n = inputs.village.clinics, len(inputs.village.units)
    flags = village.flags(inputs.village, rules)
    low = village.low_on_drugs(clinics, rules)
    order = np.lexsort((-clinics.drugs, low.may, clinics.village))
    first = np.unique(clinics.village[order], return_index=True)
    decides = np.full(n, BLANK, dtype=np.int64)
    decides[first[0]] = order[first[1]]
    stocked = np.bincount(clinics.village[~low.may], minlength=n)
    return Flagged(flags, village_status(flags), low, decides, np.bincount(clinics.village, minlength=n), stocked)


def statuses(inputs: Inputs, rules: Rules, tier: str) -> np.ndarray:
    """Only the status words (as indices) of a tier: what readings are compared by."""
    match tier:
        case "county":
            return rate_county(inputs.county, rules, inputs.registry_known).status
        case "township":
            return rate_township(inputs.township, rules, inputs.registry_known).status
        case _:
            return village_status(village.flags(inputs.village, rules))
