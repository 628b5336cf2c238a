"""Who is missing: the persons or cases that stand in a denominator and not in the numerator ("还差 n 例")."""

from __future__ import annotations

import pandas as pd

from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.definitions import Indicators
from dashboard.rollup.engine import fetch
from dashboard.rollup.facts import Facts
from dashboard.rollup.kinds import KINDS, Cases

NATION = "0"


def missing_people(
    records: MonthRecords, profile: Profile, indicator: str, region: str, engine: str | None = None
) -> pd.DataFrame:
    """One row per missing person or case of the region, sorted by village and person.

    Columns: `region_code` (village), `person` (人员编号), `household`, and what the indicator knows: `case` (患病 or 就诊编号),
    `disease`, `verified_on`, `state`, `untreated_because`, `hospital` (定点医院编码), `unsigned_because` (the latest 未签约原因,
    so that refusals are counted apart), `signed_on`, `last_follow_up`, `discharged`, `filed`, `institution`.
    Persons are not masked here: services decide who may look. ValueError for an indicator that has no cases (M-08, M-09, M-17 …);
    empty when the profile does not define it or the month did not bring its tables.
    """
    definition = Indicators.shipped().owner(indicator)
    kind = KINDS.get(definition.kind)
    if not isinstance(kind, Cases):
        raise ValueError(f"指标 {indicator} 没有可列出的人员或病例")
    if not definition.applies_to(profile) or definition.missing(records):
        return pd.DataFrame(columns=["region_code", "person", "household"])
    facts = Facts(records, profile, engine)
    cases = kind.rows(facts, definition)
    cases = cases.filter(~cases.met).drop("met")
    if region != NATION:
        cases = cases.filter(cases.region_code.startswith(region))
    cases = cases.left_join(facts.population.select("person", "household"), "person").drop("person_right")
    if definition.kind in ("chronic_signed", "persons_signed"):
        cases = cases.left_join(_refusals(facts), "person").drop("person_right")
    frame = fetch(cases)
    first = ["region_code", "person", "household"]
    frame = frame[first + [c for c in frame.columns if c not in first]]
    return frame.sort_values([c for c in ("region_code", "person", "case") if c in frame], ignore_index=True)


def _refusals(facts: Facts):
    """The reason given with a person's latest 签约 row that has one."""
    rows = facts.table("签约")
    rows = rows.filter(rows["未签约原因"].notnull(), rows["人员编号"].notnull())
    return rows.group_by(person=rows["人员编号"]).aggregate(unsigned_because=rows["未签约原因"].argmax(rows["签约编号"]))
