"""The shapes an indicator's expression may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

from dashboard.rollup.definitions import Indicator
from dashboard.rollup.facts import Facts

Expression = Callable[[Facts, Indicator], ir.Table]


@dataclass(frozen=True, slots=True)
class _Rows:
    """One row per member of the denominator: region_code, met (in the numerator), and what a list shows."""

    rows: Expression

    def counts(self, facts: Facts, indicator: Indicator) -> ir.Table:
        """region_code, denominator, and the numerator under the indicator's id."""
        cases = self.rows(facts, indicator)
        return cases.group_by("region_code").aggregate(denominator=cases.count(), **{indicator.id: cases.met.cast("int64").sum()})


class Cases(_Rows):
    """Rows of persons or their cases (`person`, `case`): who is missing can be listed."""


class Units(_Rows):
    """Rows of households, villages or offices: no person stands behind one."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts that stand in the records as sums: region_code, denominator, and one numerator column per indicator id."""

    rows: Expression

    def counts(self, facts: Facts, indicator: Indicator) -> ir.Table:
        return self.rows(facts, indicator)


Kind = Cases | Units | Counts
