"""M-12 and M-13: counts of judged units, taken from the verdicts of scoring."""

from __future__ import annotations

import pandas as pd

RISKS = frozenset("1234")
BLANKS = frozenset({"Z1", "Z2"})


def from_verdicts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Rows as of `counts`, one per judged unit: M-12.county and M-12.township (达标 of all units due, 缺报 and 无机构 included),
    M-13.Z (blank spots: flag Z1 or Z2) and M-13.risk (any of ①–④) of the judged administrative villages."""
    flags = verdicts["flags"].fillna("").astype(str).str.split(";").map(set)
    passed = (verdicts["status"] == "达标").astype("int64")
    village = verdicts["tier"] == "village"
    parts = [_units(verdicts["region_code"][verdicts["tier"] == tier], f"M-12.{tier}", passed) for tier in ("county", "township")]
    for part, wanted in (("Z", BLANKS), ("risk", RISKS)):
        parts.append(
            _units(verdicts["region_code"][village], f"M-13.{part}", flags.map(lambda own, w=wanted: int(bool(own & w))))
        )
    frame = pd.concat(parts, ignore_index=True)
    return frame.sort_values(["region_code", "indicator"], ignore_index=True)


def _units(codes: pd.Series, indicator: str, met: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region_code": codes.astype("str").to_numpy(),
            "indicator": indicator,
            "numerator": met.reindex(codes.index).to_numpy(dtype="int64"),
            "denominator": 1,
        }
    ).astype({"denominator": "int64"})
