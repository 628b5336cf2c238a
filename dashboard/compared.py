"""Two months of the same regions: what changed in each, with what chance explains kept apart."""

from __future__ import annotations

from dashboard.ratio import Ratio
from dashboard.services.models import Children
from dashboard.statistics import Change, change

Changes = dict[str, Change | None]
CHANGE = "change"
"""`Selection.show` of the one map that tells the change."""


def changes(now: Children, then: Children) -> Changes:
    """Change of every child from `then` to `now` in percentage points, by code; None where one of the months has no figures."""
    before = {child.region.code: child.ratio for child in then.items}
    return {child.region.code: _change(before.get(child.region.code), child.ratio) for child in now.items}


def _change(before: Ratio | None, after: Ratio | None) -> Change | None:
    if before is None or after is None:
        return None
    return change((before.numerator, before.denominator), (after.numerator, after.denominator))
