"""Is the treatment of a data year entered? 2019 and 2020 are the years that the warning rule compares (D2-41)."""

from __future__ import annotations

import duckdb
import pandas as pd

from dashboard.policy import Profile
from dashboard.quality.place import PLACE, located, rows
from dashboard.records import MonthRecords

COLUMNS = ["region_code", "institution", "year", "expected", "entered"]
LEDGER, DIAGNOSES, VISITS = "救治台账", "患病核实", "诊疗费用"


def completeness(records: MonthRecords, profile: Profile) -> pd.DataFrame | None:
    """Per village, 定点医院编码 ("" where the case names none) and data year of the profile: cases first treated in that year
    (`expected`), and those of whose patient 诊疗费用 holds a visit of the same year (`entered`).

    By 首次救治日期 and, of the visit, 出院日期 (not a stay: 就诊日期). A case is not matched by disease: the ledger and the bill
    may code it on different levels. None when the profile has no data years or a table was not brought.
    """
    years = profile.get("data_years")
    if not years or not all(records.reported(table) for table in (LEDGER, DIAGNOSES, VISITS)):
        return None
    sql = f"""SELECT left({PLACE}, 12) AS region_code, coalesce("定点医院编码", '') AS institution, year("首次救治日期") AS year,
        count(*) AS expected, count(seen."人员编号") AS entered
        FROM {located(records, LEDGER)} l
        JOIN (SELECT "患病编号", any_value("人员编号") AS person FROM {rows(records, DIAGNOSES)} GROUP BY 1) d USING ("患病编号")
        LEFT JOIN (SELECT DISTINCT "人员编号", year(coalesce("出院日期", "就诊日期")) AS of FROM {rows(records, VISITS)}) seen
        ON seen."人员编号" = d.person AND seen.of = year("首次救治日期")
        WHERE year("首次救治日期") IN ({", ".join(map(str, years))}) AND "首次救治日期" <= DATE '{records.as_of}'
        GROUP BY ALL ORDER BY ALL"""
    with duckdb.connect() as db:
        return db.execute(sql).df()[COLUMNS]
