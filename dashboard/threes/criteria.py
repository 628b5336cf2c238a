"""The criteria as dated data: shipped with the policy, replaced by the office's own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

BOARDS = {"institution": "机构“三个一”", "staff": "人员“三合格”", "capability": "能力“三条线”"}
LEVELS = ("county", "township", "village")
_TESTS = ({"status"}, {"status_not"}, {"flags_absent"}, {"item", "input_at_least"}, {"item", "full"})


@dataclass(frozen=True, slots=True)
class Criterion:
    """`test`: one of `status`, `status_not` (lists of verdict words), `flags_absent` (list), `item` with `input_at_least`
    ({input: number or name of another input}) or `full: true`."""

    name: str
    test: Mapping[str, Any]


@dataclass(frozen=True)
class Criteria:
    """Criteria in force by board and level. `own`: from the office's file. `note` says whose they are."""

    since: date
    note: str
    clause: str
    own: bool
    cells: Mapping[tuple[str, str], tuple[Criterion, ...]]


def own_file(data_dir: Path, profile: str) -> Path:
    """Where an office's criteria for a profile lie, in the form of the shipped ones."""
    return data_dir / "threes" / f"{profile}.yaml"


def load(policies: Path, profile: str, data_dir: Path, on: date) -> Criteria | None:
    """Those in force on `on`; the office's file wins from its first date on. None where nobody has set any.

    ValueError, in the user's language, names what is wrong with a file.
    """
    for path, own in ((own_file(data_dir, profile), True), (policies / "threes" / f"{profile}.yaml", False)):
        if not path.is_file():
            continue
        entry = yaml.safe_load(path.read_text("utf-8"))
        if not isinstance(entry, dict) or not isinstance(entry.get("criteria"), list):
            raise ValueError(f"{path.name}：缺少 criteria 列表。")
        in_force = [version for version in entry["criteria"] if version["since"] <= on]
        if in_force:
            latest = max(in_force, key=lambda version: version["since"])
            return Criteria(latest["since"], entry.get("note", ""), entry.get("clause", ""), own, _cells(latest, path.name))
    return None


def _cells(version: Mapping[str, Any], file: str) -> dict[tuple[str, str], tuple[Criterion, ...]]:
    cells: dict[tuple[str, str], tuple[Criterion, ...]] = {}
    for board in BOARDS:
        for level in LEVELS:
            given = (version.get(board) or {}).get(level) or []
            cells[board, level] = tuple(_criterion(entry, f"{file} {board}.{level}") for entry in given)
    return cells


def _criterion(entry: Mapping[str, Any], where: str) -> Criterion:
    test = entry.get("test")
    if not entry.get("name") or not isinstance(test, dict) or set(test) not in _TESTS:
        raise ValueError(
            f"{where}：每条标准须有 name 和 test（status、status_not、flags_absent，或 item 配 input_at_least/full）。"
        )
    return Criterion(entry["name"], test)
