"""Since which month a village has been on the list without a break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Since:
    """`or_before`: the run reaches back to the earliest month that can be seen."""

    month: str
    or_before: bool


def run_starts(
    codes: list[str], month: str, before: Callable[[str], str | None], listed: Callable[[str], set[str]]
) -> dict[str, Since]:
    """Per code, the first month of the unbroken run of months on the list that ends in `month`.

    `before(month)` is the published month just before, None where there is none; `listed(month)` the codes on its list.
    """
    found: dict[str, Since] = {}
    running, here = np.array(codes, dtype=object), month
    while len(running):
        earlier = before(here)
        still = np.isin(running, list(listed(earlier))) if earlier else np.zeros(len(running), dtype=bool)
        found.update({str(code): Since(here, earlier is None) for code in running[~still]})
        if earlier is None:
            break
        running, here = running[still], earlier
    return found
