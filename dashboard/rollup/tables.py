"""indicators.csv: every indicator of a profile for every region of the tree, with target and status."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import months
from dashboard.hierarchy import LEVELS, Hierarchy
from dashboard.policy import Profile, Target
from dashboard.rollup.definitions import Indicators

MET, BELOW, NO_DATA, NO_POLICY, SMALL = "达标", "未达标", "无数据", "无适用口径", ";小样本"
COLUMNS = ["month", "region_code", "level", "indicator", "numerator", "denominator", "target", "status"]


def table(hierarchy: Hierarchy, counts: pd.DataFrame, profile: Profile, month: str) -> pd.DataFrame:
    """`indicators.csv` of the contract, sorted by region code then indicator; `counts` may hold those of `from_verdicts` too.

    All indicators the profile defines stand at all regions from the nation down to the indicator's level; 0/0 rows are written
    (also where the month did not bring a table: no data, never a zero rate). A region's value is Σ numerators / Σ denominators.
    """
    day = months.as_of(month)
    ids = {name: level for indicator in Indicators.shipped().of(profile) for name, level in indicator.ids.items()}
    blocks = []
    grouped = dict(list(counts.groupby("indicator", sort=False)))
    none = counts.iloc[:0]
    for name, level in sorted(ids.items()):
        own = grouped.get(name, none)
        numerators, denominators = (
            hierarchy.sum(hierarchy.scatter(hierarchy.index(own["region_code"]), own[column].to_numpy(dtype=np.int64)))
            for column in ("numerator", "denominator")
        )
        stands = np.flatnonzero(hierarchy.level <= LEVELS.index(level))
        target = profile.target(name, day)
        blocks.append(
            pd.DataFrame(
                {
                    "at": stands,
                    "indicator": name,
                    "numerator": numerators[stands],
                    "denominator": denominators[stands],
                    "target": str(target) if target else "",
                    "status": _statuses(numerators[stands], denominators[stands], target, profile.small_number),
                }
            )
        )
    frame = pd.concat(blocks, ignore_index=True).sort_values(["at", "indicator"], ignore_index=True)
    frame["month"] = month
    frame["region_code"] = hierarchy.codes[frame["at"]].astype(str)
    frame["level"] = np.array(LEVELS, dtype=object)[hierarchy.level[frame["at"]]]
    return frame[COLUMNS]


def _statuses(numerators: np.ndarray, denominators: np.ndarray, target: Target | None, small_number: int) -> np.ndarray:
    counted = denominators > 0
    if target is None:
        words = np.full(len(counted), NO_POLICY, dtype=object)
    else:
        met = [target.met_by(n, d) for n, d in zip(numerators.tolist(), denominators.tolist(), strict=True)]
        words = np.array([MET if m else BELOW for m in met], dtype=object)
    small = counted & (denominators < small_number)
    words[small] += SMALL
    words[~counted] = NO_DATA
    return words
