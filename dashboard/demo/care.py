"""Treatment of major diseases: when each case is treated, filed and written off, and the ledger that shows it (T10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo import cells
from dashboard.demo.cells import NEVER
from dashboard.demo.clock import Clock
from dashboard.demo.diseases import Diagnoses
from dashboard.demo.institutions import GENERAL, Institutions
from dashboard.demo.people import People
from dashboard.demo.places import Places

REASONS = ("拒绝", "外出", "等待床位", "病情不宜", "其他")
EXITS = ("救治填报完成", "治愈", "死亡", "迁出", "误诊", "转慢病管理")
STATES = ("未救治", "救治中", "已救治", "已治愈", "已销号")

BACKLOG, BACKLOG_HARD = 0.008, 0.036
"""Of the cases found before the first month, those not yet treated then: a floor, and what hardship adds."""

NEVER_TREATED = 0.09
"""Of that backlog, those who are not treated within the months at all."""


@dataclass(frozen=True, slots=True)
class Care:
    """Parallel arrays over the major diagnoses (`case`: rows of Diagnoses)."""

    case: np.ndarray
    treated: np.ndarray
    filed: np.ndarray
    left: np.ndarray
    exit: np.ndarray
    reason: np.ndarray
    hospital: np.ndarray


def care(ill: Diagnoses, folk: People, place: Places, every: Institutions, clock: Clock, seed: int) -> Care:
    rng = cells.stream(seed, "care")
    case = np.flatnonzero(ill.major & ~ill.excluded & (ill.verified < NEVER))
    n = len(case)
    verified = ill.verified[case]
    county = place.villages["county"].to_numpy()[folk.village[ill.person[case]]]
    hard = place.counties["hardship"].to_numpy()[county]
    quicker = np.interp(
        verified, [clock.first_day, clock.end_day], [1.2, 0.5]
    )  # each case is followed up sooner as the year goes on
    prompt = verified + np.minimum(rng.exponential((5 + 13 * hard) * quicker, n), 120).astype(np.int64) + 1
    prompt = clock.put_off(prompt, rng, 0.35)
    old = verified < clock.first_day
    waiting = old & (rng.random(n) < BACKLOG + BACKLOG_HARD * hard)
    caught_up = clock.first_day + ((clock.end_day - clock.first_day) * rng.beta(1.5, 2.0, n)).astype(np.int64)
    treated = np.where(waiting, caught_up, np.where(old, np.minimum(prompt, clock.first_day - 1), prompt))
    never = rng.random(n) < np.where(waiting, NEVER_TREATED + 0.08 * hard, np.where(old, 0.0, 0.006))
    treated = np.where(never, NEVER, treated)
    filed = np.where(treated < NEVER, treated + rng.integers(1, 7, n), verified + 5)
    exits = rng.choice(len(EXITS), n, p=[0.62, 0.24, 0.05, 0.04, 0.03, 0.02])
    left = np.where(rng.random(n) < 0.55, filed + rng.integers(60, 240, n), NEVER)
    died = (treated >= NEVER) & (rng.random(n) < 0.15)  # before any treatment: leaves the denominator
    exits, left = np.where(died, 2, exits), np.where(died, verified + 90, np.where(treated < NEVER, left, NEVER))
    hospital = every.first_of("county", len(place.counties), GENERAL)[county]
    reason = rng.choice(len(REASONS), n, p=[0.22, 0.28, 0.18, 0.22, 0.10])
    return Care(case, *(part.astype(np.int32) for part in (treated, filed, left, exits, reason, hospital)))


def ledger(c: Care, ill: Diagnoses, every: Institutions, as_of: int) -> pa.Table:
    """T10 救治台账 as known on `as_of`: one row per verified case; a treatment shows once it is filed."""
    rows = np.flatnonzero(ill.verified[c.case] <= as_of)
    known = c.filed[rows] <= as_of
    treated = np.where(known, c.treated[rows], NEVER)
    done = treated <= as_of
    gone = c.left[rows] <= as_of
    cured = done & (as_of - treated > 60) & (c.exit[rows] == 1)
    state = np.where(gone, 4, np.where(cured, 3, np.where(done, np.where(as_of - treated > 45, 2, 1), 0)))
    return pa.table(
        {
            "台账编号": cells.text([f"DEMO-C{n:06d}" for n in rows]),
            "患病编号": cells.pick(ill.ids, c.case[rows]),
            "救治状态": cells.words(state, STATES),
            "定点医院编码": cells.pick(every.ids, c.hospital[rows]),
            "首次救治日期": cells.dates(treated, done),
            "是否会诊": cells.flags(rows % 6 == 0, done),
            "是否转诊": cells.flags(rows % 4 == 0, done),
            "未救治原因": cells.words(c.reason[rows], REASONS, ~done & ~gone & (as_of - ill.verified[c.case[rows]] > 30)),
            "填报日期": cells.dates(np.where(known, c.filed[rows], ill.verified[c.case[rows]]), ~gone | known),
            "治愈日期": cells.dates(treated + 60, cured),
            "销号日期": cells.dates(c.left[rows], gone),
            "销号原因": cells.words(c.exit[rows], EXITS, gone),
            "用药指导日期": cells.dates(treated + 10, done & (treated + 10 <= as_of) & (rows % 5 != 0)),
            "康复管理日期": cells.dates(treated + 30, done & (treated + 30 <= as_of) & (rows % 3 != 0)),
        }
    )
