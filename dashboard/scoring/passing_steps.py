"""What each action would change at an institution, blanks at their worst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.scoring import county, township
from dashboard.scoring.inputs import CountyInputs, TownshipInputs
from dashboard.scoring.logic import BLANK, HUNDRED, Ints, Tri
from dashboard.scoring.rates import Share
from dashboard.scoring.rules import Rules

Step = int
"""A number `n` of `x+n` (1 for an action without a number); 0 stands for "not taken"."""
NOT_OFFERED: tuple[Step, ...] = (0,)


@dataclass(frozen=True)
class County:
    """Steps per action in the order of the actions file: ct, ultrasound, five departments, three policies."""

    steps: tuple[tuple[Step, ...], ...]
    values: Mapping[str, int]  # maximum and deduction per item

    @property
    def key(self) -> tuple[bool, ...]:
        """Institutions of equal key have the same minimal sets."""
        return tuple(len(options) > 1 for options in self.steps)

    def gain(self, chosen: tuple[int, ...]) -> int:
        """Points won: each item loses its deduction per condition not met, to no less than 0."""
        total = 0
        for item, first, last in (("equipment", 0, 2), ("service", 2, 7), ("policy", 7, 10)):
            maximum, each = self.values[f"{item}.maximum"], self.values[f"{item}.deduction"]
            missing = sum(len(options) - 1 for options in self.steps[first:last])
            done = sum(chosen[first:last])
            total += max(0, maximum - each * (missing - done)) - max(0, maximum - each * missing)
        return total


def county_steps(inputs: CountyInputs, rules: Rules, at: np.ndarray) -> list[County]:
    """The open actions of each institution `at`. The team grows from its number, or from none where only 否 was answered."""
    conditions = {
        **county.devices(inputs),
        **{name: Tri.of(inputs.flags[name]) for name in county.DEPARTMENTS},
        **county.policies(inputs, rules),
    }
    met = np.array([condition.must[at] for condition in conditions.values()]).T
    short = (county.team_minimum(inputs, rules) - np.maximum(inputs.team, 0))[at]
    items = ("equipment", "service", "policy")
    values = {f"{item}.{name}": rules[f"county.{item}.{name}"] for item in items for name in ("maximum", "deduction")}
    return [
        County((*(NOT_OFFERED if ok else (0, 1) for ok in row[:-1]), NOT_OFFERED if row[-1] else (0, int(lacking))), values)
        for row, lacking in zip(met.tolist(), short.tolist(), strict=True)
    ]


@dataclass(frozen=True)
class Township:
    """Steps in the order of the actions file: three devices, physicians, GP, signing, follow-up, drugs."""

    steps: tuple[tuple[Step, ...], ...]
    gains: tuple[int, ...]  # of the actions that stand alone; 0 for physicians and GP
    physicians: tuple[tuple[int, int], ...]  # points of ② by physicians added, without and with a GP added

    @property
    def key(self) -> tuple[object, ...]:
        """Institutions of equal key have the same minimal sets."""
        return self.gains, self.physicians, tuple(len(options) for options in self.steps)

    def gain(self, chosen: tuple[int, ...]) -> int:
        """Points won."""
        alone = sum(points for points, level in zip(self.gains, chosen, strict=True) if level)
        return alone + self.physicians[chosen[3]][chosen[4]] - self.physicians[0][0]


def township_steps(inputs: TownshipInputs, rules: Rules, at: np.ndarray) -> list[Township]:
    """The open actions of each institution `at`."""
    device = rules["township.equipment.deduction"]
    missing = np.array([~condition.must[at] for condition in township.devices(inputs).values()]).T.tolist()
    kinds = np.maximum(inputs.numbers["药品种数"][at], 0)
    drugs = np.maximum(rules["township.drugs.more_than"] + 1 - kinds, 0).tolist()
    patients = {item: _patients_short(inputs, rules, item)[at].tolist() for item in ("signing", "follow_up")}
    points = township.items(inputs, rules)
    covered = {
        item: ((HUNDRED * rules[f"township.{item}.maximum"] - points[item].low[at]) // HUNDRED).tolist() for item in patients
    }
    tables, counts = _physicians(inputs, rules)
    found = []
    for row, pair in enumerate(at.tolist()):
        table = tables[pair]
        gains = [device if gone else 0 for gone in missing[row]]
        steps: list[tuple[Step, ...]] = [(0, 1) if gone else NOT_OFFERED for gone in missing[row]]
        gains += [0, 0]
        steps += [tuple(range(len(table))), (0, 1) if counts[pair] else NOT_OFFERED]
        for item in ("signing", "follow_up"):
            short = patients[item][row]
            gains.append(covered[item][row] if short > 0 else 0)
            steps.append((0, short) if short > 0 else NOT_OFFERED)
        gains.append(rules["township.drugs.maximum"] if drugs[row] else 0)
        steps.append((0, drugs[row]) if drugs[row] else NOT_OFFERED)
        found.append(Township(tuple(steps), tuple(gains), table))
    return found


def _physicians(inputs: TownshipInputs, rules: Rules) -> tuple[list[tuple[tuple[int, int], ...]], list[bool]]:
    """Per institution, points of ② by physicians added (0, 1, …) without and with a GP; and whether a GP can be added.

    Where the residents are not known the township counts as large, where a number is not known it counts as none.
    """
    scale = np.asarray(rules["township.physicians.by_number"], dtype=np.int64)
    least, _ = township.licensed(inputs, rules)
    large = township.large(inputs, rules).may
    has_gp = inputs.numbers["全科医师数"] > 0
    exempt = np.where(large, False, bool(rules["township.physicians.small_town_gp_exempt"]))
    levels = []
    for added in range(len(scale)):
        number = np.where(large, scale[np.minimum(least + added, len(scale) - 1)], scale[-1])
        pair = [township.physician_points(rules, number, has_gp | exempt | with_gp) // HUNDRED for with_gp in (False, True)]
        levels.append(np.stack(pair, axis=1))
    table = np.stack(levels, axis=1)
    useful = np.where(large, len(scale) - 1 - least, 0).tolist()
    rows = [tuple((int(a), int(b)) for a, b in row[: n + 1]) for row, n in zip(table.tolist(), useful, strict=True)]
    return rows, (~has_gp).tolist()


def _patients_short(inputs: TownshipInputs, rules: Rules, item: str) -> Ints:
    """How many more patients bring a half of ③ to full marks; 0 where it has them or nobody can say."""
    share = township.coverage(inputs, rules, item)
    pooled = _short(rules, item, share)
    if rules[f"township.{item}.diseases"] != "lowest":
        return pooled
    alone = sum(_short(rules, item, one) for one in township.single_diseases(inputs, item))
    return np.where(share.denominator > 0, np.maximum(pooled, alone), 0)  # a patient may have only one of the diseases


def _short(rules: Rules, item: str, share: Share) -> Ints:
    """Patients missing to 90 %, or to the first number above it where exactly 90 % is not enough."""
    percent = rules[f"township.{item}.percent"]
    at_is_full = rules[f"township.{item}.at_percent"] == rules[f"township.{item}.maximum"]
    due = share.denominator
    wanted = -(-percent * due // 100) if at_is_full else percent * due // 100 + 1
    done = np.where(share.numerator == BLANK, 0, share.numerator)
    return np.where(due > 0, np.maximum(wanted - done, 0), 0)
