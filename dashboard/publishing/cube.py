"""The month cube: memory-mapped arrays over the region tree, so that a drill reads a few pages and computes nothing."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.hierarchy import NATION, Hierarchy
from dashboard.publishing import frames
from dashboard.publishing.deriving import BY_PRESET, ONCE
from dashboard.selection import PRESETS

TIERS = ("county", "township", "village")
TIER_STATUS = {
    "county": ("达标", "未达标", "缺报", "无机构"),
    "township": ("达标", "未达标", "缺报", "无机构"),
    "village": ("无风险", "有风险", "空白点", "缺报"),
}
UNIT_KEYS = tuple((tier, status) for tier in TIERS for status in TIER_STATUS[tier])
"""Axis of `units`: (tier, status)."""


def assemble(parts: list[Path], into: Path) -> None:
    """Writes the cube of a month from the derived folders of its parts.

    `counts.npy` int64 [indicator, numerator/denominator, region]; `units.npy` int64 [preset, tier × status, region];
    `sensitive.npy` int64 [tier, region]: all summed over the subtree;
    `verdict_row.npy` int32 [preset, region]: the region's row in `verdicts_<preset>.arrow`, −1 when it is not judged.
    """
    into.mkdir(parents=True)
    regions = pd.concat([frames.read(p / "regions.arrow").to_pandas() for p in parts], ignore_index=True)
    regions = regions.drop_duplicates("code").sort_values("code", ignore_index=True)
    tree = Hierarchy.from_frame(regions)
    frames.write(regions, into / "regions.arrow")
    np.save(into / "codes.npy", tree.codes)

    counts = pd.concat([frames.read(p / "counts.arrow").to_pandas() for p in parts], ignore_index=True)
    indicators = sorted(counts["indicator"].unique())
    own = np.zeros((len(indicators), 2, len(tree)), dtype=np.int64)
    for at, (_, rows) in enumerate(counts.groupby("indicator", sort=True)):
        where = tree.index(rows["region_code"])
        own[at, 0] = tree.scatter(where, rows["numerator"].to_numpy())
        own[at, 1] = tree.scatter(where, rows["denominator"].to_numpy())
    np.save(into / "counts.npy", tree.sum(own))

    judged = any((p / "verdicts.arrow").exists() for p in parts)
    if judged:
        _assemble_units(parts, tree, into)
    found = [json.loads((p / "meta.json").read_text("utf-8")) for p in parts]
    meta = {
        "indicators": indicators,
        "judged": judged,
        "missing": {province: part["missing"] for part in found for province in part["provinces"]},
        "list_years": {province: part["list_year"] for part in found for province in part["provinces"]},
    }
    (into / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")


def _assemble_units(parts: list[Path], tree: Hierarchy, into: Path) -> None:
    units = np.zeros((len(PRESETS), len(UNIT_KEYS), len(tree)), dtype=np.int64)
    sensitive = np.zeros((len(TIERS), len(tree)), dtype=np.int64)
    rows = np.full((len(PRESETS), len(tree)), -1, dtype=np.int32)
    for name in BY_PRESET:
        frame = _joined(parts, name)
        for which, preset in enumerate(PRESETS):
            chosen = (
                frame[frame["preset"] == preset]
                .drop(columns="preset")
                .sort_values("region_code", kind="stable", ignore_index=True)
            )
            frames.write(chosen, into / f"{name}_{preset}.arrow")
            if name != "verdicts":
                continue
            at = tree.index(chosen["region_code"])
            rows[which, at] = np.arange(len(chosen), dtype=np.int32)
            for key, (tier, status) in enumerate(UNIT_KEYS):
                units[which, key, at[(chosen["tier"] == tier) & (chosen["status"] == status)]] = 1
            for number, tier in enumerate(TIERS):
                sensitive[number, at[(chosen["tier"] == tier) & (chosen["reading_sensitive"].astype(int) == 1)]] = 1
    np.save(into / "units.npy", tree.sum(units))
    np.save(into / "sensitive.npy", tree.sum(sensitive))
    np.save(into / "verdict_row.npy", rows)
    for name in ONCE:
        frames.write(_joined(parts, name).sort_values("region_code", kind="stable", ignore_index=True), into / f"{name}.arrow")


def _joined(parts: list[Path], name: str) -> pd.DataFrame:
    """The frame of all parts whose policy scores institutions."""
    paths = [part / f"{name}.arrow" for part in parts]
    return pd.concat([frames.read(path).to_pandas() for path in paths if path.exists()], ignore_index=True)


def _mapped(path: Path) -> np.ndarray:
    """The array, mapped; a plain view of it, because scalar reads of `np.memmap` itself cost ten times as much."""
    return np.asarray(np.load(path, mmap_mode="r"))


class MonthCube:
    """One published version, read-only. Opening it maps files; nothing is computed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        meta: dict[str, Any] = json.loads((root / "meta.json").read_text("utf-8"))
        self.indicators = {name: at for at, name in enumerate(meta["indicators"])}
        self.judged: bool = meta["judged"]
        self._missing: dict[str, dict[str, dict[str, list[str]]]] = meta["missing"]
        self.list_years: dict[str, int | None] = meta["list_years"]
        """Province → 名单年度 that its population is counted on; None when it sent no roster."""
        self.counts = _mapped(root / "counts.npy")
        self._tables: dict[str, tuple[pa.Table, np.ndarray]] = {}

    def missing(self, profile: str, region: str) -> dict[str, list[str]]:
        """Indicator → tables that the region's province did not bring; of the nation, what no province brought."""
        every = [self._missing.get(region[:2], {})] if region != NATION else self._missing.values()
        found = [of[profile] for of in every if profile in of]
        shared = set.intersection(*(set(of) for of in found)) if found else set()
        return {indicator: sorted({table for of in found for table in of[indicator]}) for indicator in sorted(shared)}

    @cached_property
    def tree(self) -> Hierarchy:
        names = self.regions["name"].to_numpy(zero_copy_only=False)
        return Hierarchy(_mapped(self.root / "codes.npy"), names)

    @cached_property
    def regions(self) -> pa.Table:
        return frames.read(self.root / "regions.arrow")

    @cached_property
    def units(self) -> np.ndarray:
        return _mapped(self.root / "units.npy")

    @cached_property
    def sensitive(self) -> np.ndarray:
        return _mapped(self.root / "sensitive.npy")

    @cached_property
    def verdict_row(self) -> np.ndarray:
        return _mapped(self.root / "verdict_row.npy")

    def table(self, name: str, preset: str | None = None) -> pa.Table:
        """A frame of `deriving.BY_PRESET` under a preset, or one of `deriving.ONCE`; sorted by region_code."""
        return self._table(f"{name}_{preset}" if preset else name)[0]

    def under(self, name: str, region: str, preset: str | None = None) -> pa.Table:
        """The rows of such a frame that belong to the region and everything below it."""
        table, codes = self._table(f"{name}_{preset}" if preset else name)
        if region == NATION:
            return table
        first, last = np.searchsorted(codes, [region.encode(), region.encode() + b"~"])
        return table.slice(int(first), int(last - first))

    def _table(self, key: str) -> tuple[pa.Table, np.ndarray]:
        if key not in self._tables:
            table = frames.read(self.root / f"{key}.arrow")
            codes = np.asarray(table["region_code"].to_numpy(zero_copy_only=False)).astype("S13")
            self._tables[key] = (table, codes)
        return self._tables[key]

    def values(self, indicator: str, at: Any) -> np.ndarray | None:
        """int64 [2, …] numerator and denominator at positions `at`; None when the month holds no such indicator."""
        number = self.indicators.get(indicator)
        return None if number is None else self.counts[number][:, at]
