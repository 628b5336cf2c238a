"""The values of one part: typed where they lie when every cell is in standard form, else repaired once and kept beside."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from dashboard.importing.cells import name, quote
from dashboard.importing.staging import SOURCE, Part
from dashboard.records import Column, Table

_SQL_TYPES = {"flag": "BOOLEAN", "decimal": "DECIMAL(18, 6)", "date": "DATE"} | dict.fromkeys(("int", "year", "money"), "BIGINT")
_SURPLUS = "_surplus"


def _sql_type(column: Column) -> str:
    return "VARCHAR[]" if column.type == "list" else _SQL_TYPES.get(column.type, "VARCHAR")


@dataclass(frozen=True)
class Odd:
    """Cells of a column that are no value (`refused`), or became one by a repair; their text is `r<place>` of `Values.kept`."""

    column: str
    place: int
    refused: int
    repaired: int


class Values:
    """`rows` of a part, `relation` (SQL of `_src`, `_row` and every column of the table), and its `odd` cells."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table, part: Part, work: Path) -> None:
        self._sql, self._table, self.part = connection.execute, table, part
        self._cells = {
            column: part.cell(spec, place) for place, (column, spec) in enumerate(table.columns.items()) if column in part.columns
        }
        self.rows, self._dirty = self._look()
        self.kept = part.relation
        if self._dirty:
            self.kept = f"read_parquet({quote(str(work / f'values{part.number}.parquet'))})"
            self._keep(work / f"values{part.number}.parquet")

    def _look(self) -> tuple[int, list[str]]:
        """Rows, and the columns with a cell that has to be repaired or refused; the others are taken as they are."""
        tests = {_SURPLUS: f"{_SURPLUS} IS NULL"} if self.part.staged else {}
        for column, cell in self._cells.items():
            tests[column] = f"{name(self.part.columns[column][0])} IS NULL OR ({cell.clean})"
        verdicts = ", ".join(f"bool_and(coalesce({test}, false))" for test in tests.values())
        answers = self._sql(f"SELECT count(*), {verdicts} FROM {self.part.relation}").fetchone()
        assert answers is not None
        return answers[0], [column for column, clean in zip(tests, answers[1:], strict=True) if clean is False]

    def _keep(self, target: Path) -> None:
        """Writes `_row`, a typed `t<place>` of every column, and `r<place>` with the text of the odd cells of the dirty ones."""
        raw, value, typed, told = [f"{self.part.row} AS _row"], ["*"], ["*"], ["_row"]
        if _SURPLUS in self._dirty:
            raw.append(_SURPLUS)
            told.append(f"CAST(NULL AS VARCHAR) AS t{len(self._table.columns)}, {_SURPLUS} AS r{len(self._table.columns)}")
        for column, cell in self._cells.items():
            at = self._place(column)
            told.append(f"t{at}")
            if column not in self._dirty:
                raw.append(f"{self._cast(column, cell.direct)} AS t{at}")
                continue
            raw += [f"{cell.c} AS c{at}", f"{cell.narrowed} AS n{at}"]
            value.append(f"{cell.value} AS v{at}")
            typed.append(f"{self._cast(column, cell.within(f'v{at}'))} AS t{at}")
            odd = f"(t{at} IS NULL AND NOT ({cell.blank}))"
            if cell.plain != "true":
                odd += f" OR (t{at} IS NOT NULL AND NOT coalesce({cell.plain}, false))"
            told.append(f"CASE WHEN {odd} THEN CAST(c{at} AS VARCHAR) END AS r{at}")
        source = self.part.relation
        for items in (raw, value, typed):
            source = f"(SELECT {', '.join(items)} FROM {source})"
        self._sql(f"COPY (SELECT {', '.join(told)} FROM {source}) TO {quote(str(target))} (FORMAT parquet, COMPRESSION lz4_raw)")

    def _place(self, column: str) -> int:
        return list(self._table.columns).index(column)

    def _cast(self, column: str, value: str) -> str:
        return f"CAST({value} AS {_sql_type(self._table.columns[column])})"

    @property
    def relation(self) -> str:
        row = "_row" if self._dirty else self.part.row
        items = [f"{self.part.number} AS {SOURCE}", f"{row} AS _row"]
        for column in self._table.columns:
            cell = self._cells.get(column)
            if cell is None:
                value = self._cast(column, "NULL")
            elif self._dirty:
                value = f"t{self._place(column)}"
            else:
                value = self._cast(column, cell.direct)
            items.append(f"{value} AS {name(column)}")
        return f"SELECT {', '.join(items)} FROM {self.kept}"

    @cached_property
    def odd(self) -> list[Odd]:
        """The dirty columns with their numbers of refused and repaired cells; "" stands for fields beyond the header."""
        if not self._dirty:
            return []
        places = [len(self._table.columns) if column == _SURPLUS else self._place(column) for column in self._dirty]
        counts = []
        for at in places:
            counts.append(f"count(*) FILTER (r{at} IS NOT NULL AND t{at} IS NULL)")
            counts.append(f"count(*) FILTER (r{at} IS NOT NULL AND t{at} IS NOT NULL)")
        found = self._sql(f"SELECT {', '.join(counts)} FROM {self.kept}").fetchone()
        assert found is not None
        return [
            Odd("" if column == _SURPLUS else column, at, found[2 * i], found[2 * i + 1])
            for i, (column, at) in enumerate(zip(self._dirty, places, strict=True))
        ]

    def text(self, column: str) -> str | None:
        """SQL, over `part.relation`, of what stands in the file; None if the part has no such column."""
        return f"CAST({self._cells[column].c} AS VARCHAR)" if column in self._cells else None
