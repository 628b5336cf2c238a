"""The region tree. Codes sorted as text stand in pre-order, so a region and all below it are one contiguous slice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata import pack

if TYPE_CHECKING:
    from dashboard.records import MonthRecords

NATION = "0"
LEVELS = ("nation", "province", "city", "county", "township", "village")
CODE_LENGTHS = (1, 2, 4, 6, 9, 12)
_PARENT_LENGTH = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
_LEVEL_OF_LENGTH = {length: level for level, length in enumerate(CODE_LENGTHS)}

REGION_COLUMNS = ("code", "name", "level", "residents", "is_admin_village", "closed")

_REFERENCES = {
    "医疗卫生机构": "所在区划代码",
    "县域就诊汇总": "县代码",
    "乡镇诊疗汇总": "乡代码",
    "村卫生室监测": "行政村代码",
    "贫困户": "行政村代码",
    "贫困人口花名册": "行政村代码",
}
"""Tables whose rows make a region part of the month even when 行政区划 does not list it."""


def level_of(code: str) -> str:
    """`county` for a six-digit code; ValueError for a length no level has."""
    try:
        return LEVELS[_LEVEL_OF_LENGTH[len(code)]]
    except KeyError:
        raise ValueError(f"区划代码“{code}”的位数不对，应为 2、4、6、9 或 12 位（全国为 0）") from None


def parent_of(code: str) -> str | None:
    """The code one level up; None for the nation."""
    if code == NATION:
        return None
    return code[: _PARENT_LENGTH[len(code)]] or NATION


def month_regions(records: MonthRecords) -> pd.DataFrame:
    """The regions a month speaks of: columns `code, name, level, residents, is_admin_village, closed`, sorted by code.

    They are those of the month's 行政区划, those its other tables name, and the ancestors of both. A month that does not bring
    行政区划 is judged on the shipped divisions of the provinces it names, so that a unit that sends nothing is still seen.
    `residents` is nullable; `is_admin_village` follows the name where 是否行政村 is blank; `closed` is 停用日期 ≤ as-of.
    """
    own = (
        records.frame("行政区划", ["区划代码", "区划名称", "常住人口数", "是否行政村", "停用日期"])
        if records.reported("行政区划")
        else None
    )
    named = _referenced(records)
    if own is not None:
        named |= set(own["区划代码"])
    shipped = pack.divisions({code[:2] for code in named if code != NATION})
    codes = set().union(*(_lineage(code) for code in named))
    if own is None:
        codes |= set(shipped["code"])
    frame = pd.DataFrame({"code": sorted(codes)})
    frame = frame.merge(shipped[["code", "name"]], on="code", how="left")
    frame["residents"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    frame["is_admin_village"] = pd.array([pd.NA] * len(frame), dtype="boolean")
    frame["closed"] = False
    if own is not None:
        rows = own.set_index("区划代码").reindex(frame["code"])
        frame["name"] = rows["区划名称"].astype(object).to_numpy(dtype=object, na_value=None)
        frame["name"] = frame["name"].fillna(frame["code"].map(shipped.set_index("code")["name"]))
        frame["residents"] = pd.array(rows["常住人口数"].astype("Int64"))
        frame["is_admin_village"] = pd.array(rows["是否行政村"].astype("boolean"))
        closed_on = pd.to_datetime(rows["停用日期"].astype(object), errors="coerce")
        frame["closed"] = (closed_on <= pd.Timestamp(records.as_of)).to_numpy()
    frame["name"] = frame["name"].fillna(frame["code"])
    frame.loc[frame["code"] == NATION, "name"] = "全国"
    by_name = frame["name"].astype(str).str.contains("村委会|村民委员会", regex=True)
    frame["is_admin_village"] = frame["is_admin_village"].fillna(by_name).astype(bool) & (frame["code"].str.len() == 12)
    frame["level"] = frame["code"].str.len().map(lambda n: LEVELS[_LEVEL_OF_LENGTH[n]])
    return frame[list(REGION_COLUMNS)]


def _referenced(records: MonthRecords) -> set[str]:
    found: set[str] = set()
    for table, column in _REFERENCES.items():
        if records.reported(table):
            found |= set(records.frame(table, [column])[column].dropna().unique())
    return found


def _lineage(code: str) -> set[str]:
    lineage = {NATION}
    while code != NATION:
        lineage.add(code)
        code = parent_of(code) or NATION
    return lineage


class Hierarchy:
    """An immutable tree over `codes` (numpy `S12`, ascending). `end[i]` closes the slice of region i's subtree."""

    def __init__(self, codes: np.ndarray, names: np.ndarray) -> None:
        self.codes = np.asarray(codes)  # a plain view: scalar reads of a memory map cost ten times as much
        self.names = names
        lengths = np.char.str_len(codes)
        self.level = np.searchsorted(CODE_LENGTHS, lengths).astype(np.int8)
        parent_codes = np.full(len(codes), NATION.encode(), dtype="S12")
        for length, shorter in _PARENT_LENGTH.items():
            if shorter:
                at_level = lengths == length
                parent_codes[at_level] = codes[at_level].astype(f"S{shorter}")
        self.parent = self._find(parent_codes)
        self.parent[codes == NATION.encode()] = -1
        self.end = np.searchsorted(codes, np.char.add(codes, b"~"))
        self.end[codes == NATION.encode()] = len(codes)

    @classmethod
    def from_frame(cls, regions: pd.DataFrame) -> Hierarchy:
        """From `code, name` in any order; the nation must be among them."""
        ordered = regions.sort_values("code")
        return cls(ordered["code"].to_numpy(dtype="S12"), ordered["name"].to_numpy(dtype=object))

    def __len__(self) -> int:
        return len(self.codes)

    def _find(self, codes: np.ndarray) -> np.ndarray:
        at = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        return np.where(self.codes[at] == codes, at, -1).astype(np.int32)

    def index(self, codes: Iterable[str]) -> np.ndarray:
        """Position of each code, -1 where it is unknown."""
        texts = codes.to_numpy(dtype=object) if isinstance(codes, pd.Series) else list(codes)
        return self._find(np.asarray(texts).astype("S12"))

    def position(self, code: str) -> int:
        """Position of one code; KeyError when it is unknown."""
        at = self.find(code)
        if at < 0:
            raise KeyError(code)
        return at

    def find(self, code: str) -> int:
        """Position of one code, -1 when it is unknown."""
        wanted = code.encode()
        at = int(self.codes.searchsorted(np.bytes_(wanted)))
        return at if at < len(self.codes) and self.codes[at] == wanted else -1

    def code(self, at: int) -> str:
        return self.codes[at].decode()

    def slice(self, code: str) -> slice:
        """The region and everything below it."""
        at = self.position(code)
        return slice(at, int(self.end[at]))

    def children(self, code: str) -> np.ndarray:
        """Positions of the regions one drill below; a level that is only a placeholder in the code system is passed over."""
        at = self.position(code)
        below = np.arange(at + 1, self.end[at])
        found = below[self.parent[below] == at]
        placeholder = [i for i in found if pack.is_placeholder(self.code(i), str(self.names[i]))]
        if not placeholder:
            return found
        deeper = [self.children(self.code(i)) for i in placeholder]
        return np.sort(np.concatenate([np.setdiff1d(found, placeholder), *deeper]).astype(found.dtype))

    def path(self, code: str) -> list[int]:
        """Positions from the nation to the region, placeholder levels left out."""
        at = self.position(code)
        line = [at]
        while self.parent[at] >= 0:
            at = int(self.parent[at])
            if not pack.is_placeholder(self.code(at), str(self.names[at])):
                line.append(at)
        return line[::-1]

    def sum(self, own: np.ndarray) -> np.ndarray:
        """Own counts plus those of everything below, along the last axis (int64, one pass of prefix sums)."""
        running = np.zeros((*own.shape[:-1], len(self) + 1), dtype=np.int64)
        np.cumsum(own, axis=-1, out=running[..., 1:])
        return running[..., self.end] - running[..., :-1]

    def scatter(self, at: np.ndarray, values: np.ndarray) -> np.ndarray:
        """An int64 array over all regions holding `values` at positions `at` (−1 is left out), zero elsewhere; repeats add up."""
        known = at >= 0
        own = np.zeros(len(self), dtype=np.int64)
        np.add.at(own, at[known], np.asarray(values, dtype=np.int64)[known])
        return own
