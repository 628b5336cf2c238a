"""The national system's counts, where it gives no rows: one line per table and county, beside what was published (D0-54)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from dashboard.importing.delimited import as_utf8
from dashboard.importing.headers import normalise
from dashboard.importing.report import UnreadableError
from dashboard.quality.compare import COLUMNS
from dashboard.quality.place import PLACE, located
from dashboard.records import TABLES, MonthRecords

COUNTS_FILE = "国家计数"
"""Name (without .csv or .xlsx) of the file that holds counts, not rows."""

_HEADS = {
    "table": ("表", "表名", "数据表", "项目"),
    "county": ("区划代码", "县代码", "行政区划代码", "地区代码"),
    "national": ("行数", "条数", "数量", "记录数", "国家数"),
}
_DIGITS = 6


def is_counts(path: Path) -> bool:
    return path.stem == COUNTS_FILE and path.suffix.lower() in (".csv", ".xlsx")


def read_counts(path: Path, work: Path) -> pd.DataFrame:
    """`table, county (at most 6 digits), national`; UnreadableError, in the sender's words, for what cannot be meant."""
    rows = _cells(path, work)
    heads = [normalise(cell) for cell in rows[0]] if rows else []
    at = {key: next((n for n, head in enumerate(heads) if head in names), None) for key, names in _HEADS.items()}
    if missing := [_HEADS[key][0] for key, place in at.items() if place is None]:
        raise UnreadableError(f"第一行缺少列：{'、'.join(missing)}。应有“表、区划代码、行数”三列")
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(str(cell).strip() for cell in row):
            continue
        table, code, count = (str(row[place]).strip() for place in at.values() if place is not None)
        code, count = code.removesuffix(".0"), count.removesuffix(".0").replace(",", "")
        if table not in TABLES:
            raise UnreadableError(f"第 {number} 行：没有表“{table}”。请写标准表名，如 贫困人口花名册")
        if not (code.isdigit() and len(code) in (2, 4, 6, 9, 12)) or not count.isdigit():
            raise UnreadableError(f"第 {number} 行：区划代码“{code}”或行数“{count}”无法识别")
        found.append((table, code.rstrip("0") if len(code) > _DIGITS and not int(code[_DIGITS:]) else code[:_DIGITS], int(count)))
    frame = pd.DataFrame(found, columns=["table", "county", "national"])
    return frame.groupby(["table", "county"], as_index=False)["national"].sum()


def _cells(path: Path, work: Path) -> list[list[Any]]:
    if path.suffix.lower() == ".xlsx":
        try:
            return [list(row) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()]
        except (CalamineError, OSError, ValueError) as error:
            raise UnreadableError(f"不是可读的 .xlsx（{error}）") from error
    text = as_utf8(path, work)
    with duckdb.connect() as db:
        try:
            query = "SELECT * FROM read_csv(?, header = false, all_varchar = true, null_padding = true)"
            return [list(row) for row in db.execute(query, [str(text.path)]).fetchall()]
        except duckdb.Error as error:
            raise UnreadableError("不是可读的 CSV 文件，请重新导出") from error


def compare_counts(national: pd.DataFrame, provincial: MonthRecords) -> pd.DataFrame:
    """As `compare`, from counts alone: what only one side has stays unknown (null). Rows with equal counts give no line."""
    with duckdb.connect() as db:
        own = [
            db.execute(
                f"SELECT '{table}' AS \"table\", coalesce(left({PLACE}, {_DIGITS}), '') AS county, count(*) AS provincial "
                f"FROM {located(provincial, table)} GROUP BY ALL"
            ).df()
            for table in national["table"].unique()
            if provincial.reported(table)
        ]
    counted = pd.concat(own, ignore_index=True) if own else pd.DataFrame(columns=["table", "county", "provincial"])
    rows = []
    for table, code, number in national.itertuples(index=False, name=None):
        inside = counted[(counted["table"] == table) & counted["county"].str.startswith(code)]
        held = int(inside["provincial"].sum()) if provincial.reported(table) else None
        if held != number:
            rows.append((table, code, number, held, None, None, None))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS[2:], "Int64"))
