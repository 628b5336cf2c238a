"""What the page of 三个“三” is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.services.models import RegionRef
from dashboard.threes.editing import Choice


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit that lacks something: the names of the criteria it does not meet."""

    region: RegionRef
    place: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One board at one level. A unit is met when all criteria are, a gap when any is not, else unknown."""

    board: str
    level: str
    criteria: tuple[str, ...]
    met: int
    gap: int
    unknown: int
    gaps: tuple[Gap, ...]
    """The first of the units with a gap, by code."""


@dataclass(frozen=True, slots=True)
class ThreeSheet:
    """`own`: the criteria are the operator's; else this system's proposal."""

    region: RegionRef
    month: str
    finding: str
    cells: tuple[Cell, ...]
    note: str
    clause: str
    since: date | None
    own: bool
    absent_because: str = ""
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as the editor shows it. `choice`: id of what is asked, "" for what a file alone says; `number` where needed."""

    name: str
    choice: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Editor:
    """One cell under edit."""

    board: str
    level: str
    rows: tuple[Row, ...]
    choices: tuple[Choice, ...]
    since: date
    can_undo: bool
