"""The cheapest ways to pass: which actions bring the deciding institution of a failing unit over the line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
import pandas as pd

from dashboard.scoring import best
from dashboard.scoring.best import Rated
from dashboard.scoring.display import hundredths
from dashboard.scoring.engine import Scored
from dashboard.scoring.inputs import Inputs, Places, Units
from dashboard.scoring.logic import BLANK, HUNDRED
from dashboard.scoring.passing_steps import County, Step, Township, county_steps, township_steps
from dashboard.scoring.rules import Action, Rules

WAY_COLUMNS = ("tier", "region_code", "institution_code", "rank", "actions", "total_after")
EQUAL_SETS = 5
"""Sets of equal size and effort that are listed before the rest of them is left out."""


@dataclass(frozen=True)
class Way:
    """Chosen step per action position (0: not taken), and the whole points it gains."""

    chosen: tuple[int, ...]
    gain: int


def ways(inputs: Inputs, rules: Rules, scored: Scored | None = None) -> pd.DataFrame:
    """ways_to_pass.csv: per 未达标 county and township, the inclusion-minimal sets of actions of its deciding institution.

    Blanks count at their worst, so that a listed set passes whatever the missing answers are. A number in `x+n` is the
    smallest that works. Sets are ranked by number of actions, effort (`policies/scoring/*/actions.yaml`) and ids; of sets
    equal in the first two, five are listed. Not reachable: one row without actions, `total_after` the best within reach.
    Shares (县域内就诊率, 基层诊疗占比) are never an action. A unit without an institution has no row.
    """
    county_rated = best.rate_county(inputs.county, rules, inputs.registry_known)
    township_rated = best.rate_township(inputs.township, rules, inputs.registry_known)
    county, township = inputs.county, inputs.township
    rows = [
        *_tier("county", county.units, county.places, county_rated, rules, lambda at: county_steps(county, rules, at)),
        *_tier(
            "township", township.units, township.places, township_rated, rules, lambda at: township_steps(township, rules, at)
        ),
    ]
    frame = pd.DataFrame(rows, columns=list(WAY_COLUMNS))
    text = {name: "str" for name in WAY_COLUMNS if name != "rank"}
    return frame.astype({**text, "rank": "int64"})


def _tier(
    tier: str,
    units: Units,
    places: Places,
    rated: Rated,
    rules: Rules,
    steps_of: Callable[[np.ndarray], Sequence[County | Township]],
) -> Iterator[tuple[str, str, str, int, str, str]]:
    failing = np.flatnonzero((rated.status == best.FAIL) & (rated.decides != BLANK))
    deciding = rated.decides[failing]
    totals = rated.total.low[deciding].tolist()
    line = HUNDRED * rules[f"{tier}.pass_line"]
    actions = rules.rule_set.actions[tier]
    known: dict[tuple[object, int], list[Way]] = {}
    for unit, pair, total, case in zip(failing.tolist(), deciding.tolist(), totals, steps_of(deciding), strict=True):
        need = -(-(line - total) // HUNDRED)  # actions gain whole points
        key = (case.key, need)
        if key not in known:
            known[key] = list(_minimal(case, need))
        head = (tier, str(units.codes[unit]), str(places.code[pair]))
        found = list(_ranked(known[key], case.steps, actions))
        for rank, (names, way) in enumerate(found, 1):
            yield (*head, rank, ";".join(names), _points(total + HUNDRED * way.gain))
        if not found:
            yield (*head, 1, "", _points(total + HUNDRED * case.gain(tuple(len(options) - 1 for options in case.steps))))


def _points(value: int) -> str:
    return str(hundredths(np.array([value]))[0])


def _minimal(case: County | Township, need: int) -> Iterator[Way]:
    """Sets that reach `need` and of which no action can be left out or made smaller; gains never fall with more actions."""
    if need <= 0:
        return
    for chosen in product(*(range(len(options)) for options in case.steps)):
        gain = case.gain(chosen)
        if gain < need:
            continue
        smaller = ((*chosen[:at], level - 1, *chosen[at + 1 :]) for at, level in enumerate(chosen) if level)
        if all(case.gain(less) < need for less in smaller):
            yield Way(chosen, gain)


def _ranked(
    found: Iterable[Way], steps: tuple[tuple[Step, ...], ...], actions: tuple[Action, ...]
) -> Iterator[tuple[tuple[str, ...], Way]]:
    """Names of each set in the order of the files: fewer actions, less effort, ids; at most five of equal rank."""

    def described(way: Way) -> tuple[int, float, tuple[str, ...], Way]:
        taken = [(actions[at], steps[at][level]) for at, level in enumerate(way.chosen) if level]
        names = tuple(action.id if action.each is None else f"{action.id}+{step}" for action, step in taken)
        effort = round(sum(action.weight(step) for action, step in taken), 6)
        return len(taken), effort, names, way

    ordered = sorted((described(way) for way in found), key=lambda entry: entry[:3])
    for _, equal in groupby(ordered, key=lambda entry: entry[:2]):
        for entry in list(equal)[:EQUAL_SETS]:
            yield entry[2], entry[3]
