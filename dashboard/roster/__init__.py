"""What changed between two versions of the poor list, and what that does to every denominator (S19; D0-50, O-10)."""

from dashboard.roster.difference import INDICATORS, POPULATION, Difference, Effect, difference, effects, flows, persons
from dashboard.roster.versions import ListChange, list_changes, list_year

__all__ = [
    "INDICATORS",
    "POPULATION",
    "Difference",
    "Effect",
    "ListChange",
    "difference",
    "effects",
    "flows",
    "list_changes",
    "list_year",
    "persons",
]
