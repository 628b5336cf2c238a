"""What a map's colours and symbols mean, and what it rests on: the same words on the screen and in a picture to take away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dashboard import words
from dashboard.looks import CHANGE_CLASSES, INSTITUTION_CLASSES, LOOKS, OWN_VERDICT, RATE_CLASSES, UNIT_WORDS, VILLAGE_CLASSES
from dashboard.selection import UNIT_LAYERS
from dashboard.services.models import NO_DATA, NO_POLICY, Children, InstitutionPoint
from geodata.mapfiles import MapFile


class Kind(StrEnum):
    """How an entry is drawn."""

    LEAD = "lead"
    SWATCH = "swatch"
    TICK = "tick"
    SAMPLE = "sample"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Key:
    """One entry; `look` names the class of a swatch or a point, `symbol` says that its symbol stands beside the colour."""

    kind: Kind
    words: str
    look: str = ""
    symbol: bool = False


def keys(children: Children, points: Iterable[InstitutionPoint]) -> tuple[Key, ...]:
    """In order of distance to the target, the target as a tick between short and met; then the symbols of the points drawn."""
    verdicts = shows_verdicts(children)
    return (*_classes(children, verdicts), *(() if verdicts else _points(points)))


def change_keys(month: str, compare: str) -> tuple[Key, ...]:
    """Of the map that tells what changed from the month `compare` to `month`."""
    lead = Key(Kind.LEAD, f"{words.month(month)}较{words.month(compare)}")
    return (
        lead,
        *(_swatch(name, symbol=bool(LOOKS[name].symbol)) for name in CHANGE_CLASSES),
        _swatch("no_data", "任一月无数据"),
    )


def shows_verdicts(children: Children) -> bool:
    """The children are themselves judged units: they wear their verdict, not a share."""
    return any(child.region.level == OWN_VERDICT.get(children.layer) for child in children.items)


def _swatch(name: str, said: str = "", symbol: bool = False) -> Key:
    return Key(Kind.SWATCH, said or LOOKS[name].words, name, symbol)


def _classes(children: Children, verdicts: bool) -> tuple[Key, ...]:
    layer = children.layer
    # hatched another way than what has no data: where a policy sets no target, or scores no institutions
    without = [_swatch("no_policy")] if any(child.status == NO_POLICY for child in children.items) else []
    if verdicts:
        names = INSTITUTION_CLASSES if layer == "institutions" else VILLAGE_CLASSES
        return tuple(_swatch(name, symbol=True) for name in names)
    if layer in UNIT_LAYERS:
        lead = Key(Kind.LEAD, "不达标占比" if layer == "institutions" else "有风险、空白点占比")
        shares = (_swatch(name, UNIT_WORDS[name]) for name in (*RATE_CLASSES[:4], "full"))
        return (lead, *shares, _swatch("no_data", NO_DATA), *without)
    target = children.target
    if not target and not any(child.short is not None for child in children.items):
        return (_swatch("no_policy"), _swatch("no_data"))
    met = RATE_CLASSES[4:] if words.target_value(target) != 100 else RATE_CLASSES[5:]
    tick = Key(Kind.TICK, f"目标 {words.target(target)}" if target else "各地目标")
    sample = Key(Kind.SAMPLE, "小样本", "gap2")
    below, above = ([_swatch(name) for name in names] for names in (RATE_CLASSES[:4], met))
    return (Key(Kind.LEAD, "低于目标"), *below, tick, *above, _swatch("no_data", NO_DATA), *without, sample)


def _points(points: Iterable[InstitutionPoint]) -> tuple[Key, ...]:
    """The symbols of institution points, where any are drawn over other colours."""
    met = {point.status for point in points}
    known = [name for name in dict.fromkeys((*INSTITUTION_CLASSES, *VILLAGE_CLASSES)) if name in met]
    return (Key(Kind.LEAD, "点位"), *(Key(Kind.POINT, name, name, True) for name in known)) if met else ()


def note(children: Children, file: MapFile | None) -> str:
    """Source and 示意 on every map; which children have no polygon of their own."""
    undrawn = [child.region.name for child in children.items if not child.drawn]
    cells = "乡、村边界为示意，非实际边界。" if file is not None and file.schematic else ""
    missing = f"未单独绘图：{'、'.join(undrawn[:4])}{'等' if len(undrawn) > 4 else ''}（见排名）。" if undrawn else ""
    return f"{missing}{cells}{words.SOURCE}"
