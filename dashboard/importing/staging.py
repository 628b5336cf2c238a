"""Every file as Parquet of raw text with true row numbers: one staged part per file or sheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.importing import cells, delimited, headers, workbook
from dashboard.importing.delimited import ROW, SURPLUS
from dashboard.importing.report import UnreadableError
from dashboard.importing.sources import Source
from dashboard.records import Column, Table

SOURCE = "_src"
_LINE_MARKS = 3
"""Delimiters that a line of text in a cell has at most, however few columns the table has."""


@dataclass(frozen=True)
class Part:
    """One file or sheet, ready to be read by DuckDB."""

    number: int
    source: Source
    sheet: str
    relation: str  # SQL of the raw rows
    row: str  # SQL of the row number a spreadsheet shows
    columns: dict[str, tuple[str, str]]  # standard column -> (raw column, DuckDB type)
    written: dict[str, str]  # standard column -> its name in the file
    staged: bool  # raw text with `_surplus`; False for a Parquet file, read where it lies

    def cell(self, column: Column, place: int) -> cells.Cell:
        raw, source_type = self.columns[column.name]
        return cells.cell(column, cells.name(raw), source_type, place)


class Stage:
    """Turns sources into parts below a work folder; numbers them in reading order."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, work: Path, aliases: headers.Aliases) -> None:
        self._connection, self._work, self._aliases = connection, work, aliases
        self._count = 0

    def parts(self, source: Source) -> tuple[list[Part], list[str]]:
        """The file's parts and notices; UnreadableError if it cannot be read, or lacks a required column."""
        match source.path.suffix.lower():
            case ".parquet":
                return self._parquet(source)
            case ".xlsx":
                return self._xlsx(source)
        return self._csv(source)

    def _csv(self, source: Source) -> tuple[list[Part], list[str]]:
        text = delimited.as_utf8(source.path, self._work)
        layout = delimited.layout(text, source.table, self._aliases)
        headers.require(layout.header, source.table)
        extra = range(len(layout.header.names), layout.width)
        fast, plain = (partial(read, text, layout) for read in (delimited.batches, delimited.plain_batches))
        if text.formulas:
            fast, plain = (partial(delimited.without_formulas, read) for read in (fast, plain))
        try:
            part = self._staged(source, "", layout.header, fast, extra)
        except (pa.ArrowInvalid, duckdb.Error, OSError):
            part = self._staged(source, "", layout.header, plain, extra)
        if text.quoted:
            self._check_quotes(part, layout)
        notices = list(layout.header.notices)
        if text.formulas:
            notices.append('单元格写成 ="…" 的形式，已去掉等号和引号')
        if text.encoding != "utf-8":
            notices.append(f"编码为 {text.encoding.upper()}，已转为 UTF-8")
        if text.path != source.path:
            text.path.unlink()
        return [part], notices

    def _check_quotes(self, part: Part, layout: delimited.Layout) -> None:
        """UnreadableError when a cell holds a whole line of the file: a quotation mark without its pair took in the next rows."""
        names = [f"c{i}" for i in range(len(layout.header.names))] + [SURPLUS]
        mark = cells.quote(layout.delimiter)
        whole = f"length(x) - length(replace(x, {mark}, '')) >= {max(_LINE_MARKS, layout.width - 1)}"
        test = " OR ".join(
            f"(contains({name}, chr(10)) AND len(list_filter(string_split({name}, chr(10)), x -> {whole})) > 0)" for name in names
        )
        found = self._connection.execute(f"SELECT min({ROW}) FROM {part.relation} WHERE {test}").fetchone()
        if found and found[0] is not None:
            raise UnreadableError(
                f"第 {found[0]} 行起引号不成对，后面的行被并入一个单元格，无法分开。请检查该行的引号，或用表格软件重新导出"
            )

    def _xlsx(self, source: Source) -> tuple[list[Part], list[str]]:
        sheets, notices = workbook.sheets(source.path, source.table, self._aliases)
        parts = []
        for sheet in sheets:
            headers.require(sheet.header, source.table)
            notices.extend(sheet.header.notices)
            parts.append(self._staged(source, sheet.name, sheet.header, partial(workbook.batches, sheet), range(0)))
        return parts, notices

    def _parquet(self, source: Source) -> tuple[list[Part], list[str]]:
        relation = f"read_parquet({cells.quote(str(source.path))}, file_row_number = true)"
        try:
            described = self._connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        except duckdb.Error as error:
            raise UnreadableError(f"不是可读的 Parquet 文件（{str(error).splitlines()[0]}）。请重新导出") from error
        types = {column: kind for column, kind, *_ in described if column != "file_row_number"}
        names = tuple(types)
        header = headers.find([names], source.table, self._aliases)
        if header is None:
            raise UnreadableError(f"没有《{source.table.name}》的列。请核对列名")
        headers.require(header, source.table)
        columns = {standard: (names[i], types[names[i]]) for standard, i in header.columns.items()}
        written = {standard: raw for standard, (raw, _) in columns.items()}
        part = Part(self._next(), source, "", relation, "file_row_number + 2", columns, written, staged=False)
        return [part], list(header.notices)

    def _staged(
        self,
        source: Source,
        sheet: str,
        header: headers.Header,
        batches: Callable[[], Iterator[pa.RecordBatch]],
        extra: range,
    ) -> Part:
        number = self._next()
        target = self._work / f"part{number}.parquet"
        width = len(header.names) + len(extra)
        schema = pa.schema([*((f"c{i}", pa.string()) for i in range(width)), (ROW, pa.int64()), (SURPLUS, pa.string())])
        reader = pa.RecordBatchReader.from_batches(schema, batches())
        kept = "*"
        if extra:
            beyond = ", ".join([*(f"tidy(c{i})" for i in extra), SURPLUS])
            kept = f"* EXCLUDE ({', '.join(f'c{i}' for i in extra)}) REPLACE (nullif(concat_ws(' ', {beyond}), '') AS {SURPLUS})"
        # a visible first character settles most rows; only the others are looked at cell by cell
        visible = [f"c{i} BETWEEN '!' AND '~'" for i in range(width)]
        filled = " OR ".join([*visible, *(f"tidy(c{i}) IS NOT NULL" for i in range(width)), f"{SURPLUS} IS NOT NULL"])
        self._connection.register("incoming", reader)
        try:
            self._connection.execute(
                f"COPY (SELECT {kept} FROM incoming WHERE {filled}) "
                f"TO {cells.quote(str(target))} (FORMAT parquet, COMPRESSION lz4_raw)"
            )
        finally:
            self._connection.unregister("incoming")
        columns = {standard: (f"c{i}", "VARCHAR") for standard, i in header.columns.items()}
        written = {standard: header.names[i].strip() for standard, i in header.columns.items()}
        return Part(number, source, sheet, f"read_parquet({cells.quote(str(target))})", ROW, columns, written, staged=True)

    def _next(self) -> int:
        self._count += 1
        return self._count


def table_columns(parts: list[Part], table: Table) -> list[str]:
    """Standard columns that at least one part has, in the schema's order."""
    return [name for name in table.columns if any(name in part.columns for part in parts)]
