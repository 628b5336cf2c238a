"""S17 费用构成: who carried what, who paid most, where the poor were treated."""

from __future__ import annotations

from dashboard import costs, months
from dashboard.access import Action
from dashboard.costs import OverStandard
from dashboard.services.base import Context
from dashboard.services.list_models import CostSheet
from dashboard.services.persons import DRAWN, Looks
from dashboard.services.scopes import kept, scopes


def analysis(context: Context, month: str, region: str) -> CostSheet:
    """Year to date; sums of rows, no persons."""
    cube = context.cube(month)
    ref = context.ref(cube, context.position(cube, region))
    as_of = months.as_of(month)
    found = kept(context, month, ("S17", region), lambda: costs.analyse(scopes(context, month, region), as_of.year))
    return CostSheet(ref, month, as_of, found)


def over_standard(context: Context, looks: Looks, limit: int = DRAWN) -> tuple[OverStandard, ...]:
    """Single stays above their 病种收费标准: for those who may read persons of the region, recorded."""
    looks.viewer.check(Action.READ_PERSONS, looks.region)
    found = kept(
        context,
        looks.month,
        ("over", looks.region, limit),
        lambda: costs.over_standard(scopes(context, looks.month, looks.region), limit),
    )
    looks.record(len(found))
    return found
