"""rejects.csv as the contract has it, from rejects.parquet, which also knows the key of every refused row."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.importing.cells import quote

REJECTS = "rejects.parquet"
"""table, file, sheet, row, column, value, reason, remedy; of the row: `key` (null if it has none), its first part `parent`, and
`sent`, the submission of a staged month that brought it."""

REPAIRS = "repairs.parquet"
"""table, file, sheet, row, column, original, kind."""


_EMPTY = (
    "(SELECT '' AS \"table\", '' AS file, '' AS sheet, 0::BIGINT AS \"row\", '' AS \"column\", '' AS value, '' AS reason, "
    "'' AS remedy, '' AS key, '' AS parent, 1 AS sent WHERE false)"
)


def lines(folder: Path) -> str:
    """SQL of the rows of `rejects.parquet`; none for a version that was published before these were kept."""
    path = folder / REJECTS
    return f"read_parquet({quote(str(path))})" if path.exists() else _EMPTY


@dataclass(frozen=True)
class Group:
    """Refused cells of one column for one reason, and the first of them as (file, sheet, row, value)."""

    table: str
    column: str
    reason: str
    remedy: str
    count: int
    first: list[tuple[str, str, int, str]]


_BOM = "\ufeff".encode()


def write_rejects(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """`rejects.csv` beside `rejects.parquet`, one line per bad cell, with a byte-order mark for Excel."""
    bare, target = folder / "rejects.bare.csv", folder / "rejects.csv"
    connection.execute(
        f'COPY (SELECT "table", file, sheet, "row", "column", value, reason, remedy FROM {lines(folder)}) '
        f"TO {quote(str(bare))} (FORMAT csv, HEADER)"
    )
    with bare.open("rb") as plain, target.open("wb") as marked:
        marked.write(_BOM)
        shutil.copyfileobj(plain, marked)
    bare.unlink()


def grouped(folder: Path, first: int = 5) -> list[Group]:
    """The refusals of `rejects.parquet`, the most frequent reason first."""
    rows = duckdb.connect().execute(
        'SELECT "table", "column", reason, remedy, count(*), list([file, coalesce(sheet, \'\'), CAST("row" AS VARCHAR), '
        f"coalesce(value, '')] ORDER BY sent, file, sheet, \"row\")[:{first}] FROM {lines(folder)} "
        "GROUP BY ALL ORDER BY count(*) DESC, 1, 2, 3"
    )
    return [
        Group(table, column, reason, remedy, count, [(file, sheet, int(row), value) for file, sheet, row, value in lines])
        for table, column, reason, remedy, count, lines in rows.fetchall()
    ]


def refused_rows(folder: Path) -> int:
    """Rows that `rejects.parquet` has a line about."""
    rows = duckdb.connect().execute(f'SELECT count(DISTINCT (sent, "table", file, sheet, "row")) FROM {lines(folder)}')
    return (rows.fetchone() or (0,))[0]
