"""One month folder of the demo world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.demo import cells, planted, writing
from dashboard.demo.damage import damage
from dashboard.demo.world import World, tables


@dataclass(frozen=True, slots=True)
class MadeMonth:
    """Rows written per table, and how many of them are wrong on purpose (an import must refuse exactly these)."""

    folder: Path
    rows: Mapping[str, int]
    wrong: Mapping[str, int]


def make_month(world: World, month: str, folder: Path, form: str = "parquet") -> MadeMonth:
    """Writes the folder of `month`: the state of `world` at its end, one file per table, with the usual faults of hands.

    `folder` is made; `form` is parquet, csv or xlsx. The same world and month give the same parquet bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, wrong = {}, {}
    for name, make in tables(world, month).items():
        made = damage(name, planted.plant(world, month, name, make()), cells.stream(world.seed, f"damage {month} {name}"))
        parts = [made.first] if made.second is None else [made.first, made.second]
        writing.write(folder, name, parts, form)
        rows[name], wrong[name] = sum(part.num_rows for part in parts), made.wrong
    return MadeMonth(folder, rows, wrong)
