"""The table of kinds: how an indicator file's `kind` becomes an expression. A new kind of rule is one entry here."""

from dashboard.rollup.kinds import care, costs, offices, registers, visits
from dashboard.rollup.kinds.base import Cases, Counts, Kind, Units

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
    "villages_filed_monthly": Units(offices.villages_filed_monthly),
    "diagnoses_verified": Cases(registers.verified),
    "diagnoses_classified": Cases(registers.classified),
    "cases_written_off": Cases(registers.written_off),
    "warnings_confirmed": Units(registers.confirmed),
    "warnings_with_measures": Units(registers.with_measures),
    "warnings_marked_twice": Units(registers.marked_twice),
    "reports_on_time": Units(offices.reports_on_time),
    "persons_covered": Cases(registers.covered),
    "households_with_contact_card": Units(registers.contact_cards),
    "policy_tests_passed": Counts(offices.policy_tests_passed),
    "years_signed_off": Units(offices.years_signed_off),
    "chinese_medicine_rooms": Units(offices.chinese_medicine_rooms),
    "institutions_paired": Units(offices.institutions_paired),
    "stays_outside_county": Counts(registers.outside_county),
    "quality_hits": Counts(offices.quality_hits),
}
"""`from_verdicts` is absent: scoring gives those counts (dashboard.rollup.verdicts)."""

__all__ = ["KINDS", "Cases", "Counts", "Kind", "Units"]
