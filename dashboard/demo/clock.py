"""The time the demo world lives through: the year before the first month, then the months asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard import months as month_words
from dashboard.demo.cells import calendar_date, day

LIST_CHANGE = (5, 1)
"""Month and day on which the new year's list replaces the old one (O-10: about 1 May)."""

FESTIVAL = ((1, 20), (3, 10))
"""Month-days between which visits are put off: spring festival, and in 2020 the epidemic after it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """First month and number of months; every figure of time below is a day since 1970-01-01."""

    start: str
    count: int

    @property
    def months(self) -> list[str]:
        return [month_words.shift(self.start, n) for n in range(self.count)]

    @property
    def base_year(self) -> int:
        """The year before the first month: the data year of in-county rates (2019 for a start in 2020)."""
        return int(self.start[:4]) - 1

    @property
    def base_day(self) -> int:
        return day(date(self.base_year, 1, 1))

    @property
    def first_day(self) -> int:
        return day(month_words.as_of(month_words.shift(self.start, -1))) + 1

    @property
    def end_day(self) -> int:
        """The first day after the last month."""
        return self.as_of(self.months[-1]) + 1

    def as_of(self, month: str) -> int:
        return day(month_words.as_of(month))

    def list_year(self, month: str) -> int:
        """The newest list in force at the end of `month`: last year's until May."""
        return int(month[:4]) - (int(month[5:]) < LIST_CHANGE[0])

    @property
    def list_years(self) -> list[int]:
        return sorted({self.list_year(month) for month in self.months})

    def list_day(self, year: int) -> int:
        return day(date(year, *LIST_CHANGE))

    def put_off(self, days: np.ndarray, rng: np.random.Generator, share: float) -> np.ndarray:
        """Visits that fall into the festival season are put off to after it with probability `share`."""
        moved = days.copy()
        for year in range(self.base_year, calendar_date(self.end_day).year + 1):
            first, last = (day(date(year, *edge)) for edge in FESTIVAL)
            hit = (days >= first) & (days <= last) & (rng.random(days.shape) < share)
            moved = np.where(hit, days + (last - first) // 2 + rng.integers(0, 30, days.shape), moved)
        return moved.astype(np.int32)
