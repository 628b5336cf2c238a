"""Writes a month's records straight from rows, as the importer would have left them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.records import TABLES, MonthRecords

Rows = Sequence[Mapping[str, Any]]


def month(root: Path, name: str, tables: Mapping[str, Rows], absent: Mapping[str, Sequence[str]] | None = None) -> MonthRecords:
    """`tables`: table → rows with the columns that matter (money in fen). `absent`: columns its file did not have."""
    root.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        schema = TABLES[table].arrow_schema
        unknown = {column for row in rows for column in row} - set(schema.names)
        assert not unknown, f"{table} has no columns {unknown}"
        full = [{column: row.get(column) for column in schema.names} for row in rows]
        pq.write_table(pa.Table.from_pylist(full, schema=schema), root / f"{table}.parquet")
    columns = {t: [c for c in TABLES[t].columns if c not in (absent or {}).get(t, ())] for t in tables}
    MonthRecords.write_meta(root, name, columns, {t: len(rows) for t, rows in tables.items()})
    return MonthRecords.open(root)


def folder(root: Path, tables: Mapping[str, Rows]) -> Path:
    """The same rows as an office would send them: one CSV per table, money in yuan, 是/否, lists with `;`."""
    root.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        used = [column for column in TABLES[table].columns if any(column in row for row in rows)]
        lines = [",".join(used)] + [",".join(_cell(table, column, row.get(column)) for column in used) for row in rows]
        (root / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


def _cell(table: str, column: str, value: Any) -> str:
    if value is None:
        return ""
    match TABLES[table].columns[column].type:
        case "money":
            return f"{value // 100}.{value % 100:02d}"
        case "flag":
            return "是" if value else "否"
        case "list":
            return ";".join(value)
        case _:
            return str(value)
