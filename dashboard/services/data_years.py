"""S11: is the treatment of the data years entered — by region, in a county by institution (D2-41)."""

from __future__ import annotations

from functools import partial

import pandas as pd

from dashboard import filing
from dashboard.hierarchy import NATION
from dashboard.naming import institution_names
from dashboard.policy import Profile
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.services import kept
from dashboard.services.base import Context
from dashboard.services.filing_models import DataYearRow
from dashboard.services.models import RegionRef
from dashboard.services.scopes import holds, scopes

_COUNTY_DIGITS = 6
_EMPTY = pd.DataFrame({"region_code": [], "institution": [], "year": [], "expected": [], "entered": []})
_TYPES = {"region_code": "str", "institution": "str", "year": "int64", "expected": "int64", "entered": "int64"}


def rows(context: Context, cube: MonthCube, month: str, region: str) -> tuple[DataYearRow, ...]:
    """The region, then its children (in a county and below its institutions), the most cases without a visit first."""
    found: list[pd.DataFrame] = []
    names: dict[str, str] = {}
    for records, profile, territory in scopes(context, month, region):
        counts = kept.of_part(context, records.root, f"data-years-{profile.id}", partial(_counts, records, profile))
        inside = counts["region_code"].str.startswith("" if region == NATION else region)
        found.append(counts[inside & holds(territory, counts["region_code"])])
        if len(region) >= _COUNTY_DIGITS:
            names |= institution_names(records)
    if not found or not sum(map(len, found)):
        return ()
    every = pd.concat(found, ignore_index=True)
    at = context.position(cube, region)
    here = context.ref(cube, at)
    total = [DataYearRow(here, "", *map(int, row)) for row in _sums(every, ["year"])]
    if len(region) >= _COUNTY_DIGITS:
        below = [
            DataYearRow(here, names.get(code, code) or "未填定点医院", *map(int, row))
            for code, *row in _sums(every, ["institution", "year"])
        ]
    else:
        children = [context.ref(cube, int(i)) for i in cube.tree.children(region)]
        below = list(_by_child(every, children))
    below.sort(key=lambda row: (row.entered - row.expected, row.region.code, row.institution, row.year))
    return (*total, *below)


def _by_child(every: pd.DataFrame, children: list[RegionRef]):
    for child in children:
        own = every[every["region_code"].str.startswith(child.code)]
        yield from (DataYearRow(child, "", *map(int, row)) for row in _sums(own, ["year"]))


def _sums(rows: pd.DataFrame, by: list[str]):
    return rows.groupby(by, as_index=False)[["expected", "entered"]].sum().itertuples(index=False, name=None)


def _counts(records: MonthRecords, profile: Profile) -> pd.DataFrame:
    found = filing.completeness(records, profile)
    return (_EMPTY if found is None else found).astype(_TYPES)
