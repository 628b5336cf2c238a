"""The nearest place on the globe: a k-d tree over unit vectors, where a shorter chord is a shorter way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""


def great_circle_km(chord: np.ndarray) -> np.ndarray:
    """Distance over ground of unit-sphere chords, exact on the sphere at any distance."""
    return 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0.0, 1.0))


def _vectors(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    east, north = np.radians(np.asarray(lon, dtype=np.float64)), np.radians(np.asarray(lat, dtype=np.float64))
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


@dataclass(frozen=True)
class Places:
    """Somewhere to go. `frame`: `code` (of the region it stands in; at most one row per code), `lon`, `lat` and any other
    column that the caller wants to read of the place found."""

    frame: pd.DataFrame

    @cached_property
    def _tree(self) -> cKDTree:
        return cKDTree(_vectors(self.frame["lon"].to_numpy(), self.frame["lat"].to_numpy()))

    def nearest(self, codes: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Per asker (its region code and position) the row of the nearest place of another code, and the km as the crow flies.

        Row −1 and NaN km where there is no other place or the asker's own position is not known (NaN).
        """
        asked = np.asarray(codes).astype(str)
        row, km = np.full(len(asked), -1, dtype=np.int64), np.full(len(asked), np.nan)
        known = np.flatnonzero(~(np.isnan(lon) | np.isnan(lat)))
        if not len(self.frame) or not len(known):
            return row, km
        chords, found = self._tree.query(_vectors(lon[known], lat[known]), k=min(2, len(self.frame)))
        chords, found = chords.reshape(len(known), -1), found.reshape(len(known), -1)
        own = self.frame["code"].to_numpy().astype(str)[found] == asked[known][:, None]
        pick = np.argmin(np.where(own, np.inf, chords), axis=1)
        other = ~own[np.arange(len(known)), pick]
        row[known[other]] = found[np.flatnonzero(other), pick[other]]
        km[known[other]] = great_circle_km(chords[np.flatnonzero(other), pick[other]])
        return row, km
