"""Tests for water in the figures: each finding is a question with its rows, never a verdict."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.hierarchy import NATION
from dashboard.quality.cases import CASES
from dashboard.quality.excess import COLUMNS, excess
from dashboard.quality.place import PLACE
from dashboard.quality.thresholds import Thresholds
from dashboard.records import MonthRecords

ROWS = ["region_code", "key", "detail"]


def questions(months: list[tuple[MonthRecords, MonthRecords | None]], thresholds: Thresholds) -> pd.DataFrame:
    """Every region that any test looks at: `test` and the columns of `excess`, the regions to ask first.

    `months`: each folder of the month with that of the month before (None where there is none); the folders of all provinces
    are compared with each other. A test whose tables did not come has no rows.
    """
    significance = thresholds.get("excess", "significance")
    found = []
    for test, limits in thresholds.tests.items():
        counts = pd.concat([_counts(month, before, test, thresholds) for month, before in months], ignore_index=True)
        if len(counts):
            found.append(excess(counts, limits, significance).assign(test=test))
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["test", *COLUMNS])
    return frame[["test", *COLUMNS]].sort_values(["ask", "adjusted", "hits"], ascending=[False, True, False], ignore_index=True)


def _counts(month: MonthRecords, before: MonthRecords | None, test: str, thresholds: Thresholds) -> pd.DataFrame:
    limits = thresholds.tests[test]
    with duckdb.connect() as db:
        cases = CASES[test](db, month, before, limits)
        if cases is None:
            return pd.DataFrame(columns=["region_code", "hits", "cases"])
        digits = int(limits["digits"])
        return db.execute(
            f"SELECT left({PLACE}, {digits}) AS region_code, count(*) FILTER (hit) AS hits, count(*) AS cases "
            f"FROM ({cases}) WHERE length({PLACE}) >= {digits} GROUP BY 1"
        ).df()


def question_rows(
    month: MonthRecords, before: MonthRecords | None, test: str, region: str, thresholds: Thresholds, limit: int = 200
) -> pd.DataFrame:
    """The rows behind a count: `region_code, key, detail` of the hits in a region, by place and key."""
    with duckdb.connect() as db:
        cases = CASES[test](db, month, before, thresholds.tests[test])
        if cases is None:
            return pd.DataFrame(columns=ROWS)
        inside = "true" if region == NATION else f"starts_with({PLACE}, $region)"
        hits = f"SELECT {PLACE} AS region_code, key, detail FROM ({cases}) WHERE hit AND {inside}"
        sql = f"{hits} ORDER BY 1, 2, 3 LIMIT {int(limit)}"
        return db.execute(sql, {"region": region} if "$region" in sql else None).df()
