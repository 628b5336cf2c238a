"""What is looked for among judged units: tier, status, the rule that fails, near the line, an area drawn on the map.

One text (`tier:township;status:未达标,缺报`) stands for a filter in links; flat keys stand for it in the API and the commands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from dashboard.publishing.cube import TIER_STATUS, TIERS
from dashboard.scoring.village import FLAGS

STATUSES = tuple(dict.fromkeys(word for words in TIER_STATUS.values() for word in words))
NEAR_POINTS = (5, 10)
"""Points short of the pass line that the screen offers; any whole number from 1 to 99 is understood."""
MOST_CORNERS = 60
_PLACES = 4


class WrongFilterError(ValueError):
    """A value that cannot be looked for; `field` names its key."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Filter:
    """Units must fit every key that is given, and within a key any of its values. An empty filter takes all.

    `rule`: `county.equipment` (an item that lost points) or a village flag (`Z1`, `2`). `near`: hospitals and centres that do not
    pass and have at least the pass line less so many points; villages without risk that are on the watch list. `within`: the
    corners lon, lat, lon, lat, … of an area; two corners are the opposite ones of a rectangle.
    """

    tier: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    near: int = 0
    within: tuple[float, ...] = ()

    def __bool__(self) -> bool:
        return self != Filter()

    @classmethod
    def parse(cls, text: str) -> Filter:
        """The filter of a link; what it does not understand is left out: an old link still opens."""
        said = dict(part.partition(":")[::2] for part in text.split(";") if part)
        found = cls()
        for key in KEYS:
            try:
                found = replace(found, **{key: _read(key, said.get(key, ""))})
            except WrongFilterError:
                continue
        return found

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        """From flat keys, values separated by commas; other keys are not looked at. WrongFilterError says what is possible."""
        return cls(**{key: _read(key, given.get(key) or "") for key in KEYS})

    def text(self) -> str:
        """What `parse` reads; empty for the empty filter."""
        return ";".join(f"{key}:{_written(getattr(self, key))}" for key in KEYS if getattr(self, key))

    @property
    def given(self) -> tuple[str, ...]:
        """The keys that are looked at."""
        return tuple(key for key in KEYS if getattr(self, key))

    def without(self, *keys: str) -> Filter:
        return replace(self, **{key: getattr(Filter(), key) for key in keys})

    def only(self, key: str) -> Filter:
        return Filter(**{key: getattr(self, key)})

    def toggled(self, key: str, value: str) -> Filter:
        """With the value added to the key's, or taken away where it was there; of `near` there is only one."""
        if key == "near":
            return replace(self, near=0 if self.near == int(value) else int(value))
        chosen: tuple[Any, ...] = getattr(self, key)
        changed: Any = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
        return replace(self, **{key: changed})

    @property
    def corners(self) -> list[tuple[float, float]]:
        """The area's corners, a rectangle's four."""
        points = list(zip(self.within[::2], self.within[1::2], strict=True))
        if len(points) == 2:
            (west, south), (east, north) = points
            return [(west, south), (east, south), (east, north), (west, north)]
        return points


KEYS = tuple(field.name for field in fields(Filter))


def _read(key: str, text: str) -> Any:
    values = tuple(dict.fromkeys(value for value in text.split(",") if value))
    match key:
        case "near":
            if text and not (text.isascii() and text.isdigit() and 0 < int(text) < 100):
                raise WrongFilterError("near", f"near 应是 1 到 99 的整数（分），收到的是“{text}”")
            return int(text or 0)
        case "within":
            return _corners(text)
        case "rule":
            return tuple(_rule(value) for value in values)
    known = TIERS if key == "tier" else STATUSES
    if unknown := [value for value in values if value not in known]:
        raise WrongFilterError(key, f"{key} 只能是 {'、'.join(known)}，收到的是“{'、'.join(unknown)}”")
    return values


def _rule(value: str) -> str:
    """Items are known to the rules in force only: one that no unit can fail simply finds nothing."""
    tier, dot, item = value.partition(".")
    if value in FLAGS or (dot and tier in TIERS and item.replace("_", "").isalnum()):
        return value
    raise WrongFilterError("rule", f"rule 应是 {'、'.join(FLAGS)} 之一，或 层级.项目（如 township.drugs），收到的是“{value}”")


def _corners(text: str) -> tuple[float, ...]:
    """`lon_lat_lon_lat`; commas do as well."""
    if not text:
        return ()
    try:
        numbers = tuple(round(float(part), _PLACES) for part in text.replace(",", "_").split("_"))
    except ValueError:
        numbers = ()
    if len(numbers) % 2 or not 4 <= len(numbers) <= 2 * MOST_CORNERS or not all(map(math.isfinite, numbers)):
        raise WrongFilterError("within", f"within 应是 经度_纬度_经度_纬度…，2 至 {MOST_CORNERS} 个角点")
    return numbers


def _written(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value[0], float):
        return "_".join(f"{part:.{_PLACES}f}".rstrip("0").rstrip(".") for part in value)
    return ",".join(value)
