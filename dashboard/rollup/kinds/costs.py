"""Who paid (M-17), in integer fen."""

from __future__ import annotations

import ibis.expr.types as ir

from dashboard.rollup.definitions import Indicator
from dashboard.rollup.facts import TOTAL, Facts


def shares(facts: Facts, indicator: Indicator) -> ir.Table:
    """M-17: per village 医疗总费用 of P in Y up to A, and each payer's part of it that some file reports."""
    rows = facts.visits.filter(facts.visits.dated >= facts.year_start, facts.visits.dated <= facts.as_of)
    lacking = indicator.missing_parts(facts.records)
    parts = {name: part for part in indicator.parts if (name := f"{indicator.id}.{part}") not in lacking}
    return rows.group_by(region_code=rows.village).aggregate(
        denominator=_fen(rows[TOTAL]), **{name: _fen(rows[part]) for name, part in parts.items()}
    )


def _fen(amount: ir.IntegerColumn) -> ir.IntegerScalar:
    """A blank amount adds nothing, and a sum of blanks is 0 beside a total that is known."""
    return amount.sum().fill_null(0).cast("int64")
