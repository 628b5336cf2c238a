"""Kept for importers: the statistics live in `dashboard.statistics`."""

from dashboard.statistics import wilson

__all__ = ["wilson"]
