"""Greedy maximum coverage: with k choices, take each time the one that adds most of what is not covered yet."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice and what it added."""

    key: str
    added: int


def cover(holds: Mapping[str, Mapping[Hashable, int]], k: int) -> tuple[Chosen, ...]:
    """Up to `k` keys, in the order taken; ties go to the smaller key, and a key that adds nothing is not taken.

    `holds[key][item]` is the weight of an item that the key holds. Where no item is held twice (counties do not overlap) the
    result is the best there is; in general it reaches at least 1 − 1/e of it.
    """
    left = {key: dict(items) for key, items in holds.items()}
    taken: list[Chosen] = []
    while left and len(taken) < k:
        key = min(left, key=lambda one: (-sum(left[one].values()), one))
        items = left.pop(key)
        added = sum(items.values())
        if added <= 0:
            break
        taken.append(Chosen(key, added))
        for other in left.values():
            for item in items.keys() & other.keys():
                del other[item]
    return tuple(taken)
