"""Whether judged units or institutions fit a filter: the one place, vectorised, for maps, lists, rankings and exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dashboard.finding import Filter
from dashboard.publishing import MonthCube
from dashboard.scoring.village import FLAGS
from dashboard.services.base import Context
from dashboard.services.rulewords import RuleWords

COUNTY_DIGITS = 6


@dataclass(frozen=True)
class Subjects:
    """Units or institutions, one place per array: the region judged, the institution ("" for none), tier, status, the least
    points it certainly has (NaN for villages), and its point (NaN where it has none)."""

    region: np.ndarray
    institution: np.ndarray
    tier: np.ndarray
    status: np.ndarray
    low: np.ndarray
    lon: np.ndarray | None = None
    lat: np.ndarray | None = None

    @classmethod
    def of(cls, table: pa.Table) -> Subjects:
        """The rows of a table of verdicts or institutions."""
        column = {name: _text(table[name]) for name in ("region_code", "institution_code", "tier", "status", "low")}
        low = np.array([float(text) if text else np.nan for text in column["low"]])
        return cls(column["region_code"], column["institution_code"], column["tier"], column["status"], low)

    def __len__(self) -> int:
        return len(self.region)


@dataclass(frozen=True)
class Criteria:
    """The rules of one month, region and preset."""

    context: Context
    cube: MonthCube
    month: str
    region: str
    preset: str

    def fits(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        """Which subjects fit every key of the filter."""
        fit = np.ones(len(subjects), dtype=bool)
        for key in wanted.given:
            fit &= getattr(self, f"_{key}")(subjects, wanted)
        return fit

    def rule_words(self) -> list[tuple[str, str, str]]:
        """(rule, tier, words) of what units of the region can fail, in the order of the rules."""
        words = RuleWords.of(self.context, self._any_region, self.month)
        if words is None:
            return []
        items = [(f"{tier}.{item}", tier, words.item(tier, item)) for tier, item in self._items]
        return [*items, *((flag, "village", words.flag(flag)) for flag in FLAGS)]

    def failing(self, rule: str) -> np.ndarray:
        """Institution codes that lost points in an item, or villages that carry a flag."""
        tier, dot, item = rule.partition(".")
        if not dot:
            return self._flagged[rule]
        lost = self._lost
        return lost["institution"][(lost["tier"] == tier) & (lost["item"] == item)]

    def has_rule(self, subjects: Subjects, rule: str) -> np.ndarray:
        """Which subjects fail the rule; one of another tier never does."""
        tier, dot, _ = rule.partition(".")
        key = subjects.institution if dot else subjects.region
        return (subjects.tier == (tier if dot else "village")) & _among(key, self.failing(rule))

    def is_near(self, subjects: Subjects, points: int) -> np.ndarray:
        """Hospitals and centres up to so many points below the line, and villages without risk that will soon be at risk."""
        scored = (subjects.status != "达标") & (subjects.low >= self._pass_line(subjects) - points)
        watched = (subjects.status == "无风险") & _among(subjects.region, self._watched)
        return np.where(subjects.tier == "village", watched, scored)

    def _tier(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        return _among(subjects.tier, wanted.tier)

    def _status(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        return _among(subjects.status, wanted.status)

    def _rule(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        return np.any([self.has_rule(subjects, rule) for rule in wanted.rule], axis=0)

    def _near(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        return self.is_near(subjects, wanted.near)

    def _within(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        if subjects.lon is None:
            raise ValueError("an area is looked for among subjects with points")
        area = shapely.make_valid(shapely.Polygon(wanted.corners))
        return shapely.intersects_xy(area, subjects.lon, subjects.lat)

    @cached_property
    def _any_region(self) -> str:
        """A region whose rules name what can fail: the nation has none of its own."""
        verdicts = self.cube.under("verdicts", self.region, self.preset)
        return verdicts["region_code"][0].as_py() if self.region == "0" and len(verdicts) else self.region

    def _pass_line(self, subjects: Subjects) -> np.ndarray:
        """Points; NaN where none is set. Policies are issued by counties and above."""
        keys = np.char.add(np.char.add(subjects.region.astype("U6"), "/"), subjects.tier.astype("U8"))
        distinct, inverse = np.unique(keys, return_inverse=True)
        return np.array([self._line(*key.split("/")) for key in distinct])[inverse] if len(keys) else np.empty(0)

    def _line(self, region: str, tier: str) -> float:
        words = RuleWords.of(self.context, region, self.month) if tier != "village" else None
        line = words.pass_line(tier) if words else ""
        return float(line) if line else np.nan

    @cached_property
    def _lost(self) -> dict[str, np.ndarray]:
        """Items with fewer points than there are, by tier, item and institution; an item without data is not one of them."""
        items = self.cube.under("items", self.region, self.preset)
        items = items.filter(pc.equal(items["state"], "scored"))
        short = pc.less(pc.cast(items["points"], pa.float64()), pc.cast(items["maximum"], pa.float64()))
        items = items.filter(short)
        return {"tier": _text(items["tier"]), "item": _text(items["item"]), "institution": _text(items["institution_code"])}

    @cached_property
    def _items(self) -> list[tuple[str, str]]:
        items = self.cube.under("items", self.region, self.preset).select(["tier", "item"])
        seen = items.group_by(["tier", "item"], use_threads=False).aggregate([]).to_pylist()  # in the order of the rules
        return sorted(((row["tier"], row["item"]) for row in seen), key=lambda key: key[0])

    @cached_property
    def _flagged(self) -> dict[str, np.ndarray]:
        verdicts = self.cube.under("verdicts", self.region, self.preset)
        raised = verdicts.filter(pc.not_equal(verdicts["flags"], ""))
        flags, code = _text(raised["flags"]), _text(raised["region_code"])
        distinct, inverse = np.unique(flags.astype(str), return_inverse=True)
        return {flag: code[np.array([flag in one.split(";") for one in distinct], dtype=bool)[inverse]] for flag in FLAGS}

    @cached_property
    def _watched(self) -> np.ndarray:
        return _text(self.cube.under("village_watch", self.region)["region_code"])


def _among(values: np.ndarray, known: Iterable[str]) -> np.ndarray:
    """`isin` by hashing: a nation has 620,000 villages."""
    return pd.Series(values, dtype=object).isin(known).to_numpy()


def _text(column: pa.ChunkedArray) -> np.ndarray:
    return pc.fill_null(column, "").to_numpy(zero_copy_only=False)
