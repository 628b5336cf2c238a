"""Whether judged units or institutions fit a filter: the one place, vectorised, for maps, lists, rankings and exports."""

from __future__ import annotations

from collections.abc import Callable
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
    """Units or institutions, one row each: the region judged, the institution ("" for none), tier, status, the least points it
    certainly has (NaN for villages), the flags of a village where the rows tell them, and its point (NaN where it has none)."""

    region: pa.ChunkedArray
    institution: pa.ChunkedArray
    tier: pd.Categorical
    status: pd.Categorical
    low: np.ndarray
    flags: pd.Categorical | None = None
    lon: np.ndarray | None = None
    lat: np.ndarray | None = None

    @classmethod
    def of(cls, table: pa.Table) -> Subjects:
        """The rows of a table of verdicts or institutions."""
        low = pc.cast(pc.if_else(pc.equal(table["low"], ""), None, table["low"]), pa.float64())
        return cls(
            table["region_code"],
            table["institution_code"],
            _coded(table["tier"]),
            _coded(table["status"]),
            low.to_numpy(),
            _coded(table["flags"]) if "flags" in table.column_names else None,
        )

    def __len__(self) -> int:
        return len(self.region)

    def regions(self, which: np.ndarray) -> np.ndarray:
        """Region codes of the rows of a mask."""
        return _text(self.region.filter(pa.array(which)))

    def institutions(self, which: np.ndarray) -> np.ndarray:
        return _text(self.institution.filter(pa.array(which)))


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
        if not dot and subjects.flags is not None:
            return subjects.flags.isin([flags for flags in subjects.flags.categories if rule in flags.split(";")])
        of_tier = subjects.tier == (tier if dot else "village")
        return _where(of_tier, subjects.institutions if dot else subjects.regions, self.failing(rule))

    def is_near(self, subjects: Subjects, points: int) -> np.ndarray:
        """Hospitals and centres up to so many points below the line, and villages without risk that will soon be at risk."""
        short = ~np.isnan(subjects.low) & (subjects.status != "达标")
        near = np.zeros(len(subjects), dtype=bool)
        near[short] = subjects.low[short] >= self._pass_line(subjects, short) - points
        safe = subjects.status == "无风险"
        return near | _where(safe, subjects.regions, self._watched)

    def _tier(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        return subjects.tier.isin(wanted.tier)

    def _status(self, subjects: Subjects, wanted: Filter) -> np.ndarray:
        return subjects.status.isin(wanted.status)

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

    def _pass_line(self, subjects: Subjects, which: np.ndarray) -> np.ndarray:
        """Points, of the rows of a mask; NaN where none is set. Policies are issued by counties and above."""
        county = pd.Series(subjects.regions(which)).str[:COUNTY_DIGITS]
        keys = pd.MultiIndex.from_arrays([county, np.asarray(subjects.tier)[which]])
        numbers, distinct = keys.factorize()
        return np.array([self._line(*key) for key in distinct], dtype=float)[numbers] if len(keys) else np.empty(0)

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
        flags, code = _coded(raised["flags"]), _text(raised["region_code"])
        return {flag: code[flags.isin([one for one in flags.categories if flag in one.split(";")])] for flag in FLAGS}

    @cached_property
    def _watched(self) -> np.ndarray:
        return _text(self.cube.under("village_watch", self.region)["region_code"])


def _where(of: np.ndarray, codes: Callable[[np.ndarray], np.ndarray], known: np.ndarray) -> np.ndarray:
    """Which rows of the mask `of` have a code among the known; only theirs are looked at: a nation has 620,000 villages."""
    found = np.zeros(len(of), dtype=bool)
    found[of] = pd.Series(codes(of), dtype=object).isin(known).to_numpy()
    return found


def _coded(column: pa.ChunkedArray) -> pd.Categorical:
    """A column of few words: compared as numbers."""
    coded = pc.fill_null(column, "").combine_chunks().dictionary_encode()
    return pd.Categorical.from_codes(coded.indices.to_numpy(), coded.dictionary.to_pylist())


def _text(column: pa.ChunkedArray) -> np.ndarray:
    return pc.fill_null(column, "").to_numpy(zero_copy_only=False)
