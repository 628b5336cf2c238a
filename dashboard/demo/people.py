"""Households and persons of the lists: who is on which year's list, in which village, with which flags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo import cells
from dashboard.demo.clock import Clock
from dashboard.demo.places import Places

HOUSEHOLDS_PER_VILLAGE = 25.6
"""At scale 1: 4,716 villages of Qinghai give about 120,000 households and 500,000 persons."""

HOUSEHOLD_SIZES = np.array([0.05, 0.10, 0.18, 0.27, 0.20, 0.12, 0.05, 0.03])
"""Shares of households of 1 … 8 persons (mean 4.2)."""

AGE_BANDS = np.array([0, 6, 15, 35, 50, 65, 80, 95])
AGE_SHARES = np.array([0.08, 0.15, 0.27, 0.22, 0.17, 0.09, 0.02])

CAUSES = ("因病", "因残", "因学", "缺技术", "缺劳力", "缺资金", "因灾")


@dataclass(frozen=True, slots=True)
class People:
    """Parallel arrays. Persons: `house`, `birth` (day), `first`/`last` list year, flags, `listed` (the day from
    which the system may hold records of the person; 0 for the first list). Households: `village`, flags."""

    house_village: np.ndarray
    house_cause: np.ndarray
    house_registered: np.ndarray
    house_first: np.ndarray
    house: np.ndarray
    birth: np.ndarray
    female: np.ndarray
    first: np.ndarray
    last: np.ndarray
    low_income: np.ndarray
    destitute: np.ndarray
    disabled: np.ndarray
    eligible: np.ndarray
    card_day: np.ndarray
    listed: np.ndarray
    person_ids: pa.Array
    house_ids: pa.Array

    @property
    def house_listed(self) -> np.ndarray:
        """`listed` of households."""
        day = self.listed.max(initial=0)
        return np.where(self.house_first > self.house_first.min(initial=9999), day, 0)

    @property
    def village(self) -> np.ndarray:
        return self.house_village[self.house]

    def on_list(self, year: int) -> np.ndarray:
        return (self.first <= year) & (year <= self.last)

    def age(self, on_day: int) -> np.ndarray:
        """Years lived, near enough for drawing diseases."""
        return (on_day - self.birth) / 365.25

    def sizes(self, year: int) -> np.ndarray:
        """Members per household on the list of `year`."""
        return np.bincount(self.house[self.on_list(year)], minlength=len(self.house_village))


def people(place: Places, clock: Clock, seed: int, scale: float) -> People:
    rng = cells.stream(seed, "people")
    weight = place.villages["poor"].to_numpy()
    count = round(HOUSEHOLDS_PER_VILLAGE * scale * len(place.villages))
    village = np.repeat(np.arange(len(weight), dtype=np.int32), rng.multinomial(count, weight / weight.sum()))
    size = rng.choice(np.arange(1, 9), len(village), p=HOUSEHOLD_SIZES)
    house = np.repeat(np.arange(len(village), dtype=np.int32), size)
    n = len(house)
    band = rng.choice(len(AGE_SHARES), n, p=AGE_SHARES)
    age = AGE_BANDS[band] + rng.random(n) * np.diff(AGE_BANDS)[band]
    birth = (clock.first_day - age * 365.25).astype(np.int32)
    years = clock.list_years
    house_first = np.where(rng.random(len(village)) < 0.012, years[-1], years[0])
    first = np.where(rng.random(n) < 0.02, years[-1], house_first[house])
    last = np.where((rng.random(n) < 0.03) & (first == years[0]), years[0], years[-1])
    chronic_age = (age > 60) | (age < 6)
    return People(
        house_village=village,
        house_cause=rng.choice(len(CAUSES), len(village), p=[0.34, 0.12, 0.14, 0.15, 0.12, 0.10, 0.03]),
        house_registered=rng.random(len(village)) < 0.88,
        house_first=house_first,
        house=house,
        birth=birth,
        female=rng.random(n) < 0.49,
        first=first.astype(np.int32),
        last=last.astype(np.int32),
        low_income=(rng.random(len(village)) < 0.30)[house],
        destitute=(rng.random(len(village)) < 0.02)[house],
        disabled=rng.random(n) < 0.05,
        eligible=(rng.random(n) < np.where(chronic_age, 0.80, 0.12)),
        card_day=(clock.base_day + rng.integers(-700, 300, n)).astype(np.int32),
        listed=np.where(first > years[0], clock.list_day(years[-1]), 0).astype(np.int32),
        person_ids=cells.serials(f"DEMO-{place.province}-P", n, 7),
        house_ids=cells.serials(f"DEMO-{place.province}-H", len(village), 6),
    )


def _listed(first: np.ndarray, last: np.ndarray, clock: Clock, month: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows of a list table at `month`: everyone once, at the newest list that holds him, and that list's year.

    Those whom the newest list dropped stay with their last list, because their earlier records still name them.
    """
    year = clock.list_year(month)
    rows = np.flatnonzero(first <= year)
    return rows, np.minimum(last[rows], year)


