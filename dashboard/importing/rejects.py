"""rejects.csv as the contract has it, from rejects.parquet, which also knows the key of every refused row."""

import shutil
from pathlib import Path

import duckdb

from dashboard.importing.cells import quote

REJECTS = "rejects.parquet"
"""table, file, sheet, row, column, value, reason, remedy; of the row: `key` (null if it has none), its first part `parent`, and
`sent`, the submission of a staged month that brought it."""

REPAIRS = "repairs.parquet"
"""table, file, sheet, row, column, original, kind."""

_BOM = "\ufeff".encode()


def write_rejects(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """`rejects.csv` beside `rejects.parquet`, one line per bad cell, with a byte-order mark for Excel."""
    bare, target = folder / "rejects.bare.csv", folder / "rejects.csv"
    connection.execute(
        f'COPY (SELECT "table", file, sheet, "row", "column", value, reason, remedy FROM {quote(str(folder / REJECTS))}) '
        f"TO {quote(str(bare))} (FORMAT csv, HEADER)"
    )
    with bare.open("rb") as plain, target.open("wb") as marked:
        marked.write(_BOM)
        shutil.copyfileobj(plain, marked)
    bare.unlink()
