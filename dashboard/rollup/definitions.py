"""The indicators as data (policies/indicators/*.yaml): what each counts, needs, and at which level it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dashboard import yaml_files
from dashboard.policy import POLICIES, Profile
from dashboard.records import MonthRecords

LIST_KEY = "disease_lists."


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition file. `ids` are the indicators it yields: its own id, or one per part (`M-17.个人自付`)."""

    id: str
    name: str
    level: str
    kind: str
    profile_keys: tuple[str, ...]
    tables: tuple[str, ...]
    or_tables: tuple[str, ...]
    """Another set of tables that is enough by itself."""
    columns: tuple[str, ...]
    """Columns (`table.column`) that the files must have had."""
    files: Mapping[str, str]
    """Files beside the records (`quality.parquet`) that the import left → what they are, in words."""
    parts: Mapping[str, Mapping[str, Any]]
    options: Mapping[str, Any]

    @classmethod
    def from_entry(cls, entry: Mapping[str, Any]) -> Indicator:
        return cls(
            id=entry["id"],
            name=entry["name"],
            level=entry["level"],
            kind=entry["kind"],
            profile_keys=tuple(entry.get("profile_keys", ())),
            tables=tuple(entry.get("tables", ())),
            or_tables=tuple(entry.get("or_tables", ())),
            columns=tuple(entry.get("columns", ())),
            files=entry.get("files", {}),
            parts=entry.get("parts", {}),
            options=entry.get("with", {}),
        )

    def with_options(self, changed: Mapping[str, Any]) -> Indicator:
        return replace(self, options={**self.options, **changed}) if changed else self

    @property
    def ids(self) -> dict[str, str]:
        """Indicator id → the lowest level at which it is shown."""
        if not self.parts:
            return {self.id: self.level}
        return {f"{self.id}.{part}": spec.get("level", self.level) for part, spec in self.parts.items()}

    def applies_to(self, profile: Profile) -> bool:
        """False when the profile leaves a key undefined that the indicator needs: it is then absent, not zero."""
        return all(_defined(profile, key) for key in self.profile_keys)

    def missing(self, records: MonthRecords) -> list[str]:
        """Tables (or `table.column`) that the month would have to bring before this indicator can be counted."""
        lacking = [table for table in self.tables if not records.reported(table)]
        if lacking and self.or_tables and all(records.reported(table) for table in self.or_tables):
            lacking = []
        if not lacking:
            lacking = [column for column in self.columns if not records.has_column(*column.split("."))]
        return lacking or [label for name, label in self.files.items() if not (records.root / name).exists()]

    def missing_parts(self, records: MonthRecords) -> dict[str, str]:
        """Indicator id → the column it reads, for parts whose column no file had."""
        return {
            f"{self.id}.{part}": spec["column"]
            for part, spec in self.parts.items()
            if "column" in spec and not records.has_column(*spec["column"].split("."))
        }


def _defined(profile: Profile, key: str) -> bool:
    if key.startswith(LIST_KEY):
        return key.removeprefix(LIST_KEY) in profile.disease_lists
    value = profile.get(*key.split("."))
    return value is not None and value != []


class Indicators:
    """The definitions in order of id."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        self._all = {key: Indicator.from_entry(entry) for key, entry in entries.items()}

    @classmethod
    def shipped(cls, root: Path = POLICIES) -> Indicators:
        entries = (yaml_files.read(path) for path in sorted((root / "indicators").glob("*.yaml")))
        return cls({entry["id"]: entry for entry in entries})

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._all.values())

    def owner(self, indicator_id: str) -> Indicator:
        """The definition behind an id, also of a part; KeyError when there is none."""
        return self._all[indicator_id.split(".")[0]]

    def of(self, profile: Profile, only: Iterable[str] | None = None) -> list[Indicator]:
        """Those that the profile defines, reduced to the ids in `only` (definitions, not parts)."""
        wanted = None if only is None else {name.split(".")[0] for name in only}
        return [i for i in self if i.applies_to(profile) and (wanted is None or i.id in wanted)]
