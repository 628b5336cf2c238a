"""The 15-day clock of every stay of a listed disease (D0-48); those on time, late and missing are the cases of M-10."""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir
import pandas as pd

from dashboard.filing.clocks import LATE, MISSING, ON_TIME, PENDING
from dashboard.hierarchy import NATION
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.definitions import Indicators
from dashboard.rollup.facts import Facts, yes
from dashboard.rollup.kinds.visits import watched_stays

INDICATOR = "M-10"
OVERDUE = ["region_code", "visit", "person", "disease", "institution", "filer", "discharged", "due", "filed", "state", "days"]


def watched(facts: Facts) -> ir.Table | None:
    """The stays under the clock with `due`, `state`, `days` (late or overdue by); None when clock or tables are absent."""
    definition = Indicators.shipped().owner(INDICATOR)
    if not definition.applies_to(facts.profile) or definition.missing(facts.records):
        return None
    days = facts.profile.get("filing", "inpatient_days")
    stays = watched_stays(facts, definition)
    due = stays.discharged + ibis.interval(days=days)
    passed = stays.discharged <= facts.as_of - timedelta(days=days)
    known = yes(stays.filed <= facts.as_of) | (passed & stays.filed.notnull())
    in_time = yes(stays.filed <= due)
    state = ibis.cases((known & in_time, ON_TIME), (known, LATE), (passed, MISSING), else_=PENDING)
    until = ibis.coalesce(stays.filed, ibis.literal(facts.as_of))
    return stays.mutate(due=due.cast("date"), state=state).mutate(
        days=ibis.cases((state == ON_TIME, 0), (state == PENDING, 0), else_=until.delta(due.cast("date"), unit="day"))
    )


def overdue(records: MonthRecords, profile: Profile, region: str, limit: int | None = None) -> pd.DataFrame:
    """Late and missing stays of a region: the missing first, the longest overdue before others.

    Columns: region_code (village), visit (就诊编号), person (人员编号), disease, institution (就诊机构编码), filer (填报机构),
    discharged, due, filed, state, days. Persons are not masked here. Empty when the clock does not apply.
    """
    facts = Facts(records, profile)
    stays = watched(facts)
    if stays is None:
        return pd.DataFrame(columns=OVERDUE)
    rows = facts.table("诊疗费用")
    filers = rows.select(visit=rows["就诊编号"], filer=rows["填报机构"])
    found = stays.filter(stays.state.isin([LATE, MISSING])).left_join(filers, "visit").drop("visit_right")
    if region != NATION:
        found = found.filter(found.village.startswith(region))
    found = found.select(region_code=found.village, **{name: found[name] for name in OVERDUE if name != "region_code"})
    found = found.order_by([(found.state == MISSING).desc(), found.days.desc(), found.visit])
    rows = (found.limit(limit) if limit else found).select(*OVERDUE).to_pyarrow()
    return pd.DataFrame(rows.to_pylist(), columns=OVERDUE, dtype=object)
