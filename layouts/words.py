"""Numbers, months and changes as officials write them; the rules stand in `dashboard.words`, shared with reports."""

from dashboard.words import (
    LEVEL,
    PRESET,
    SOURCE,
    TIER,
    change,
    count,
    day,
    fraction,
    interval,
    month,
    percent,
    spark,
    target,
    target_value,
)

__all__ = [
    "LEVEL",
    "PRESET",
    "SOURCE",
    "TIER",
    "change",
    "count",
    "day",
    "fraction",
    "interval",
    "month",
    "percent",
    "spark",
    "target",
    "target_value",
]
