"""A month folder becomes the accepted, typed records of the month, and an account of everything that was not accepted."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from dashboard import months
from dashboard.importing import cells, checks, headers, quality, sources
from dashboard.importing.cells import name, quote
from dashboard.importing.rejects import REJECTS, REPAIRS, lines, write_rejects
from dashboard.importing.report import FileReport, ImportReport, UnreadableError
from dashboard.importing.staging import SOURCE, Part, Stage, table_columns
from dashboard.records import TABLES, MonthRecords

MEMORY = "2400MB"
"""DuckDB spills beyond it; with the buffers of its readers and writers the process stays below 4 GB at 10 million rows."""
_REFERENCED = frozenset(c.references for table in TABLES.values() for c in table.columns.values() if c.references)
_REGIONS = "行政区划"

Progress = Callable[[str], None]


def read_month(
    source: Path,
    month: str,
    into: Path,
    province: str | None = None,
    progress: Progress | None = None,
    aliases: Path | None = None,
    earlier: Sequence[MonthRecords] = (),
) -> ImportReport:
    """Read, repair and validate a folder, a .zip of one, or a single table file.

    Writes below `into`: `<table>.parquet` and `meta.json` (the MonthRecords), `rejects.csv`, `rejects.parquet` (the same with
    the refused row's key), `repairs.parquet` with the original text of every repaired cell, `quality.parquet`. `province`
    refuses rows whose region lies outside it (any region code will do); `aliases` is a folder of further header aliases;
    `earlier` are imports of the same month, whose rows may be referred to. Every row read is either accepted or refused. If any
    file is unreadable nothing is accepted: the report then only lists them. ValueError if `month` is no month.
    """
    months.as_of(month)
    work = into / "work"
    work.mkdir(parents=True, exist_ok=True)
    try:
        with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(work / "spill")}) as connection:
            connection.execute("SET enable_progress_bar = false")
            tell = progress or (lambda _: None)
            return _Import(connection, month, into, province, tell, earlier).run(source, work, aliases)
    finally:
        shutil.rmtree(work, ignore_errors=True)


class _Import:
    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        month: str,
        into: Path,
        province: str | None,
        progress: Progress,
        earlier: Sequence[MonthRecords],
    ) -> None:
        self._connection, self._sql, self._earlier = connection, connection.execute, earlier
        self._month, self._into, self._province, self._progress = month, into, province, progress
        cells.define(connection)
        self._sql("CREATE TABLE repairs (_src INTEGER, _row BIGINT, col VARCHAR, original VARCHAR, kind VARCHAR)")
        self._sql("CREATE TABLE parts (_src INTEGER, tab VARCHAR, file VARCHAR, sheet VARCHAR)")
        self._sql(
            "CREATE TABLE rejects (_src INTEGER, _row BIGINT, place INTEGER, col VARCHAR, value VARCHAR, reason VARCHAR, "
            "remedy VARCHAR, key VARCHAR, parent VARCHAR)"
        )

    def run(self, source: Path, work: Path, aliases: Path | None) -> ImportReport:
        folder = sources.find(source, work / "unpacked")
        files: dict[str, FileReport] = {}
        parts: dict[str, list[Part]] = {}
        try:
            stage = Stage(self._connection, work, headers.load_aliases(aliases))
        except UnreadableError as error:
            folder.unreadable.append((str(aliases), str(error)))
            folder.sources.clear()
        for one in folder.sources:
            self._progress(f"读取 {one.name}")
            try:
                found, notices = stage.parts(one)
            except UnreadableError as error:
                folder.unreadable.append((one.name, str(error)))
                continue
            parts.setdefault(one.table.name, []).extend(found)
            files[one.name] = FileReport(one.name, one.table.name, notices=notices, sha256=one.sha256)
        if folder.unreadable:
            parts, files = {}, {}
        accepted = self._check(parts, files)
        self._write_account()
        present = {table: table_columns(parts[table], TABLES[table]) for table in parts}
        MonthRecords.write_meta(self._into, self._month, present, accepted)
        records = MonthRecords.open(self._into)
        self._progress("核对数据质量")
        quality.write(self._connection, records, self._into / "quality.parquet")
        return ImportReport(
            month=self._month,
            files=list(files.values()),
            rejects=self._into / "rejects.csv",
            repairs=self._into / REPAIRS,
            quality=self._into / "quality.parquet",
            records=records,
            unreadable=folder.unreadable,
            notices=folder.notices,
        )

    def _check(self, parts: dict[str, list[Part]], files: dict[str, FileReport]) -> dict[str, int]:
        """Check and write every table, parents before children; accepted rows per table."""
        before = frozenset(table for records in self._earlier for table in records.columns)
        context = checks.Context(self._province, frozenset(parts) | before)
        self._sql("CREATE TABLE known_regions AS SELECT '0' AS code")
        self._sql(f"CREATE VIEW pack AS SELECT code FROM {quote(str(quality.PACK))}")
        self._know_earlier(before)
        accepted = {}
        for table in TABLES.values():
            if table.name not in parts:
                continue
            self._progress(f"校验 {table.name}")
            check = checks.TableCheck(self._connection, table, parts[table.name], context, self._into / "work")
            if table.name == _REGIONS:
                self._sql('INSERT INTO known_regions SELECT DISTINCT "区划代码" FROM typed WHERE "区划代码" IS NOT NULL')
            if table.name in _REFERENCED:
                self._sql(f"INSERT INTO {checks.known(table.name)} SELECT DISTINCT {name(table.key[0])} FROM typed")
            check.run()
            accepted[table.name] = self._accept(check, files)
        return accepted

    def _know_earlier(self, brought: frozenset[str]) -> None:
        """Keys and regions that earlier imports of the month mention, in accepted and refused rows alike."""
        for table in _REFERENCED:
            self._sql(f"CREATE TABLE {checks.known(table)} (key VARCHAR)")
        for table in (_REFERENCED | {_REGIONS}) & brought:
            target = "known_regions" if table == _REGIONS else checks.known(table)
            key = name(TABLES[table].key[0])
            for records in self._earlier:
                if path := records.path(table):
                    self._sql(f"INSERT INTO {target} SELECT DISTINCT {key} FROM {quote(str(path))}")
                self._sql(f'INSERT INTO {target} SELECT DISTINCT parent FROM {lines(records.root)} WHERE "table" = ?', [table])

    def _accept(self, check: checks.TableCheck, files: dict[str, FileReport]) -> int:
        """Write the rows of a table without a refused cell; count per file."""
        table, numbers = check.table, ", ".join(str(values.part.number) for values in check.values)
        self._sql(f"CREATE OR REPLACE TABLE refused AS SELECT DISTINCT {SOURCE}, _row FROM found")
        refused = dict(self._sql(f"SELECT {SOURCE}, count(*) FROM refused GROUP BY ALL").fetchall())
        repaired = self._sql(
            f"SELECT {SOURCE}, kind, count(*) FROM repairs WHERE {SOURCE} IN ({numbers}) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        columns = ", ".join(map(name, table.columns))
        remaining = f"typed ANTI JOIN refused USING ({SOURCE}, _row)" if refused else "typed"
        target = quote(str(self._into / f"{table.name}.parquet"))
        self._sql(f"COPY (SELECT {columns} FROM {remaining}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
        if refused:
            key, filled = check.key()
            keys = f"CASE WHEN {filled} THEN concat_ws('+', {', '.join(key) or 'NULL'}) END AS key"
            parent = f"{name(table.key[0]) if table.key else 'NULL'} AS parent"
            self._sql(
                f"INSERT INTO rejects SELECT found.*, key, parent FROM found JOIN "
                f"(SELECT {SOURCE}, _row, {keys}, {parent} FROM typed SEMI JOIN refused USING ({SOURCE}, _row)) "
                f"USING ({SOURCE}, _row)"
            )
        total = 0
        for values in check.values:
            part = values.part
            report = files[part.source.name]
            report.rows += values.rows
            report.refused += refused.get(part.number, 0)
            report.accepted = report.rows - report.refused
            total += values.rows - refused.get(part.number, 0)
            for _, kind, count in (entry for entry in repaired if entry[0] == part.number):
                report.repairs[kind] = report.repairs.get(kind, 0) + count
            self._sql("INSERT INTO parts VALUES (?, ?, ?, ?)", [part.number, table.name, part.source.name, part.sheet])
        return total

    def _write_account(self) -> None:
        """rejects.parquet, rejects.csv and repairs.parquet."""
        self._sql(
            'COPY (SELECT tab AS "table", file, nullif(sheet, \'\') AS sheet, _row AS "row", col AS "column", '
            "nullif(value, '') AS value, reason, remedy, key, parent, 1 AS sent "
            f"FROM rejects JOIN parts USING ({SOURCE}) ORDER BY {SOURCE}, _row, place) "
            f"TO {quote(str(self._into / REJECTS))} (FORMAT parquet, COMPRESSION zstd)"
        )
        write_rejects(self._connection, self._into)
        self._sql(
            'COPY (SELECT tab AS "table", file, sheet, _row AS "row", col AS "column", original, kind '
            f"FROM repairs JOIN parts USING ({SOURCE})) TO {quote(str(self._into / 'repairs.parquet'))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
