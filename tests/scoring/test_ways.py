"""Ways to pass: brute force over every set of actions, applied to the records themselves and scored by the plain reference."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dashboard import scoring
from tests.reference import scoring as plain
from tests.reference.scoring import DEPARTMENTS
from tests.scoring import build, units
from tests.scoring.test_against_reference import inputs_of

SECTIONS = ("internal_medicine", "surgery", "obstetrics", "paediatrics", "emergency")
COUNTY_CELLS = {
    "ct": ("是否有CT", "CT能否操作"),
    "ultrasound": ("是否有彩超", "彩超能否操作"),
    **{name: (cell,) for name, cell in zip(SECTIONS, DEPARTMENTS, strict=True)},
    "one_stop": ("是否实现一站式结算",),
    "telemedicine": ("是否开展远程医疗",),
}
DEVICE_CELLS = {"ecg": "心电图", "xray": "X光机", "biochemistry": "生化分析仪"}
COUNTED = {"signing": ("应签约人数", "已签约人数", "M-05"), "follow_up": ("应随访人数", "已随访人数", "M-06")}


def applied(row: units.Row, unit: units.Row, actions: dict[str, int]) -> tuple[units.Row, units.Row]:
    """The institution and its unit after the actions (name -> n)."""
    row, unit = dict(row), dict(unit)
    for action, n in actions.items():
        if action in COUNTY_CELLS:
            row |= dict.fromkeys(COUNTY_CELLS[action], True)
        elif action in DEVICE_CELLS:
            row |= {f"是否有{DEVICE_CELLS[action]}": True, f"{DEVICE_CELLS[action]}能否操作": True}
        elif action in COUNTED:
            due, done, indicator = COUNTED[action]
            covered, whole = plain.coverage_pair(row, due, done, unit.get(indicator))
            row |= {f"三种慢病{due}": whole, f"三种慢病{done}": None if whole is None else (covered or 0) + n}
            row |= {f"{d}{name}": None for d in plain.DISEASES for name in (due, done)}
        else:
            cell = {"team": "帮扶团队人数", "physician": "执业医师数", "drugs": "药品种数", "gp": "全科医师数"}[action]
            row[cell] = max(row[cell] or 0, 1) if action == "gp" else (row[cell] or 0) + n
    return row, unit


def worst(tier: str, row: units.Row, unit: units.Row, cfg: plain.Cfg, actions: dict[str, int]) -> Fraction:
    scorer = plain.county_items if tier == "county" else plain.township_items
    row, unit = applied(row, unit, actions)
    return Fraction(sum(low for low, _ in scorer(row, unit, cfg).values()))


def offered(tier: str, row: units.Row, unit: units.Row, cfg: plain.Cfg) -> dict[str, list[int]]:
    """Every action with the numbers worth trying: 0 (not taken) and, for counted ones, each that could matter."""
    if tier == "county":
        found = {name: [0, 1] for name in COUNTY_CELLS if not all(row[cell] for cell in COUNTY_CELLS[name])}
        return found | {"team": list(range(6))}
    found = {name: [0, 1] for name in DEVICE_CELLS}
    found |= {"physician": [0, 1, 2, 3], "gp": [0, 1], "drugs": list(range(0, 12))}
    for action, (due, done, indicator) in COUNTED.items():
        covered, whole = plain.coverage_pair(row, due, done, unit.get(indicator))
        if whole:
            found[action] = list(range(0, whole - (covered or 0) + 1))
    alone = worst(tier, row, unit, cfg, {})
    useful = {}
    for name, numbers in found.items():  # numbers that change nothing more than the next smaller one are never minimal
        changes = [n for n in numbers if name in ("physician", "gp") or n == 0 or worst(tier, row, unit, cfg, {name: n}) != alone]
        useful[name] = changes if name in ("physician", "gp") else changes[:2]
    return useful


def brute_force(
    tier: str, row: units.Row, unit: units.Row, cfg: plain.Cfg
) -> tuple[dict[frozenset[tuple[str, int]], Fraction], Fraction]:
    """Inclusion-minimal passing sets with their totals, and the best total within reach."""
    options = offered(tier, row, unit, cfg)
    totals = {}
    for numbers in product(*options.values()):
        taken = {name: n for name, n in zip(options, numbers, strict=True) if n}
        totals[frozenset(taken.items())] = worst(tier, row, unit, cfg, taken)
    passing = {chosen: total for chosen, total in totals.items() if total >= 70}
    minimal = {
        chosen: total
        for chosen, total in passing.items()
        if not any(_within(dict(other), dict(chosen)) for other in passing if other != chosen)
    }
    return minimal, max(totals.values())


def _within(smaller: dict[str, int], larger: dict[str, int]) -> bool:
    return all(larger.get(name, 0) >= n for name, n in smaller.items())


def named(actions: str) -> frozenset[tuple[str, int]]:
    pairs = [part.partition("+") for part in actions.split(";") if part]
    return frozenset((name, int(n) if plus else 1) for name, plus, n in pairs)


@pytest.mark.parametrize("preset", scoring.PRESETS)
@pytest.mark.parametrize("tier", ["county", "township"])
def test_every_minimal_set_and_no_other(tier: str, preset: str, tmp_path: Path) -> None:
    rng = Random(21)
    month = units.hospital_month(rng, 150) if tier == "county" else units.township_month(rng, 90, True)
    drawn = month.counties if tier == "county" else month.townships
    for rows, _ in drawn.values() if tier == "township" else ():
        for row in rows:  # split counts have a test of their own
            row |= {f"{d}{name}": None for d in plain.DISEASES for due, done, _ in COUNTED.values() for name in (due, done)}
    for row in month.tables.get("乡镇卫生院监测", ()):
        for name in [name for name in row if name.startswith(plain.DISEASES)]:
            row[name] = None
    inputs, rules = inputs_of(month, tmp_path), build.rules(preset)
    scored = scoring.score(inputs, rules)
    found = scoring.ways(inputs, rules, scored)
    found = found[found["tier"] == tier]
    cfg = plain.PRESETS[preset]
    verdicts = scored.verdicts[(scored.verdicts["tier"] == tier) & (scored.verdicts["status"] == "未达标")]
    verdicts = verdicts[verdicts["institution_code"] != ""]
    assert len(verdicts) > 10
    assert set(found["region_code"]) == set(verdicts["region_code"])
    for verdict in verdicts.itertuples():
        institutions, unit = drawn[verdict.region_code]
        row = next(i for i in institutions if i["机构编码"] == verdict.institution_code)
        minimal, best = brute_force(tier, row, unit, cfg)
        listed = found[found["region_code"] == verdict.region_code]
        assert list(listed["rank"]) == list(range(1, len(listed) + 1))
        if not minimal or worst(tier, row, unit, cfg, {}) >= 70:
            assert list(zip(listed["actions"], listed["total_after"], strict=True)) == [("", as_text(best))], verdict.region_code
            continue
        mine = {named(way.actions): way.total_after for way in listed.itertuples()}
        assert len(mine) == len(listed)
        assert {chosen: as_text(minimal[chosen]) for chosen in mine} == mine, verdict.region_code
        check_order(listed, minimal, rules.rule_set.actions[tier])


def as_text(value: Fraction) -> str:
    hundredths = int(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".") if hundredths % 100 else str(hundredths // 100)


def check_order(listed: Any, minimal: dict[frozenset[tuple[str, int]], Fraction], actions: Any) -> None:
    """Fewer actions first, then less effort, then ids; at most five of equal rank, and only such are left out."""
    weights = {action.id: action for action in actions}
    keys = []
    for text in listed["actions"]:
        chosen = dict(named(text))
        effort = round(sum(weights[name].effort + (weights[name].each or 0) * n for name, n in chosen.items()), 6)
        keys.append((len(chosen), effort, tuple(text.split(";"))))
    assert keys == sorted(keys)
    every: dict[tuple[int, float], int] = {}
    for chosen_set in minimal:
        effort = round(sum(weights[name].effort + (weights[name].each or 0) * n for name, n in chosen_set), 6)
        every[len(chosen_set), effort] = every.get((len(chosen_set), effort), 0) + 1
    shown: dict[tuple[int, float], int] = {}
    for size, effort, _ in keys:
        shown[size, effort] = shown.get((size, effort), 0) + 1
    assert shown == {key: min(number, 5) for key, number in every.items()}


def test_patients_of_single_diseases(tmp_path: Path) -> None:
    """Under T-11 strict every disease must reach its share; a patient may have only one of them."""
    from tests.scoring.test_cases import TOWNSHIP, township_tables

    tables = township_tables()
    row = tables["乡镇卫生院监测"][0]
    row |= {"药品种数": 0, "执业医师数": 1, "全科医师数": 0, "X光机能否操作": False}
    row |= {"高血压应签约人数": 60, "高血压已签约人数": 50, "糖尿病应签约人数": 40, "糖尿病已签约人数": 34}
    inputs = build.gathered(tmp_path, tables, build.regions([("0", None), (TOWNSHIP, 20000)]))
    found = scoring.ways(inputs, build.rules("default", {"T-11": "strict"}))
    signing = {part for text in found["actions"] for part in text.split(";") if part.startswith("signing")}
    assert signing == {"signing+6"}  # four for 54 of 60, two for 36 of 40; pooled is at 95 of 100
