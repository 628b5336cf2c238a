"""Shares as exact counts, known or partly known, and the points that the text gives them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.scoring.logic import BLANK, HUNDRED, Bools, Bounds, Ints
from dashboard.scoring.rules import Rules

PERCENT_SCALE = 10**8
"""An exported percentage has six decimals: 62.7 % is 62 700 000 of 10⁸."""
REPORTED, PERCENTAGE, COMPUTED, MISSING = 1, 2, 3, 0
SOURCES = ("缺", "填报人数", "填报百分比", "按台账计算")


@dataclass(frozen=True)
class Share:
    """`numerator` of `denominator`, BLANK where not known; `least` is the part of a blank numerator that is known.

    `source` says where the pair comes from (index into SOURCES).
    """

    numerator: Ints
    denominator: Ints
    least: Ints
    source: np.ndarray

    @classmethod
    def choose(cls, parts: list[Ints], denominator: Ints, percent: Ints, computed: tuple[Ints, Ints]) -> Share:
        """Counts win; the exported percentage where a count is blank; then the computed pair; else what is known of the counts.

        A numerator of several `parts` is known when all are.
        """
        missing_part = np.any([part == BLANK for part in parts], axis=0)
        known_sum = np.sum([np.maximum(part, 0) for part in parts], axis=0, dtype=np.int64)
        complete = ~missing_part & (denominator != BLANK)
        by_percent = ~complete & (percent != BLANK)
        by_records = ~complete & ~by_percent & (computed[1] != BLANK)
        cases = [complete, by_percent, by_records]
        return cls(
            np.select(cases, [known_sum, percent, computed[0]], np.where(missing_part, BLANK, known_sum)),
            np.select(cases, [denominator, np.full_like(denominator, PERCENT_SCALE), computed[1]], denominator),
            np.where(missing_part, known_sum, 0),
            np.select(cases, [REPORTED, PERCENTAGE, COMPUTED], MISSING).astype(np.int8),
        )

    @property
    def empty(self) -> Bools:
        """0 of 0: nobody to count, whatever the numerator."""
        return self.denominator == 0

    def range(self) -> tuple[Ints, Ints, Ints, Bools]:
        """`lowest, highest, denominator, open`: possible numerators; `open` where the share can be anything."""
        unknown = (self.denominator == BLANK) | self.empty
        lowest = np.where(self.numerator == BLANK, self.least, self.numerator)
        highest = np.where(self.numerator == BLANK, np.maximum(self.denominator, self.least), self.numerator)
        safe = np.where(unknown, 1, self.denominator)
        return lowest, highest, safe, unknown


def whole_or_linear(rules: Rules, numerator: Ints, denominator: Ints) -> Ints:
    """Points for `numerator / denominator` percentage points, in hundredths: whole points, or cut at two decimals (G-3)."""
    if rules["general.fraction"] == "linear":
        return HUNDRED * numerator // denominator
    return HUNDRED * (numerator // denominator)


def in_county_points(rules: Rules, share: Share) -> Bounds:
    """一(二)3(1)④: nothing up to 50 %, a point for each further percent, all from 90 % on. 0 of 0 is unknown."""
    start, full = rules["county.in_county_rate.from_percent"], rules["county.in_county_rate.full_percent"]
    maximum = HUNDRED * rules["county.in_county_rate.maximum"]
    lowest, highest, of, unknown = share.range()

    def points(n: Ints) -> Ints:
        above = 100 * n - start * of
        earned = np.where(above <= 0, 0, whole_or_linear(rules, np.maximum(above, 0), of))
        return np.where(100 * n >= full * of, maximum, earned)

    return Bounds(np.where(unknown, 0, points(lowest)), np.where(unknown, maximum, points(highest)))


def basic_share_points(rules: Rules, share: Share) -> Bounds:
    """一(二)3(2)⑤ with T-15 and T-16. 0 of 0 is unknown."""

    def value(name: str) -> int:
        return rules[f"township.basic_share.{name}"]

    fixed, middle, full = value("fixed_percent"), value("from_percent"), value("full_percent")
    floor, maximum = HUNDRED * value("fixed_points"), HUNDRED * value("maximum")
    at_middle = HUNDRED * value("at_from")
    lowest, highest, of, unknown = share.range()

    def points(n: Ints) -> Ints:
        percent = 100 * n
        gap = floor + (0 if value("gap") == "flat" else whole_or_linear(rules, np.maximum(percent - fixed * of, 0), of))
        above = HUNDRED * value("from_points") + whole_or_linear(rules, np.maximum(percent - middle * of, 0), of)
        cases = [percent <= fixed * of, percent < middle * of, percent == middle * of, percent <= full * of]
        return np.select(cases, [floor, gap, at_middle, above], maximum)

    low, high = points(lowest), points(highest)
    # Read alone, T-16 makes exactly 35 % worth less than 34 %: then the worst value can lie inside the range.
    meets_middle = (100 * lowest < middle * of) & (100 * highest > middle * of) & (middle * of % 100 == 0)
    low = np.where(meets_middle, np.minimum(low, at_middle), low)
    return Bounds(np.where(unknown, floor, low), np.where(unknown, maximum, high))


def coverage_points(rules: Rules, item: str, share: Share) -> Bounds:
    """一(二)3(2)③, one half: 10 above 90 %, 5 below, exactly 90 % by T-9/T-10; nobody to cover by T-12."""

    def value(name: str) -> int:
        return rules[f"township.{item}.{name}"]

    lower, full, percent = HUNDRED * value("lower"), HUNDRED * value("maximum"), value("percent")
    lowest, highest, of, unknown = share.range()

    def points(n: Ints) -> Ints:
        above, level = 100 * n > percent * of, 100 * n == percent * of
        return np.select([above, level], [full, HUNDRED * value("at_percent")], lower)

    nobody = HUNDRED * value("no_patients")
    low = np.where(unknown, lower, points(lowest))
    high = np.where(unknown, full, points(highest))
    return Bounds(np.where(share.empty, nobody, low), np.where(share.empty, nobody, high))
