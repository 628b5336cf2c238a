"""Persons and cases as flows between villages: from where they were counted before to where they are counted now.

Every difference of a denominator is a sum of flows, so a region's new, removed and moved persons explain its change exactly.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.hierarchy import NATION
from dashboard.policy import Profile
from dashboard.records import MonthRecords
from dashboard.rollup.definitions import Indicators
from dashboard.rollup.facts import Facts
from dashboard.rollup.kinds import KINDS, Cases
from dashboard.roster.versions import TABLE, YEAR, list_year

POPULATION = "P"
"""The id under which the persons themselves stand among the flows."""
INDICATORS = ("M-01", "M-02", "M-03", "M-04", "M-05", "M-06", "M-07")
CATEGORIES = ("是否建档立卡", "是否低保对象", "是否特困人员", "是否贫困残疾人", "是否低收入人口")
FLOWS = ["indicator", "source", "target", "before", "after", "met_before", "met_after", "recategorised"]
NEW, REMOVED, MOVED, RECATEGORISED = "新增", "移出", "迁移", "类别变更"
KINDS_OF_CHANGE = (NEW, REMOVED, MOVED, RECATEGORISED)


@dataclass(frozen=True, slots=True)
class Difference:
    """Persons of a region. `moved_in`/`moved_out` cross its border; `moved_within` changed village inside it."""

    before: int
    after: int
    new: int
    removed: int
    moved_in: int
    moved_out: int
    moved_within: int
    recategorised: int


@dataclass(frozen=True, slots=True)
class Effect:
    """Why a denominator changed: `after - before = new - removed + moved_in - moved_out + staying` (cases, of the same region).

    `same_before` and `same_after` are (numerator, denominator) of the persons that stand on both lists and live in the region
    both times: their rate is the trend without the change of list.
    """

    indicator: str
    before: tuple[int, int]
    after: tuple[int, int]
    new: int
    removed: int
    moved_in: int
    moved_out: int
    staying: int
    same_before: tuple[int, int]
    same_after: tuple[int, int]


def flows(before: MonthRecords, before_profile: Profile, after: MonthRecords, after_profile: Profile) -> pd.DataFrame:
    """`indicator` (POPULATION or M-01…M-07), `source`, `target` (villages; "" = not on that list), counts before and after.

    Columns: before, after (cases), met_before, met_after (those in the numerator), recategorised (persons). Indicators that
    either month cannot count are left out.
    """
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as db:
        _persons(db, before, before_profile, after, after_profile)
        found = [db.execute(_POPULATION_FLOWS).df()]
        sides = (Facts(before, before_profile), Facts(after, after_profile))
        for indicator in INDICATORS:
            files = [_cases(facts, indicator, Path(scratch) / f"{n}.parquet") for n, facts in enumerate(sides)]
            if files[0] and files[1]:
                found.append(db.execute(_CASE_FLOWS, {"id": indicator, "old": str(files[0]), "new": str(files[1])}).df())
    frame = pd.concat(found, ignore_index=True)[FLOWS]
    return frame.astype(dict.fromkeys(FLOWS[3:], "int64")).sort_values(FLOWS[:3], ignore_index=True)


def difference(found: pd.DataFrame, region: str) -> Difference:
    """The persons of a region, from `flows`."""
    rows = found[found["indicator"] == POPULATION]
    here, there = _inside(rows["source"], region), _inside(rows["target"], region)
    was, now = rows["source"] != "", rows["target"] != ""

    def total(which: pd.Series, column: str) -> int:
        return int(rows.loc[which, column].sum())

    return Difference(
        before=total(here, "before"),
        after=total(there, "after"),
        new=total(~was & there, "after"),
        removed=total(here & ~now, "before"),
        moved_in=total(was & ~here & there, "after"),
        moved_out=total(here & ~there & now, "before"),
        moved_within=total(here & there & (rows["source"] != rows["target"]), "after"),
        recategorised=total(there, "recategorised"),
    )


def effects(found: pd.DataFrame, region: str) -> tuple[Effect, ...]:
    """How the change of list moved each denominator of a region, from `flows`."""
    return tuple(_effect(str(name), rows, region) for name, rows in found.groupby("indicator") if name != POPULATION)


def _effect(indicator: str, rows: pd.DataFrame, region: str) -> Effect:
    here, there = _inside(rows["source"], region), _inside(rows["target"], region)
    was, now = rows["source"] != "", rows["target"] != ""

    def pair(which: pd.Series, side: str) -> tuple[int, int]:
        return int(rows.loc[which, f"met_{side}"].sum()), int(rows.loc[which, side].sum())

    same = here & there
    return Effect(
        indicator,
        before=pair(here, "before"),
        after=pair(there, "after"),
        new=pair(~was & there, "after")[1],
        removed=pair(here & ~now, "before")[1],
        moved_in=pair(was & ~here & there, "after")[1],
        moved_out=pair(here & ~there & now, "before")[1],
        staying=pair(same, "after")[1] - pair(same, "before")[1],
        same_before=pair(same, "before"),
        same_after=pair(same, "after"),
    )


def _inside(codes: pd.Series, region: str) -> pd.Series:
    return codes != "" if region == NATION else codes.str.startswith(region)


def persons(
    before: MonthRecords,
    before_profile: Profile,
    after: MonthRecords,
    after_profile: Profile,
    region: str,
    kind: str | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """Who changed: person (人员编号), kind (新增/移出/迁移/类别变更), source, target, source_categories, target_categories.

    One row per person and kind, sorted by kind, village and person. Persons are not masked here.
    """
    with duckdb.connect() as db:
        _persons(db, before, before_profile, after, after_profile)
        where = "" if region == NATION else "AND (starts_with(source, $region) OR starts_with(target, $region))"
        wanted = "" if kind is None else "AND kind = $kind"
        last = f"LIMIT {int(limit)}" if limit else ""
        given = {"region": region, "kind": kind}
        sql = f"SELECT * FROM ({_CHANGED}) WHERE true {where} {wanted} ORDER BY kind, target, source, person {last}"
        return db.execute(sql, {name: value for name, value in given.items() if f"${name}" in sql}).df()


def _persons(
    db: duckdb.DuckDBPyConnection, before: MonthRecords, before_profile: Profile, after: MonthRecords, after_profile: Profile
) -> None:
    """The table `change`: one row per person of either list."""
    for name, records, profile in (("old", before, before_profile), ("new", after, after_profile)):
        db.execute(f"CREATE TABLE {name}(person VARCHAR, village VARCHAR, categories VARCHAR)")
        if records.reported(TABLE):
            db.execute(f"INSERT INTO {name} {_listed(records, profile)}")
    db.execute(
        """CREATE TABLE change AS SELECT person, coalesce(o.village, '') AS source, coalesce(n.village, '') AS target,
        coalesce(o.categories, '') AS source_categories, coalesce(n.categories, '') AS target_categories
        FROM old o FULL JOIN new n USING (person)"""
    )


def _listed(records: MonthRecords, profile: Profile) -> str:
    """SQL of the persons of P: the list year in force, any flag of the profile's population."""
    path = str(records.path(TABLE)).replace("'", "''")
    member = " OR ".join(f'coalesce("{flag}", false)' for flag in profile.population) or "false"
    words = ", ".join(f"""CASE WHEN "{flag}" THEN '{flag.removeprefix("是否")}' END""" for flag in CATEGORIES)
    return f"""SELECT "人员编号", "行政村代码", concat_ws('、', {words}) FROM read_parquet('{path}')
        WHERE "{YEAR}" = {list_year(records) or 0} AND ({member})"""


