"""What a province's own policies ask of a month beyond the tables that every province brings, and the time in which they hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dashboard import months, policy, tasks
from dashboard.demo import assignments, special_funds
from dashboard.demo.clock import Clock
from dashboard.demo.diseases import ASSUMED, Catalogue
from dashboard.demo.places import Places
from dashboard.policy import PolicyBook, Profile

if TYPE_CHECKING:
    from dashboard.demo.world import World

START, MONTHS = "2020-01", 12
LISTS = {
    "XB-14": ("大病", "", (*range(6, 20),)),
    "XB-34": ("重病", "", (*range(20, 35), *range(37, 44))),
    "LYG-20": ("大病", "连卫财务〔2018〕44号 一(一)", (*range(6, 18), 26, *range(28, 31), 32, 33, *range(6))),
}
"""Lists that their documents do not give in full: 目录编号 → 类别, source of the members it names, catalogue rows."""

NAMED = frozenset({"C91.0", "C92.4", "Q21.1", "Q21.0", "Q25.0", "Q22.1", "C50", "C53", "N18.5"})
"""儿童白血病、先心病、乳腺癌、宫颈癌、终末期肾病, which the document of LYG-20 names."""


@cache
def _book() -> PolicyBook:
    return policy.load()


def usual_time(province: str) -> tuple[str, int]:
    """First month and number of months: 2020, but where the province's own policy ended before, the months in which it held."""
    own = _own(province)
    first_day = months.as_of(START)
    if not own or any(p.valid_on(first_day) for p in own):
        return START, MONTHS
    newest = max(own, key=lambda p: p.valid_from)
    start, end = newest.valid_from, newest.valid_to
    return f"{start:%Y-%m}", min(MONTHS, 12 * (end.year - start.year) + end.month - start.month + 1)


def fund_counties(place: Places, clock: Clock) -> np.ndarray:
    """Per county, whether a policy of its own with fund rules holds there in the last month."""
    day = months.as_of(clock.months[-1])
    found = [_book().in_force(code, day) for code in place.counties["code"]]
    return np.array([p is not None and p.get("funds") is not None for p in found])


def tables(w: World, month: str) -> dict[str, Callable[[], pa.Table]]:
    """Tables of the month that only this province's policies know."""
    found: dict[str, Callable[[], pa.Table]] = {}
    as_of = w.clock.as_of(month)
    if w.funded.any():
        found |= {
            "慢病投药": partial(special_funds.drugs_table, w, as_of),
            "专项基金台账": partial(special_funds.ledger_table, w, as_of),
            "医疗减免台账": partial(special_funds.reductions_table, w, as_of),
        }
    for profile in _own(w.place.province):
        if tasks.book(profile.id) and profile.valid_on(months.as_of(month)):
            area, since = profile.region, w.clock.first_day - 200
            found |= {
                "任务分工": partial(assignments.tasks_table, w.clock.months.index(month)),
                "对口帮扶": partial(assignments.pairs_table, w.every, w.place, area, since, as_of),
                "中医馆": partial(assignments.rooms_table, w.every, w.place, area, as_of),
            }
    return found


def catalogue_rows(catalogue: Catalogue, clock: Clock, province: str) -> list[dict[str, str | int | None]]:
    """Rows of 病种目录 for the lists of the province's own policies that an office would have to fill."""
    rows: list[dict[str, str | int | None]] = []
    for list_id in dict.fromkeys(i for p in _own(province) for i in p.disease_lists.values() if i in LISTS):
        kind, document, members = LISTS[list_id]
        for member in (catalogue.rows[n] for n in members):
            basis = document if document and member["code"] in NAMED else ASSUMED
            rows.append({"list": list_id, "kind": kind, "basis": basis, **member})
    return rows


def labels(place: Places) -> np.ndarray:
    """Per county 区域标签: the poorer half of an area whose policy asks for pairing there, blank elsewhere."""
    code = place.counties["code"].to_numpy()
    poor = place.counties["poverty"].to_numpy()
    said = np.full(len(code), "", dtype=object)
    for profile in _own(place.province):
        if "M-22b" in profile.targets:
            inside = np.array([c.startswith(profile.region) for c in code])
            said[inside & (poor >= np.median(poor[inside]))] = "经济薄弱地区"
    return said


def _own(province: str) -> list[Profile]:
    return [p for p in _book().profiles.values() if p.region.startswith(province)]
