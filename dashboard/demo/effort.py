"""How well the teams of each county keep their rounds through the year: steady, catching up, behind, or slipping.

Without differences every county would follow the same curve, and a map of the last month would say nothing.
"""

from __future__ import annotations

import numpy as np

from dashboard.demo import cells
from dashboard.demo.clock import Clock
from dashboard.demo.places import Places

STORIES = {
    "behind": (0.40, 0.34, 0.20),
    "slipping": (0.03, 0.05, 0.25),
    "catching_up": (0.30, 0.14, 0.02),
    "steady": (0.03, 0.02, 0.01),
}
"""Share of due visits that do not take place at the beginning, in the middle and at the end of the months."""

ALIKE = 0.7
"""Counties that go the way of their prefecture."""


def missed_share(place: Places, clock: Clock, seed: int) -> np.ndarray:
    """Counties × (beginning, middle, end). Prefectures by hardship: behind, slipping, catching up, then steady ones."""
    rng = cells.stream(seed, "effort")
    counties = place.counties
    hardship = counties.groupby("prefecture")["hardship"].mean().sort_values(ascending=False, kind="stable")
    last = len(STORIES) - 1
    of_prefecture = {prefecture: min(rank, last) for rank, prefecture in enumerate(hardship.index)}
    usual = counties["prefecture"].map(of_prefecture).to_numpy()
    own = np.where(rng.random(len(counties)) < ALIKE, usual, rng.integers(0, last + 1, len(counties)))
    levels = np.array(list(STORIES.values()))[own]
    return np.clip(levels * rng.uniform(0.7, 1.2, (len(counties), 1)), 0, 0.6)


def missed(shares: np.ndarray, county: np.ndarray, day: np.ndarray, clock: Clock, rng: np.random.Generator) -> np.ndarray:
    """Which of the visits due in `county` on `day` do not take place."""
    along = np.clip((day - clock.first_day) / max(1, clock.end_day - clock.first_day), 0, 1)
    first, middle, last = shares[county].T
    chance = np.where(along < 0.5, first + (middle - first) * 2 * along, middle + (last - middle) * (2 * along - 1))
    return rng.random(len(day)) < chance
