"""Two presets, two months, or both: whose verdict changed, and whether the inputs or the rules did it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import months
from dashboard.publishing import MonthCube
from dashboard.selection import PRESETS, Selection
from dashboard.services.base import Context
from dashboard.services.blank_spots import place
from dashboard.services.models import RegionRef
from dashboard.services.oversight_models import Comparison, Turned
from dashboard.services.rulesets import rules_of
from dashboard.services.rulewords import RuleWords

INPUT, RULE = "投入变化", "口径变化"
_RANK = {"达标": 0, "无风险": 0, "缺报": 1, "有风险": 2, "未达标": 3, "空白点": 4, "无机构": 4}
_FACTS = {
    "doctors": "合格村医", "doctors_unknown": "资质不明村医", "doctor_age": "唯一村医年龄", "doctor_local": "唯一村医本地",
    "doctor_mode": "服务方式", "drugs": "药品种数", "residents": "常住人口",
}  # fmt: skip
_DERIVED = ("按台账计算分子", "按台账计算分母", "来源")
PRESET_NAMES = {"default": "默认口径", "strict": "严格口径", "lenient": "宽松口径"}

State = tuple[str, str]
"""Month and preset."""


def base(selection: Selection, month: str, preset: str) -> State:
    """What a selection is compared with when little is said: another month under the same preset, else the same month under
    the strict preset (the default one when strict is shown)."""
    shown = str(selection.month)
    try:
        months.as_of(month)
    except ValueError:
        month = shown
    other = PRESETS[1] if selection.preset == PRESETS[0] else PRESETS[0]
    return month, preset if preset in PRESETS else selection.preset if month != shown else other


def compare(context: Context, region: str, before: State, after: State, limit: int | None) -> Comparison:
    """Units of both sides whose status differs, worse first.

    With another month and another preset the change is split: first the month under the old preset, then the preset.
    """
    now, then = context.cube(after[0]), context.cube(before[0])
    here = context.ref(now, context.position(now, region))
    old, new = _statuses(then, region, before[1]), _statuses(now, region, after[1])
    between = _statuses(now, region, before[1])
    joined = pd.concat([old.add_suffix("_old"), between.add_suffix("_between"), new], axis=1, join="inner").dropna()
    changed = joined[joined["status_old"] != joined["status"]]
    worse = changed["status"].map(_RANK) > changed["status_old"].map(_RANK)
    better = changed["status"].map(_RANK) < changed["status_old"].map(_RANK)
    ordered = changed.assign(worse=worse).sort_values("worse", ascending=False, kind="stable")
    shown = ordered.head(limit) if limit else ordered
    tell = _Teller(context, region, before, after)
    rows = tuple(tell(str(code), row) for code, row in shown.iterrows())
    return Comparison(here, _said(before), _said(after), int(better.sum()), int(worse.sum()), rows, len(changed))


def _said(state: State) -> str:
    return f"{months.label(state[0])} {PRESET_NAMES[state[1]]}"


def _statuses(cube: MonthCube, region: str, preset: str) -> pd.DataFrame:
    if not cube.judged:
        return pd.DataFrame({"status": pd.Series(dtype=object)})
    rows = cube.under("verdicts", region, preset).select(["region_code", "status"]).to_pandas()
    return rows.set_index("region_code")


class _Teller:
    """Finds the causes of one change at a time in the frames of both months."""

    def __init__(self, context: Context, region: str, before: State, after: State) -> None:
        self._context, self._before, self._after = context, before, after
        self._cubes = context.cube(before[0]), context.cube(after[0])
        self._readings = self._cubes[1].under("verdicts", region, PRESETS[0]).select(["region_code", "readings"])
        self._by_reading = dict(zip(*(column.to_pylist() for column in self._readings.columns), strict=True))

    def __call__(self, code: str, row: pd.Series) -> Turned:
        ref = self._context.ref(self._cubes[1], self._context.position(self._cubes[1], code))
        by_input, by_preset = row["status_old"] != row["status_between"], row["status_between"] != row["status"]
        causes, why = [], []
        if by_input:
            dated = self._rules_changed(code)
            causes.append(RULE if dated and not self._inputs(code, ref.level) else INPUT)
            why += self._inputs(code, ref.level) + dated
        if by_preset:
            causes.append(RULE)
            why += self._turning(code)
        told = "、".join(dict.fromkeys(causes))
        return Turned(
            ref.level, RegionRef(code, ref.name, ref.level), place(self._cubes[1], code),
            row["status_old"], row["status"], told, "；".join(why),
        )  # fmt: skip

    def _turning(self, code: str) -> list[str]:
        words = RuleWords.of(self._context, code, self._after[0])
        readings = [reading for reading in (self._by_reading.get(code) or "").split(";") if reading]
        return [f"{reading} {words.reading(reading) if words else ''}".strip() for reading in readings]

    def _rules_changed(self, code: str) -> list[str]:
        """Dated values that differ between the two months' ends."""
        old, new = (rules_of(self._context, code, month) for month in (self._before[0], self._after[0]))
        if old is None or new is None:
            return []
        values = old.rule_set.values(old.as_of), new.rule_set.values(new.as_of)
        return [f"{key} {values[0].get(key)}→{value}" for key, value in values[1].items() if values[0].get(key) != value]

    def _inputs(self, code: str, level: str) -> list[str]:
        """Which inputs differ: facts of a village, items of the deciding institutions of a county or township."""
        if level == "village":
            facts = [_only(cube.under("village_facts", code).to_pylist()) for cube in self._cubes]
            return _differences(facts[0], facts[1], _FACTS)
        return self._items(code)

    def _items(self, code: str) -> list[str]:
        preset = self._before[1]
        items = [self._deciding(cube, code, preset) for cube in self._cubes]
        said = []
        for name, (points, inputs) in items[1].items():
            old_points, old_inputs = items[0].get(name, ("", {}))
            changed = _differences(old_inputs, inputs, {key: key for key in inputs if key not in _DERIVED})
            if points != old_points:
                words = RuleWords.of(self._context, code, self._after[0])
                title = words.item("county" if len(code) == 6 else "township", name) if words else name
                said.append(f"{title} {old_points or '—'}→{points or '—'} 分（{'，'.join(changed) or '投入未变'}）")
        return said

    def _deciding(self, cube: MonthCube, code: str, preset: str) -> dict[str, tuple[str, Mapping[str, Any]]]:
        verdicts = [row for row in cube.under("verdicts", code, preset).to_pylist() if row["region_code"] == code]
        decides = verdicts[0]["institution_code"] if verdicts else ""
        rows = cube.under("items", code, preset).to_pylist()
        chosen = [row for row in rows if row["region_code"] == code and row["institution_code"] == decides]
        return {row["item"]: (row["points"], json.loads(row["inputs"])) for row in chosen}


def _only(rows: list[dict]) -> dict:
    return rows[0] if rows else {}


def _differences(old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    return [f"{name} {_word(old.get(key))}→{_word(new.get(key))}" for key, name in names.items() if old.get(key) != new.get(key)]


def _word(value: Any) -> str:
    return (
        {None: "未填", "": "未填", True: "是", False: "否"}.get(value, str(value))
        if not isinstance(value, float)
        else f"{value:g}"
    )
