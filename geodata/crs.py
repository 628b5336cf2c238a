"""China's shifted coordinate systems. GCJ-02 (高德, 腾讯) and BD-09 (百度) are never declared; their shift tells them."""

from __future__ import annotations

import math

import numpy as np

_A, _E2 = 6378245.0, 0.00669342162296594323
_BD = math.pi * 3000 / 180
METRES_PER_DEGREE = 111_320.0

SYSTEMS = ("wgs84", "gcj02", "bd09")


def _shift(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20 * np.sin(6 * x * math.pi) + 20 * np.sin(2 * x * math.pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20 * np.sin(x * math.pi) + 40 * np.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * math.pi) + 300 * np.sin(x / 30 * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20 * np.sin(y * math.pi) + 40 * np.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * math.pi) + 320 * np.sin(y * math.pi / 30)) * 2 / 3
    radians = np.radians(lat)
    curve = 1 - _E2 * np.sin(radians) ** 2
    d_lat = np.degrees(north * curve**1.5 / (_A * (1 - _E2)))
    d_lon = np.degrees(east * np.sqrt(curve) / (_A * np.cos(radians)))
    return d_lon, d_lat


def wgs84_to_gcj02(lonlat: np.ndarray) -> np.ndarray:
    """(n, 2) degrees. Meant for points in China; the shift is not defined elsewhere."""
    d_lon, d_lat = _shift(lonlat[:, 0], lonlat[:, 1])
    return lonlat + np.column_stack([d_lon, d_lat])


def gcj02_to_wgs84(lonlat: np.ndarray) -> np.ndarray:
    """Exact inverse by iteration (each round gains three digits; ten reach the limit of doubles)."""
    guess = lonlat.copy()
    for _ in range(10):
        guess += lonlat - wgs84_to_gcj02(guess)
    return guess


def gcj02_to_bd09(lonlat: np.ndarray) -> np.ndarray:
    x, y = lonlat.T
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


def bd09_to_gcj02(lonlat: np.ndarray) -> np.ndarray:
    """Exact inverse by iteration, as for GCJ-02."""
    guess = lonlat - (0.0065, 0.006)
    for _ in range(10):
        guess = guess + lonlat - gcj02_to_bd09(guess)
    return guess


def from_wgs84(lonlat: np.ndarray, system: str) -> np.ndarray:
    """WGS84 degrees in one of `SYSTEMS`."""
    if system == "wgs84":
        return lonlat
    shifted = wgs84_to_gcj02(lonlat)
    return shifted if system == "gcj02" else gcj02_to_bd09(shifted)


def to_wgs84(lonlat: np.ndarray, system: str) -> np.ndarray:
    """The way back of `from_wgs84`."""
    if system == "wgs84":
        return lonlat
    return gcj02_to_wgs84(lonlat if system == "gcj02" else bd09_to_gcj02(lonlat))


def detect(seen: np.ndarray, true: np.ndarray) -> tuple[str, dict[str, float]]:
    """The system in which the WGS84 points `true` would stand where they were `seen`: its name, and for each system the median
    distance in metres that would be left. With no points at all: wgs84 and no distances."""
    if len(seen) == 0:
        return "wgs84", {}
    left = {}
    for system in SYSTEMS:
        gap = (seen - from_wgs84(true, system)) * METRES_PER_DEGREE
        gap[:, 0] *= np.cos(np.radians(true[:, 1]))
        left[system] = float(np.hypot(*np.median(gap, axis=0)))
    return min(left, key=lambda system: left[system]), left
