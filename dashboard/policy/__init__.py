"""Law as dated data: documents, profiles with clauses, targets, disease lists, indicators."""

from dashboard.policy.book import POLICIES, PolicyBook, load
from dashboard.policy.profile import Profile, Target

__all__ = ["POLICIES", "PolicyBook", "Profile", "Target", "load"]
