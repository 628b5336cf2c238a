"""More than elsewhere? One-sided Fisher test of a region against all others, corrected for the number of regions asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

COLUMNS = ["region_code", "hits", "cases", "other_hits", "other_cases", "p_value", "adjusted", "ask"]


def excess(counts: pd.DataFrame, limits: Mapping[str, Any], significance: float) -> pd.DataFrame:
    """`region_code, hits, cases` → with other_hits, other_cases, p_value, adjusted (Bonferroni), ask.

    The test is exact for any size (hypergeometric tail, no normal approximation); regions with fewer than `least_cases`, or with
    nothing to compare to, are not tested and carry no p-value. `ask` also wants `least_hits`, `least_share` of the cases, and
    `times_others` the share of the others: with many cases a trifle is significant.
    """
    rows = counts.sort_values("region_code", ignore_index=True).astype({"hits": "int64", "cases": "int64"})
    hits, cases = rows["hits"].to_numpy(), rows["cases"].to_numpy()
    all_hits, all_cases = hits.sum(), cases.sum()
    other_hits, other_cases = all_hits - hits, all_cases - cases
    tested = (cases >= limits["least_cases"]) & (other_cases > 0)
    tail = hypergeom.sf(hits - 1, all_cases, all_hits, cases)
    p_value = np.where(tested, tail, np.nan)
    adjusted = np.minimum(p_value * tested.sum(), 1.0)
    share, elsewhere = hits / np.maximum(cases, 1), other_hits / np.maximum(other_cases, 1)
    large = (hits >= limits["least_hits"]) & (share >= limits["least_share"]) & (share >= limits["times_others"] * elsewhere)
    ask = tested & large & (np.nan_to_num(adjusted, nan=1.0) <= significance)
    return rows.assign(other_hits=other_hits, other_cases=other_cases, p_value=p_value, adjusted=adjusted, ask=ask)[COLUMNS]
