"""What the import page draws and the submissions API answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dashboard.importing.ledger import Entry
from dashboard.importing.rejects import Group


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of an import; rows = accepted + refused. `repairs`: kind → cells."""

    file: str
    table: str
    rows: int
    accepted: int
    refused: int
    repairs: dict[str, int]
    notices: list[str]
    sha256: str


@dataclass(frozen=True, slots=True)
class TryOut:
    """A dry run. While `unreadable` names a file, nothing of it can be kept. `groups`: refusals by reason."""

    month: str
    area: str
    whole: bool
    files: tuple[FileRow, ...]
    unreadable: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.files)

    @property
    def refused(self) -> int:
        return sum(one.refused for one in self.files)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A staged month: rows accepted so far, rows still refused and why, and who sent what."""

    month: str
    area: str
    area_name: str
    whole: bool
    accepted: int
    refused: int
    groups: tuple[Group, ...]
    submissions: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A change of what is in force; `sources` are the files of the version."""

    month: str
    version: int
    at: str
    by: str
    action: str
    reason: str
    rows: int
    refused: int
    in_force: bool
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """The import page: what waits, what was published, what was sent. `areas`: (code, name) the viewer may import for."""

    waiting: tuple[Waiting, ...]
    versions: tuple[VersionRow, ...]
    sent: tuple[Entry, ...]
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused cell: `row` counts the header as 1."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one submission, and the staged month it went into."""

    month: str
    table: str
    rows: int
    accepted: int
    refused: int
    repairs: dict[str, int]
    rejects: tuple[Refused, ...] = field(default=())
    waiting_accepted: int = 0
    waiting_refused: int = 0
