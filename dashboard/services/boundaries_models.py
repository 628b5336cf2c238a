"""What the page of borders draws and its API answers."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.services.models import RegionRef


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature left out: where it stood in the file, what it said it was, why it is out."""

    source: str
    row: int
    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class LayerRow:
    """What became of one layer: counts, the first of what was mended (`repaired`: code → how) and left out, and notes."""

    source: str
    level: str
    features: int
    system: str
    distance_m: float | None
    by_code: int
    by_name: int
    unlisted: int
    mended: int
    left_out: int
    repaired: dict[str, str]
    quarantined: tuple[Feature, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """Files examined, nothing changed yet. `levels`: level → regions whose border they bring; `parents`: maps that change."""

    layers: tuple[LayerRow, ...]
    levels: dict[str, int]
    parents: tuple[RegionRef, ...]

    @property
    def regions(self) -> int:
        return sum(self.levels.values())


@dataclass(frozen=True, slots=True)
class BorderVersion:
    """One import. `behind`: undo would come back to it or has it in force; otherwise it was undone."""

    version: str
    at: str
    by: str
    layers: tuple[LayerRow, ...]
    in_force: bool
    behind: bool


@dataclass(frozen=True, slots=True)
class BorderDesk:
    """The page before anything is uploaded. `version`: `pack` while no own borders are in force."""

    version: str
    versions: tuple[BorderVersion, ...]
