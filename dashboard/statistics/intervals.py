"""The Wilson score interval of a share."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054


def wilson(numerator: int, denominator: int, z: float = Z95) -> tuple[float, float] | None:
    """The Wilson score interval of a share, in percent; None for 0/0 or when the numerator exceeds the denominator."""
    if denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    share = numerator / denominator
    spread = z * z / denominator
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / denominator + spread / (4 * denominator)) / (1 + spread)
    low = 0.0 if numerator == 0 else max(0.0, centre - half)
    high = 1.0 if numerator == denominator else min(1.0, centre + half)
    return 100 * low, 100 * high
