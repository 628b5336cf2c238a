"""The two shapes an indicator's expression may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

from dashboard.rollup.definitions import Indicator
from dashboard.rollup.facts import Facts

Expression = Callable[[Facts, Indicator], ir.Table]


@dataclass(frozen=True, slots=True)
class Cases:
    """One row per person or case of the denominator: region_code, person, met (in the numerator), and what a work list shows."""

    rows: Expression

    def counts(self, facts: Facts, indicator: Indicator) -> ir.Table:
        """region_code, denominator, and the numerator under the indicator's id."""
        cases = self.rows(facts, indicator)
        return cases.group_by("region_code").aggregate(denominator=cases.count(), **{indicator.id: cases.met.cast("int64").sum()})


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts that stand in the records as sums: region_code, denominator, and one numerator column per indicator id."""

    rows: Expression

    def counts(self, facts: Facts, indicator: Indicator) -> ir.Table:
        return self.rows(facts, indicator)


Kind = Cases | Counts
