"""Visit totals of the base year by county and township (T03b, T04b): in-county rate and basic-level share."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dashboard.demo import cells
from dashboard.demo.clock import Clock
from dashboard.demo.monitoring import Monitoring
from dashboard.demo.people import People
from dashboard.demo.places import Places

VISITS_PER_PERSON = 2.1
STAYS_SHARE = 0.17


def county_visits(place: Places, folk: People, m: Monitoring, clock: Clock) -> pa.Table:
    """T03b 县域就诊汇总: one county in fifteen is not brought, one in twenty brings only the percentage."""
    persons = np.bincount(place.villages["county"].to_numpy()[folk.village], minlength=len(place.counties))
    rows = np.flatnonzero(np.arange(len(persons)) % 15 != 7) if len(persons) > 15 else np.arange(len(persons))
    visits = (persons[rows] * VISITS_PER_PERSON).astype(np.int64) // 10 * 10 + 10
    inside = np.floor(visits * m.in_county[rows] + 1e-9).astype(np.int64)
    stays = (visits * STAYS_SHARE).astype(np.int64)
    counted = rows % 20 != 11
    return pa.table(
        {
            "县代码": cells.text(place.counties["code"].to_numpy()[rows]),
            "年度": cells.whole(np.full(len(rows), clock.base_year)),
            "贫困人口就诊总人次": cells.whole(visits, counted),
            "县域内就诊人次": cells.whole(inside, counted),
            "住院总人次": cells.whole(stays, counted),
            "县域内住院人次": cells.whole(np.floor(stays * m.in_county[rows] * 0.93).astype(np.int64), counted),
            "县域内就诊率": cells.text([f"{10_000 * a // b / 100:.2f}" for a, b in zip(inside, visits, strict=True)]),
        }
    )


def township_visits(place: Places, folk: People, m: Monitoring, clock: Clock) -> pa.Table:
    """T04b 乡镇诊疗汇总: some townships are not brought (computed from the visits then), some bring only the percentage."""
    persons = np.bincount(place.villages["township"].to_numpy()[folk.village], minlength=len(place.townships))
    rows = np.flatnonzero((np.arange(len(persons)) % 41 != 17) & (persons > 0))
    visits = (persons[rows] * VISITS_PER_PERSON).astype(np.int64) + 1
    basic = (visits * m.basic[rows]).astype(np.int64)
    first_grade = (basic * (0.2 + 0.4 * (rows % 5) / 5)).astype(np.int64)
    counted = rows % 53 != 20
    return pa.table(
        {
            "乡代码": cells.text(place.townships["code"].to_numpy()[rows]),
            "年度": cells.whole(np.full(len(rows), clock.base_year)),
            "诊疗总人次": cells.whole(visits, counted),
            "乡村两级未评级医院诊疗人次": cells.whole(basic - first_grade, counted),
            "乡村两级一级医院诊疗人次": cells.whole(first_grade, counted),
            "基层诊疗占比": cells.text([f"{10_000 * a // b / 100:.2f}" for a, b in zip(basic, visits, strict=True)]),
        }
    )
