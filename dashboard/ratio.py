"""Counts travel, ratios appear at the edge."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """`numerator` of `denominator` persons, cases or units; 0/0 is no data, never zero."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction | None:
        """The exact share, or None for 0/0."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def missing(self) -> int:
        """How many are in the denominator and not in the numerator."""
        return self.denominator - self.numerator

    def percent(self, decimals: int = 1) -> str | None:
        """The percentage, truncated: 1999 of 2000 shows 99.9, never 100."""
        return truncated_percent(self.numerator, self.denominator, decimals)


def truncated_percent(numerator: int, denominator: int, decimals: int = 1) -> str | None:
    """`100 n/d` cut (not rounded) to `decimals`; None for 0/0."""
    if not denominator:
        return None
    scale = 10**decimals
    scaled = abs(numerator) * 100 * scale // denominator
    sign = "-" if numerator < 0 and scaled else ""
    whole, part = divmod(scaled, scale)
    return f"{sign}{whole}.{part:0{decimals}d}" if decimals else f"{sign}{whole}"
