"""How many units a number of actions can bring over the line, when the easiest are helped first."""

from __future__ import annotations

from collections.abc import Iterable


def rescue_steps(needed: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """(actions spent, units rescued) after each group of units that need equally many actions: the cheapest first.

    Units do not share actions, so the smallest sum of the `m` smallest needs is the least that rescues any `m` of them.
    """
    steps: list[tuple[int, int]] = []
    spent = rescued = 0
    ordered = sorted(needed)
    for at, number in enumerate(ordered):
        spent, rescued = spent + number, rescued + 1
        if at + 1 == len(ordered) or ordered[at + 1] != number:
            steps.append((spent, rescued))
    return tuple(steps)