def _cases(facts: Facts, indicator: str, into: Path) -> Path | None:
    definition = Indicators.shipped().owner(indicator)
    kind = KINDS[definition.kind]
    if not isinstance(kind, Cases) or not definition.applies_to(facts.profile) or definition.missing(facts.records):
        return None
    rows = kind.rows(facts, definition)
    rows.select("person", "met").to_parquet(into)
    return into


_POPULATION_FLOWS = f"""SELECT '{POPULATION}' AS indicator, source, target,
    CASE WHEN source <> '' THEN count(*) ELSE 0 END AS before, CASE WHEN target <> '' THEN count(*) ELSE 0 END AS after,
    0 AS met_before, 0 AS met_after,
    count(*) FILTER (source <> '' AND target <> '' AND source_categories <> target_categories) AS recategorised
    FROM change GROUP BY source, target"""
_CASE_FLOWS = """SELECT $id AS indicator, source, target, sum(before) AS before, sum(after) AS after,
    sum(met_before) AS met_before, sum(met_after) AS met_after, 0 AS recategorised FROM (
        SELECT person, 1 AS before, 0 AS after, met::INT AS met_before, 0 AS met_after FROM read_parquet($old)
        UNION ALL SELECT person, 0, 1, 0, met::INT FROM read_parquet($new)
    ) JOIN change USING (person) GROUP BY source, target"""
_CHANGED = f"""SELECT person, unnest(list_filter([
        CASE WHEN source = '' THEN '{NEW}' END, CASE WHEN target = '' THEN '{REMOVED}' END,
        CASE WHEN source <> '' AND target <> '' AND source <> target THEN '{MOVED}' END,
        CASE WHEN source <> '' AND target <> '' AND source_categories <> target_categories THEN '{RECATEGORISED}' END
    ], x -> x IS NOT NULL)) AS kind, source, target, source_categories, target_categories FROM change"""