def roster(world_people: People, place: Places, clock: Clock, month: str) -> pa.Table:
    """T08 贫困人口花名册 at the end of `month`."""
    p = world_people
    rows, year = _listed(p.first, p.last, clock, month)
    house = p.house[rows]
    registered = p.house_registered[house]
    low, destitute, disabled = p.low_income[rows], p.destitute[rows], p.disabled[rows]
    nobody = ~(registered | low | destitute | disabled)  # everyone on the list is on it for a reason
    newest = clock.list_year(month)
    changed = np.where(year < newest, 1, np.where((p.first[rows] == newest) & (newest > clock.list_years[0]), 0, -1))
    since = np.full(len(rows), clock.list_day(newest) - 20, np.int32)
    return pa.table(
        {
            "人员编号": p.person_ids.take(pa.array(rows)),
            "名单年度": cells.whole(year),
            "姓名": cells.names(rows),
            "身份证号": cells.masked_ids(rows),
            "家庭编号": cells.pick(p.house_ids, house),
            "行政村代码": cells.pick(place.village_codes(), p.house_village[house]),
            "性别": cells.words(p.female[rows].astype(np.int8), ("男", "女")),
            "出生日期": cells.dates(p.birth[rows]),
            "是否建档立卡": cells.flags(registered | nobody),
            "是否低保对象": cells.flags(low),
            "是否特困人员": cells.flags(destitute),
            "是否贫困残疾人": cells.flags(disabled),
            "是否低收入人口": cells.flags(np.ones(len(rows), bool)),
            "脱贫状态": cells.words((house % 19 != 0).astype(np.int8), ("未脱贫", "已脱贫")),
            "是否参合": cells.flags(rows % 211 != 0),
            "发卡日期": cells.dates(p.card_day[rows], rows % 37 != 0),
            "变动类型": cells.words(changed, ("新增", "删除")),
            "变动日期": cells.dates(since, changed >= 0),
            "是否符合体检条件": cells.flags(p.eligible[rows], rows % 997 != 0),
        }
    )


def households(world_people: People, place: Places, clock: Clock, month: str, teams: np.ndarray, team_ids: pa.Array) -> pa.Table:
    """T07 贫困户 at the end of `month`; `teams` is the signing team of each village."""
    p = world_people
    newest = clock.list_year(month)
    rows = np.flatnonzero(p.house_first <= newest)
    size, before = p.sizes(newest)[rows], p.sizes(clock.list_years[0])[rows]
    gone = size == 0
    rows, size, before, gone = (part[(size > 0) | (before > 0)] for part in (rows, size, before, gone))
    ill = p.house_cause[rows] == 0
    out = rows % 19 != 0
    return pa.table(
        {
            "家庭编号": p.house_ids.take(pa.array(rows)),
            "名单年度": cells.whole(np.where(gone, clock.list_years[0], newest)),
            "户主姓名": cells.names(rows),
            "行政村代码": cells.pick(place.village_codes(), p.house_village[rows]),
            "家庭人口数": cells.whole(np.where(gone, before, size), rows % 401 != 0),
            "致贫原因": cells.words(p.house_cause[rows], CAUSES),
            "是否因病致贫返贫": cells.flags(ill),
            "脱贫状态": cells.words(out.astype(np.int8), ("未脱贫", "已脱贫")),
            "脱贫年度": cells.whole(clock.base_year - rows % 4, out),
            "是否返贫": cells.flags(rows % 173 == 0),
            "签约团队编号": cells.pick(team_ids, teams[p.house_village[rows]]),
            "联系卡发放": cells.flags(rows % 29 != 0),
            "宣传单发放": cells.flags(rows % 17 != 0),
        }
    )
