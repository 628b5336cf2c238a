"""The Ibis expressions agree with the row-by-row reference at all six levels, for every policy, on random months."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard import rollup
from dashboard.hierarchy import CODE_LENGTHS, Hierarchy
from dashboard.policy import load
from tests.reference.rollup import Month, at_all_levels
from tests.reference.rollup_registers import all_registers
from tests.rollup.build import month as build
from tests.rollup.months import VILLAGES, random_month

BOOK = load()
# An example costs a second; shrinking one would cost minutes, and the drawn month is small enough to read.
FEW = {"deadline": None, "phases": [Phase.explicit, Phase.reuse, Phase.generate], "suppress_health_check": list(HealthCheck)}
REGIONS = sorted({"0"} | {village[:length] for village in VILLAGES for length in CODE_LENGTHS[1:]})
TREE = Hierarchy(np.array(REGIONS, dtype="S12"), np.array(REGIONS, dtype=object))


def _summed(counts):
    """(region, indicator) → (numerator, denominator) at every region that has any."""
    found = {}
    for indicator, rows in counts.groupby("indicator"):
        sums = [TREE.sum(TREE.scatter(TREE.index(rows["region_code"]), rows[c].to_numpy())) for c in ("numerator", "denominator")]
        found |= {(region, indicator): (int(n), int(d)) for region, n, d in zip(REGIONS, *sums, strict=True) if n or d}
    return found


@settings(max_examples=16, **FEW)
@given(made=random_month(), policy=st.sampled_from(["QH-2020"] * 5 + ["CN-2017", "LYG-2018", "XB-2018"]))
def test_counts_agree_at_all_levels(made, policy):
    month, tables = made
    with tempfile.TemporaryDirectory() as scratch:
        records = build(Path(scratch), month, tables)
        profile = BOOK.profile(policy)
        fast = rollup.counts(records, profile)
        absent = rollup.missing_tables(records, profile)
    reference = Month(tables, month, policy)
    slow = {
        (region, indicator): pair
        for indicator, own in (reference.all() | all_registers(reference)).items()
        if indicator not in absent
        for region, pair in at_all_levels(own, REGIONS).items()
        if pair != (0, 0)
    }
    assert _summed(fast) == slow


@settings(max_examples=8, **FEW)
@given(made=random_month())
def test_warnings_agree(made):
    month, tables = made
    with tempfile.TemporaryDirectory() as scratch:
        fast = rollup.warnings(build(Path(scratch), month, tables), BOOK.profile("QH-2020"))
    seen = "诊疗费用" in tables
    slow = {}
    for household, (region, members, paid, candidate) in Month(tables, month, "QH-2020").warnings().items():
        money = [f"{fen / 100:.2f}" if seen else "" for fen in paid.values()]
        each = [f"{fen // members / 100:.2f}" if seen and members else "" for fen in paid.values()]
        slow[household] = (region, members, *money, *each, None if candidate is None or not seen else int(candidate))
    columns = ["region_code", "members", "self_pay_2019", "self_pay_2020", "per_capita_2019", "per_capita_2020", "candidate"]
    rows = fast.set_index("家庭编号")[columns].astype(object)
    shown = [tuple(None if value is pd.NA else value for value in row) for row in rows.to_numpy()]
    assert dict(zip(rows.index, shown, strict=True)) == slow
    assert list(fast["region_code"]) == sorted(fast["region_code"])
