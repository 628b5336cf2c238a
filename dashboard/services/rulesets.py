"""The scoring rules in force for a region and month; the rule set itself is read from disk once."""

from __future__ import annotations

from dashboard import months
from dashboard.scoring.rules import DEFAULT, Rules
from dashboard.services.base import Context


def rules_of(context: Context, region: str, month: str, preset: str = DEFAULT) -> Rules | None:
    """None where the policy in force scores no institutions (无适用口径)."""
    profile = context.profile(region, month)
    if profile is None or not profile.scoring:
        return None
    return Rules.load(context.book, profile, months.as_of(month), preset)
