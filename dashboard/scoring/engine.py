"""The question every screen starts from: the verdict of each unit, its items, its institutions."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.scoring import best, frames
from dashboard.scoring.inputs import Inputs
from dashboard.scoring.rules import Rules
from dashboard.scoring.turning import Sensitivity, of_rules


@dataclass(frozen=True)
class Scored:
    """`verdicts` and `items` are the contract's files; `institutions` lists all that were looked at.

    `institutions`: institution_code, institution_name, category, tier, region_code, total, low, high, status, decides (bool),
    eligible (bool), reported (bool), official_score, difference (ours − official). Points are text, truncated to two decimals.
    """

    verdicts: pd.DataFrame
    items: pd.DataFrame
    institutions: pd.DataFrame


def score(inputs: Inputs, rules: Rules, sensitivity: Sensitivity | None = None) -> Scored:
    """Judges every county, township and village of the month (青卫财务〔2020〕29号 一(二)3).

    `sensitivity` is the same for all presets: hand it over when several are scored, else it is found here.
    """
    turning = sensitivity or of_rules(inputs, rules)
    county_rated = best.rate_county(inputs.county, rules, inputs.registry_known)
    township_rated = best.rate_township(inputs.township, rules, inputs.registry_known)
    flagged = best.flag_villages(inputs, rules)
    counties, townships = inputs.county, inputs.township
    verdicts = [
        frames.rated_verdicts("county", counties.units, counties.places, county_rated, turning),
        frames.rated_verdicts("township", townships.units, townships.places, township_rated, turning),
        frames.village_verdicts(inputs, flagged, turning),
    ]
    items = [
        frames.county_items(counties, county_rated, rules),
        frames.township_items(townships, township_rated, rules),
    ]
    institutions = [
        frames.rated_institutions("county", counties.units, counties.places, county_rated),
        frames.rated_institutions("township", townships.units, townships.places, township_rated),
        frames.clinic_institutions(inputs, flagged),
    ]
    return Scored(
        pd.concat(verdicts, ignore_index=True),
        pd.concat(items, ignore_index=True),
        pd.concat(institutions, ignore_index=True),
    )
