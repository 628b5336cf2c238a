"""The table of kinds: how an indicator file's `kind` becomes an expression. A new kind of rule is one entry here."""

from dashboard.rollup.kinds import care, costs, visits
from dashboard.rollup.kinds.base import Cases, Counts, Kind

KINDS: dict[str, Kind] = {
    "cases_treated": Cases(care.treated),
    "chronic_signed": Cases(care.chronic_signed),
    "chronic_followed": Cases(care.chronic_followed),
    "persons_signed": Cases(care.persons_signed),
    "persons_checked_up": Cases(care.persons_checked_up),
    "stays_filed_in_time": Cases(visits.filed_in_time),
    "visits_in_county": Counts(visits.in_county),
    "visits_at_base": Counts(visits.at_base),
    "cost_shares": Counts(costs.shares),
}
"""`from_verdicts` is absent: scoring gives those counts (dashboard.rollup.verdicts)."""

__all__ = ["KINDS", "Cases", "Counts", "Kind"]
