"""Small numbers told honestly. Nothing here ever changes a policy verdict."""

from __future__ import annotations

from math import sqrt

_Z95 = 1.959963984540054


def wilson(numerator: int, denominator: int, z: float = _Z95) -> tuple[float, float] | None:
    """The Wilson score interval of a share, in percent; None for 0/0 or when the numerator exceeds the denominator."""
    if denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    share = numerator / denominator
    spread = z * z / denominator
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / denominator + spread / (4 * denominator)) / (1 + spread)
    return 100 * max(0.0, centre - half), 100 * min(1.0, centre + half)
