"""Names, clauses and action labels of the scoring rules in force, for people to read."""

from __future__ import annotations

from functools import lru_cache

from dashboard import months
from dashboard.scoring.rules import RuleSet
from dashboard.services.base import Context

FLAG_GROUPS = {"Z1": "no_clinic", "Z2": "no_doctor", "1": "young", "2": "old", "3": "outsider", "4": "drugs"}
FLAG_MARKS = {"Z1": "Z1", "Z2": "Z2", "1": "①", "2": "②", "3": "③", "4": "④"}


@lru_cache(maxsize=8)
def _read(rule_set: str) -> RuleSet:
    return RuleSet.read(rule_set)


class RuleWords:
    """The words of one region's rule set on one month's end."""

    def __init__(self, rule_set: RuleSet, month: str) -> None:
        self._rules = rule_set
        self._values = rule_set.values(months.as_of(month))

    @classmethod
    def of(cls, context: Context, region: str, month: str) -> RuleWords | None:
        """None where the policy in force scores no institutions."""
        profile = context.profile(region, month)
        return cls(_read(profile.scoring), month) if profile and profile.scoring else None

    def item(self, tier: str, item: str) -> str:
        """`设施设备` for county/equipment."""
        return self._rules.words.get(f"{tier}.{item}.name", item)

    def flag(self, flag: str) -> str:
        """`无合格村医` for Z2."""
        return self._rules.words[f"village.{FLAG_GROUPS[flag]}.name"]

    def flag_clause(self, flag: str) -> str:
        return self._rules.clause(f"village.{FLAG_GROUPS[flag]}")

    def pass_line(self, tier: str) -> str:
        """`70`; empty for villages, which have no points."""
        return str(self._values.get(f"{tier}.pass_line", ""))

    def reading(self, reading: str) -> str:
        """The question that a reading settles."""
        found = self._rules.readings.get(reading)
        return found.question if found else reading

    def action(self, tier: str, action: str) -> str:
        """`补签三种重点慢病患者 3 人` for signing+3."""
        name, _, number = action.partition("+")
        found = next((a for a in self._rules.actions.get(tier, ()) if a.id == name), None)
        if found is None:
            return action
        return f"{found.name} {int(number):,} {found.unit}" if number else found.name
