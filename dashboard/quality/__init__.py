"""Can the figures be trusted? Blanks, contradictions, duplicates, reported against computed, and questions about water (S25)."""

from dashboard.quality.compare import compare
from dashboard.quality.contradictions import contradictions
from dashboard.quality.duplicates import duplicates
from dashboard.quality.excess import excess
from dashboard.quality.missing import missingness, not_reported
from dashboard.quality.reported import comparison
from dashboard.quality.thresholds import Thresholds
from dashboard.quality.water import question_rows, questions

__all__ = [
    "Thresholds",
    "compare",
    "comparison",
    "contradictions",
    "duplicates",
    "excess",
    "missingness",
    "not_reported",
    "question_rows",
    "questions",
]
