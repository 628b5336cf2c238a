"""An office's own criteria, one cell at a time: what can be asked of a unit, saved with a date, the last change taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dashboard.threes.criteria import BOARDS, LEVELS, Criteria, Criterion, own_file
from geodata.files import write_atomically

_ITEMS = {
    "county": ("equipment", "service", "policy", "in_county_rate"),
    "township": ("equipment", "physicians", "signing", "follow_up", "drugs", "basic_share"),
}
_COUNTED = {
    "county": (("policy", "帮扶团队人数", "人"),),
    "township": (("physicians", "执业医师数", "人"), ("physicians", "全科医师数", "人"), ("drugs", "药品种数", "种")),
}
_FLAGS = ("Z1", "Z2", "1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class Choice:
    """A test that an editor can pick. `unit` is set where it needs a number."""

    id: str
    says: str
    test: Mapping[str, Any]
    unit: str = ""

    def with_number(self, number: int | None) -> dict[str, Any]:
        """The test; ValueError, in the user's words, when its number is missing."""
        if not self.unit:
            return dict(self.test)
        if number is None or number < 0:
            raise ValueError(f"“{self.says}”须填一个不小于 0 的数")
        (name,) = self.test["input_at_least"]
        return {**self.test, "input_at_least": {name: number}}


def choices(level: str, item_word: Callable[[str], str], flag_word: Callable[[str], str]) -> tuple[Choice, ...]:
    """Everything that can be asked of a unit of `level`, in the words of its rule set."""
    if level == "village":
        flags = (Choice(f"no-{flag}", f"没有“{flag_word(flag)}”", {"flags_absent": [flag]}) for flag in _FLAGS)
        return (Choice("safe", "状态为无风险", {"status": ["无风险"]}), *flags)
    full = (Choice(f"full-{item}", f"{item_word(item)}得满分", {"item": item, "full": True}) for item in _ITEMS[level])
    counted = (
        Choice(f"count-{name}", f"{name}不少于", {"item": item, "input_at_least": {name: 0}}, unit)
        for item, name, unit in _COUNTED[level]
    )
    team = {"item": "policy", "input_at_least": {"帮扶团队人数": "帮扶团队应有人数"}}
    return (
        Choice("present", "有符合条件的机构", {"status_not": ["无机构"]}),
        Choice("passing", "监测得分达到及格线", {"status": ["达标"]}),
        *((Choice("team", "帮扶团队达到应有人数", team),) if level == "county" else ()),
        *counted,
        *full,
    )


def picked(criterion: Criterion, offered: Sequence[Choice]) -> tuple[str, int | None]:
    """The choice and number behind a criterion; `("", None)` for a test that only a file can say."""
    for choice in offered:
        if dict(criterion.test) == dict(choice.test) and not choice.unit:
            return choice.id, None
        if choice.unit and set(criterion.test) == {"item", "input_at_least"}:
            asked, (name,) = criterion.test["input_at_least"], choice.test["input_at_least"]
            if list(asked) == [name] and isinstance(asked[name], int):
                return choice.id, asked[name]
    return "", None


def save(
    data_dir: Path, profile: str, criteria: Criteria, board: str, level: str, wanted: Sequence[Criterion], since: date
) -> None:
    """Makes `wanted` the criteria of one cell from `since` on; the other cells stay as in force. The file before is kept."""
    path = own_file(data_dir, profile)
    before = path.read_text("utf-8") if path.is_file() else ""
    fresh: dict[str, Any] = {"id": profile, "note": "省级自定标准", "clause": criteria.clause, "criteria": []}
    entry: dict[str, Any] = yaml.safe_load(before) if before else fresh
    cells = {**criteria.cells, (board, level): tuple(wanted)}
    version: dict[str, Any] = {"since": since}
    for one in BOARDS:
        version[one] = {at: [{"name": c.name, "test": dict(c.test)} for c in cells[one, at]] for at in LEVELS if cells[one, at]}
    kept = [other for other in entry["criteria"] if other["since"] != since]
    entry["criteria"] = sorted([*kept, version], key=lambda given: given["since"])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(_before(path), before.encode())
    write_atomically(path, yaml.safe_dump(entry, allow_unicode=True, sort_keys=False).encode())


def can_undo(data_dir: Path, profile: str) -> bool:
    return _before(own_file(data_dir, profile)).is_file()


def undo(data_dir: Path, profile: str) -> None:
    """Takes the last change back; ValueError, in the user's words, when there is none."""
    path = own_file(data_dir, profile)
    earlier = _before(path)
    if not earlier.is_file():
        raise ValueError("没有可撤销的修改")
    if text := earlier.read_bytes():
        write_atomically(path, text)
    else:
        path.unlink(missing_ok=True)
    earlier.unlink()


def _before(path: Path) -> Path:
    return path.with_suffix(".before.yaml")
