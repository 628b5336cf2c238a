"""Two imports of one month as one: rows of the later one take the place of rows with the same key."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dashboard.importing import quality
from dashboard.importing.cells import name, quote
from dashboard.importing.keys import identity
from dashboard.records import TABLES, MonthRecords, Table


def merge(base: MonthRecords, later: MonthRecords, into: Path) -> MonthRecords:
    """Writes the records of `base` with those of `later` put over them, row by row.

    A column that `later` did not bring keeps its value of `base`. In a table without a key a row is replaced only by an equal
    one. Tables of one side alone are linked, not copied.
    """
    into.mkdir(parents=True, exist_ok=True)
    columns, rows = {}, {}
    with duckdb.connect() as connection:
        for table in TABLES.values():
            sides = [records for records in (base, later) if records.reported(table.name)]
            if not sides:
                continue
            target = into / f"{table.name}.parquet"
            if len(sides) == 1:
                _link(sides[0].root / target.name, target)
            else:
                query = _over(table, base, later)
                connection.execute(f"COPY ({query}) TO {quote(str(target))} (FORMAT parquet, COMPRESSION zstd)")
            had = {column for records in sides for column in records.columns[table.name]}
            columns[table.name] = [column for column in table.columns if column in had]
            (rows[table.name],) = connection.execute(f"SELECT count(*) FROM {quote(str(target))}").fetchone() or (0,)
        MonthRecords.write_meta(into, later.month, columns, rows)
        records = MonthRecords.open(into)
        quality.write(connection, records, into / "quality.parquet")
    return records


def _over(table: Table, base: MonthRecords, later: MonthRecords) -> str:
    key = identity(table)
    ks = ", ".join(f"{expression} AS k{i}" for i, expression in enumerate(key))
    sides = {
        side: f"(SELECT *, {ks} FROM read_parquet({quote(str(records.path(table.name)))}))"
        for side, records in (("b", base), ("d", later))
    }
    same = " AND ".join(f"b.k{i} IS NOT DISTINCT FROM d.k{i}" for i in range(len(key)))
    kept = f"SELECT {', '.join(f'b.{name(c)}' for c in table.columns)} FROM {sides['b']} b ANTI JOIN {sides['d']} d ON {same}"
    if not table.key:
        return f"{kept} UNION ALL SELECT {', '.join(f'd.{name(c)}' for c in table.columns)} FROM {sides['d']} d"
    brought = ", ".join(_brought(table, later))
    return f"{kept} UNION ALL SELECT {brought} FROM {sides['d']} d LEFT JOIN {sides['b']} b ON {same}"


def _brought(table: Table, later: MonthRecords) -> Iterator[str]:
    for column in table.columns:
        side = "d" if later.has_column(table.name, column) else "b"
        yield f"{side}.{name(column)} AS {name(column)}"


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copyfile(source, target)
