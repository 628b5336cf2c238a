"""Damaged files through the importer: whatever is done to a file, no traceback and no lost row."""

from __future__ import annotations

import csv
import os
import tempfile
import traceback
from collections import Counter
from pathlib import Path

import duckdb

from benchmarks import mutations
from benchmarks.figures import Figure, cpu_seconds
from dashboard import importing
from dashboard.importing import ImportReport
from dashboard.importing.keys import identity
from dashboard.records import TABLES, Column, MonthRecords

TITLE = "Damaged files"
INPUTS = int(os.environ.get("FUZZ_INPUTS", 1_200))
"""Mutated month folders; FUZZ_INPUTS=10000 for a night."""

ABOUT = (
    "Month folders (csv, xlsx, parquet, and zip files of them) changed at random by bytes, cells, rows, columns and headings,"
    " each with its own seed. Of every input: no exception; rows read = accepted + refused, which is also the number of rows"
    " written where the change leaves that known; every refused row has a line in rejects.csv; what was accepted satisfies the"
    " schema; the tables that were left alone arrive whole; a file that cannot be read is named with the reason."
)


def judge(seed: int, place: Path) -> tuple[str, list[str]]:
    """What was done to input `seed`, and every way in which its import broke a promise (none: all is well)."""
    made = mutations.make(seed, place)
    try:
        report = importing.read_month(made.source, mutations.MONTH, place / "out")
    except Exception:
        return made.what, [traceback.format_exc()]
    return made.what, list(_broken(made, report))


def _broken(made: mutations.Made, report: ImportReport) -> list[str]:
    found = [f"{file} without a reason" for file, reason in report.unreadable if not reason.strip()]
    if report.unreadable:
        return found + (["accepted although a file was unreadable"] if report.files else [])
    found += [f"{one.file}: rows" for one in report.files if one.rows != one.accepted + one.refused]
    told = Counter((line[0], line[1]) for line in _told(report))
    found += [
        f"{f.file}: {f.refused} refused, {told[f.table, f.file]} told" for f in report.files if f.refused != told[f.table, f.file]
    ]
    for table, rows in made.rows.items():
        read = sum(one.rows for one in report.files if one.table == table)
        if rows is not None and read != rows:
            found.append(f"{table}: {read} of {rows} rows")
    for table in report.records.columns:
        accepted = sum(one.accepted for one in report.files if one.table == table)
        found += _unlike_schema(report.records, table, accepted)
    return found


def _told(report: ImportReport) -> set[tuple[str, str, str, str]]:
    with report.rejects.open(encoding="utf-8-sig", newline="") as stream:
        return {(line["table"], line["file"], line["sheet"], line["row"]) for line in csv.DictReader(stream)}


def _unlike_schema(records: MonthRecords, table: str, accepted: int) -> list[str]:
    schema = TABLES[table]
    with duckdb.connect() as db:
        db.execute(f"CREATE VIEW t AS SELECT * FROM read_parquet('{records.path(table)}')")
        checks = {"rows": f"SELECT count(*) <> {accepted} FROM t"}
        for column in schema.columns.values():
            if wrong := _wrong(column):
                checks[column.name] = f"SELECT count(*) > 0 FROM t WHERE {wrong}"
        if schema.key:
            spared = {key: f'"{key}" IS NULL AND "{spare}" IS NULL' for key, spare in schema.key_fallback.items()}
            blank = " OR ".join(f"({spared.get(key, f'{chr(34)}{key}{chr(34)} IS NULL')})" for key in schema.key)
            checks["key"] = f"SELECT count(*) > 0 FROM t WHERE {blank}"
            checks["twice"] = (
                f"SELECT count(*) > 0 FROM (SELECT 1 FROM t GROUP BY {', '.join(identity(schema))} HAVING count(*) > 1)"
            )
        return [f"{table}.{name}" for name, query in checks.items() if (db.execute(query).fetchone() or (True,))[0]]


def _wrong(column: Column) -> str:
    name = f'"{column.name}"'
    match column.type:
        case "int" | "money":
            return f"{name} < 0"
        case "year":
            return f"{name} NOT BETWEEN 1900 AND 2199"
        case "date":
            return f"{name} NOT BETWEEN DATE '1900-01-01' AND DATE '2100-12-31'"
        case "region":
            return f"{name} <> '0' AND NOT regexp_full_match({name}, '[1-9][0-9]*') OR length({name}) NOT IN (1, 2, 4, 6, 9, 12)"
        case "choice":
            assert column.codes is not None
            return f"{name} NOT IN ({', '.join(repr(value) for value in column.codes.values)})"
        case "text" | "code":
            return f"trim({name}) <> {name} OR {name} = ''"
    return ""


def run() -> list[Figure]:
    """All inputs; RuntimeError with the seeds of those that broke a promise."""
    kinds: Counter[str] = Counter()
    broken: dict[int, list[str]] = {}

    def every() -> None:
        for seed in range(INPUTS):
            with tempfile.TemporaryDirectory() as place:
                what, found = judge(seed, Path(place))
            kinds[what.partition(" ")[0]] += 1
            if found:
                broken[seed] = [what, *found]

    seconds = cpu_seconds(every)
    if broken:
        raise RuntimeError("\n".join(f"{seed}: {'; '.join(found)}" for seed, found in broken.items()))
    by_kind = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    said = f"no traceback, no lost row; {seconds:.0f} CPU-s"
    return [Figure(f"{INPUTS:,} damaged inputs ({by_kind})", "—", said, f"{1000 * seconds / INPUTS:.0f} CPU-ms each")]
