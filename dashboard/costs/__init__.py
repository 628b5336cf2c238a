"""Costs of the poor's care: payers, self-pay, places, diseases, stays above their standard (S17)."""

from dashboard.costs.analysis import analyse, over_standard
from dashboard.costs.models import CostAnalysis, OverStandard

__all__ = ["CostAnalysis", "OverStandard", "analyse", "over_standard"]
