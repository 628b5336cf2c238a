"""Which disease codes a profile's list holds on the as-of date: the month's 病种目录 first, shipped lists where it is silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard import yaml_files
from dashboard.policy import POLICIES, Profile
from dashboard.records import MonthRecords

TABLE = "病种目录"
CATEGORIES = {"慢病": frozenset({"慢病", "重点慢病"}), "重点慢病": frozenset({"重点慢病"})}
"""Lists that a month's 病种目录 gives by 类别; every other list is found by its 目录编号."""


@dataclass(frozen=True, slots=True)
class Member:
    list_id: str
    code: str
    category: str | None
    parent: str | None
    valid_from: date | None
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Both days are inclusive; a blank one is open."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class DiseaseLists:
    """The lists in force for one profile and month."""

    def __init__(self, records: MonthRecords, profile: Profile, root: Path = POLICIES) -> None:
        self._profile, self._day, self._root = profile, records.as_of, root
        self._month = list(_of_month(records))

    def codes(self, name: str) -> frozenset[str]:
        """Codes on the profile's list of that name (大病, 慢病, 重点慢病 …), groups with their children; empty when undefined.

        A month's 病种目录 is authoritative for the list ids it brings; chronic lists are its rows of 类别 慢病 / 重点慢病.
        """
        return self.family({m.code for m in self._members(name) if m.valid_on(self._day)})

    def _members(self, name: str) -> list[Member]:
        list_id = self._profile.disease_lists.get(name)
        if name in CATEGORIES:
            of_category = [m for m in self._month if m.category in CATEGORIES[name]]
            return of_category or ([m for m in self._shipped if m.list_id == list_id] if list_id else [])
        on_list = [m for m in self._effective if m.list_id == list_id]
        # 严重精神障碍 may stand on a 大病 list and on a chronic one; a chronic row inside a 大病 list is not a 大病 of it.
        return [m for m in on_list if m.category not in CATEGORIES["慢病"]]

    def family(self, codes: set[str]) -> frozenset[str]:
        """Adds every disease whose chain of 上级病种 leads to one of `codes`."""
        parents = [(m.code, m.parent) for m in self._effective if m.parent and m.valid_on(self._day)]
        found = set(codes)
        while grown := {code for code, parent in parents if parent in found} - found:
            found |= grown
        return frozenset(found)

    @cached_property
    def _shipped(self) -> list[Member]:
        return [m for path in sorted((self._root / "diseases").glob("*.yaml")) for m in _of_file(path)]

    @cached_property
    def _effective(self) -> list[Member]:
        brought = {m.list_id for m in self._month}
        return self._month + [m for m in self._shipped if m.list_id not in brought]


def _of_month(records: MonthRecords) -> Iterable[Member]:
    columns = ["目录编号", "疾病编码", "类别", "上级病种", "生效日期", "失效日期"]
    rows = records.frame(TABLE, columns)
    for row in zip(*(rows[c].astype(object).where(rows[c].notna(), None) for c in columns), strict=True):
        yield Member(*row)


def _of_file(path: Path) -> Iterable[Member]:
    entry: dict[str, Any] = yaml_files.read(path)
    for m in entry["members"]:
        category = m.get("category", entry["category"])
        yield Member(entry["id"], m["code"], category, m.get("parent"), m.get("valid_from"), m.get("valid_to"))
