"""One person, doctor or stay under several numbers (D0-54)."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.quality.place import PLACE, located
from dashboard.records import MonthRecords

COLUMNS = ["kind", "table", "keys", "counties", "count"]
PERSONS, DOCTORS, STAYS = "同一身份证号在不同县", "同一身份证号的村医", "同一人同一次住院"
_UNMASKED = '"身份证号" IS NOT NULL AND NOT contains("身份证号", \'*\')'
"""A masked number is the same for many people."""
_KINDS = (
    (PERSONS, "贫困人口花名册", "人员编号", _UNMASKED, ('"身份证号"',), True),
    (DOCTORS, "村医", "村医编号", _UNMASKED, ('"身份证号"',), False),
    (
        STAYS, "诊疗费用", "就诊编号", "\"就诊类型\" = '住院' AND \"入院日期\" IS NOT NULL",
        ('"人员编号"', '"入院日期"', '"出院日期"', "coalesce(\"就诊机构编码\", '')"), False,
    ),
)  # fmt: skip


def duplicates(records: MonthRecords) -> pd.DataFrame:
    """`kind, table, keys, counties (both with ； between), count`: groups of rows that look like one, without any 身份证号.

    Persons count when they stand in two counties or more of the list in force; stays when person, days and hospital agree.
    """
    with duckdb.connect() as db:
        found = [_of_kind(db, records, *kind) for kind in _KINDS if records.reported(kind[1])]
    return pd.concat(found, ignore_index=True)[COLUMNS] if found else pd.DataFrame(columns=COLUMNS)


def _of_kind(
    db: duckdb.DuckDBPyConnection, records: MonthRecords, kind: str, table: str, key: str, where: str, same: tuple, across: bool
) -> pd.DataFrame:
    having = "count(DISTINCT county) > 1" if across else "count(*) > 1"
    parts = ", ".join(f"{part} AS s{n}" for n, part in enumerate(same))
    by = ", ".join(f"s{n}" for n in range(len(same)))
    sql = f"""SELECT string_agg(id, '；' ORDER BY id) AS keys, string_agg(DISTINCT county, '；' ORDER BY county) AS counties,
        count(*) AS count
        FROM (SELECT "{key}" AS id, left({PLACE}, 6) AS county, {parts} FROM {located(records, table)} WHERE {where})
        GROUP BY {by} HAVING {having} ORDER BY count DESC, keys"""
    return db.execute(sql).df().assign(kind=kind, table=table)
