"""Small numbers told honestly: intervals, funnel limits, rank intervals, trend tests. They never change a policy verdict."""

from dashboard.statistics.changes import Change, change
from dashboard.statistics.funnel import Funnel, FunnelUnit, funnel
from dashboard.statistics.intervals import wilson
from dashboard.statistics.ranks import rank_intervals
from dashboard.statistics.trends import Trend, trend

__all__ = ["Change", "Funnel", "FunnelUnit", "Trend", "change", "funnel", "rank_intervals", "trend", "wilson"]
