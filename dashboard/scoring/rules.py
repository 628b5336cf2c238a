"""The dated rules of a rule set (`policies/scoring/<id>/`) under a preset, with any reading set alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import yaml_files
from dashboard.policy import POLICIES, PolicyBook, Profile

TIERS = ("county", "township", "village")
PRESETS = ("default", "strict", "lenient")
DEFAULT = "default"
_VALUE_FILES = ("rules.yaml", "county.yaml", "township.yaml", "village.yaml")
_EVERY_TIER = "all"


@dataclass(frozen=True, slots=True)
class Reading:
    """One point of the text that can be read in several ways. `settings` maps a setting to the values that it replaces."""

    id: str
    tiers: tuple[str, ...]
    question: str
    clause: str
    default: str
    why: str
    says: Mapping[str, str]
    settings: Mapping[str, Mapping[str, Any]]

    def in_preset(self, preset: str) -> str:
        """The setting that a preset gives this reading; without an entry of its own it stays at the default."""
        return preset if preset in self.settings else DEFAULT


@dataclass(frozen=True)
class Action:
    """Something an institution can do within a quarter. `each` is the effort per head, kind or patient (`x+n`)."""

    id: str
    name: str
    item: str
    effort: float
    each: float | None = None
    unit: str = ""

    def weight(self, number: int) -> float:
        return self.effort + (self.each or 0) * number


@dataclass(frozen=True)
class RuleSet:
    """All of one folder: dated values, readings, actions."""

    id: str
    root: Path
    dated: Mapping[str, tuple[Mapping[str, Any], ...]]
    words: Mapping[str, str]  # names and clauses by the key of their group
    readings: Mapping[str, Reading]
    actions: Mapping[str, tuple[Action, ...]]

    @classmethod
    @cache
    def read(cls, rule_set_id: str, policies: Path = POLICIES) -> RuleSet:
        """The rule set of that id; ValueError when there is none or when a reading replaces a value that does not exist."""
        root = policies / "scoring" / rule_set_id.lower()
        if not root.is_dir():
            raise ValueError(f"没有评分规则“{rule_set_id}”：缺少 policies/scoring/{root.name}")
        dated: dict[str, tuple[Mapping[str, Any], ...]] = {}
        words: dict[str, str] = {}
        for name in _VALUE_FILES:
            for key, entry in _leaves(yaml_files.read(root / name)):
                if isinstance(entry, list):
                    dated[key] = tuple(entry)
                else:
                    words[key] = entry
        readings = {entry["id"]: _reading(entry) for entry in yaml_files.read(root / "readings.yaml")}
        unknown = {
            f"{r.id}: {key}" for r in readings.values() for sets in r.settings.values() for key in sets if key not in dated
        }
        if unknown:
            raise ValueError(f"{root.name}/readings.yaml 引用了不存在的参数：{'、'.join(sorted(unknown))}")
        listed = yaml_files.read(root / "actions.yaml")
        actions = {tier: tuple(Action(**entry) for entry in found) for tier, found in listed.items()}
        return cls(rule_set_id, root, dated, words, readings, actions)

    def values(self, as_of: date) -> dict[str, Any]:
        """The values in force on `as_of`: the last line of each whose `since` has come."""
        found = {}
        for key, lines in self.dated.items():
            in_force = [line for line in lines if line["since"] <= as_of]
            if not in_force:
                raise ValueError(f"评分参数 {key} 在 {as_of} 尚无有效值")
            found[key] = in_force[-1]["value"]
        return found

    def clause(self, key: str) -> str:
        """The clause of an item or flag group, as `township.drugs`."""
        return self.words[f"{key}.clause"]

    def of_tier(self, tier: str) -> list[Reading]:
        """The readings of a tier that have an alternative, in the order of their ids."""
        return [reading for reading in self.readings.values() if tier in reading.tiers and reading.settings]


@dataclass(frozen=True)
class Rules:
    """Values in force, one setting chosen for every reading. `rules["township.drugs.more_than"]` is a value."""

    rule_set: RuleSet
    as_of: date
    base_year: int
    interval_days: int | None
    preset: str
    settings: Mapping[str, str]
    changed: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        book: PolicyBook,
        profile: Profile,
        as_of: date,
        preset: str = DEFAULT,
        overrides: Mapping[str, str] | None = None,
    ) -> Rules:
        """Rules of a profile. `preset` sets every reading; `overrides` then sets single ones ({"T-1": "strict"}).

        ValueError, in the user's language, when the profile has no institution scores, or for an unknown preset, reading
        or setting.
        """
        if not profile.scoring:
            raise ValueError(f"口径方案“{profile.id}”没有机构评分规则（无适用口径）")
        if preset not in PRESETS:
            raise ValueError(f"没有预设“{preset}”；可用：{'、'.join(PRESETS)}")
        if profile.base_year is None:
            raise ValueError(f"口径方案“{profile.id}”没有规定基准年度")
        rule_set = RuleSet.read(profile.scoring, book.root)
        settings = {reading.id: reading.in_preset(preset) for reading in rule_set.readings.values()}
        rules = cls(rule_set, as_of, profile.base_year, profile.followup_interval_days, preset, settings)
        return rules.with_settings(overrides or {})

    def with_settings(self, overrides: Mapping[str, str]) -> Rules:
        """The same rules with single readings set otherwise."""
        for reading_id, setting in overrides.items():
            reading = self.rule_set.readings.get(reading_id)
            if reading is None:
                raise ValueError(f"没有口径编号“{reading_id}”")
            if setting != DEFAULT and setting not in reading.settings:
                raise ValueError(f"口径 {reading_id} 没有“{setting}”读法；可用：{'、'.join([DEFAULT, *reading.settings])}")
        return replace(self, settings={**self.settings, **overrides})

    def with_preset(self, preset: str) -> Rules:
        """The same rules with every reading as the preset has it."""
        settings = {reading.id: reading.in_preset(preset) for reading in self.rule_set.readings.values()}
        return replace(self, preset=preset, settings=settings)

    def with_values(self, changed: Mapping[str, Any]) -> Rules:
        """What-if: the same rules with values replaced (`{"county.pass_line": 60}`). ValueError for an unknown value."""
        unknown = set(changed) - set(self.rule_set.dated)
        if unknown:
            raise ValueError(f"没有评分参数：{'、'.join(sorted(unknown))}")
        return replace(self, changed={**self.changed, **changed})

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """Every value after readings and what-if changes."""
        found = self.rule_set.values(self.as_of)
        for reading_id, setting in self.settings.items():
            found.update(self.rule_set.readings[reading_id].settings.get(setting, {}))
        return {**found, **self.changed}

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def blanks_are_worst(self) -> bool:
        """G-6 strict."""
        return self["general.blank"] == "worst"


def readings_table(policies: Path = POLICIES) -> pd.DataFrame:
    """Every reading of every rule set, for the screen that explains them.

    Columns `rule_set, id, tier` (space-separated), `question, clause, default, why, strict, lenient, option`; the last three are
    empty where a reading has no such alternative.
    """
    rows = []
    for folder in sorted(path for path in (policies / "scoring").iterdir() if path.is_dir()):
        rule_set_id = yaml_files.read(folder / "rules.yaml")["id"]
        for r in RuleSet.read(rule_set_id, policies).readings.values():
            row = [rule_set_id, r.id, " ".join(r.tiers), r.question, r.clause, r.default, r.why]
            rows.append([*row, *(r.says.get(setting, "") for setting in ("strict", "lenient", "option"))])
    columns = ["rule_set", "id", "tier", "question", "clause", "default", "why", "strict", "lenient", "option"]
    return pd.DataFrame(rows, columns=columns)


def _leaves(node: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, entry in node.items():
        if isinstance(entry, Mapping):
            yield from _leaves(entry, f"{prefix}{name}.")
        elif isinstance(entry, str) or (isinstance(entry, list) and entry and isinstance(entry[0], Mapping)):
            yield f"{prefix}{name}", entry


def _reading(entry: Mapping[str, Any]) -> Reading:
    settings = {key: entry[key] for key in ("strict", "lenient", "option") if key in entry}
    tiers = TIERS if entry["tier"] == _EVERY_TIER else tuple(entry["tier"].split())
    return Reading(
        entry["id"],
        tiers,
        entry["question"],
        entry["clause"],
        entry["default"],
        entry["why"],
        {key: value["says"] for key, value in settings.items()},
        {key: value["sets"] for key, value in settings.items()},
    )
