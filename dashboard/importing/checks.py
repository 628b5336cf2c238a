"""Which rows of a table are refused, and why: cells that cannot be read, then keys, regions, references and sums.

Everything runs as SQL over all rows of the table. `found` gathers one line per bad cell; a row with a line is refused.
"""

from dataclasses import dataclass

import duckdb

from dashboard.importing import reasons
from dashboard.importing.cells import name, quote
from dashboard.importing.staging import SOURCE, Part
from dashboard.importing.workbook import SERIAL
from dashboard.records import Column, Table

_SQL_TYPES = {"flag": "BOOLEAN", "decimal": "DECIMAL(18, 6)", "date": "DATE"} | dict.fromkeys(("int", "year", "money"), "BIGINT")
_MANY = 1_000_000
_ORDER = f"({SOURCE}::BIGINT << 40) + _row"  # reading order over all parts of a table


@dataclass(frozen=True)
class Context:
    province: str | None
    brought: frozenset[str]  # tables of this month


def known(table: str) -> str:
    """Name of the relation with every key that a table of the month mentions, in accepted and refused rows alike."""
    return name(f"known_{table}")


def sql_type(column: Column) -> str:
    return "VARCHAR[]" if column.type == "list" else _SQL_TYPES.get(column.type, "VARCHAR")


class TableCheck:
    """The checks of one table of a month; `typed` is the view of its values, `found` the refused cells."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table, parts: list[Part], context: Context) -> None:
        self._sql, self._table, self._parts, self._context = connection.execute, table, parts, context
        self._place = {column: place for place, column in enumerate(table.columns)}
        self._dirty = {part.number: self._dirty_columns(part) for part in parts}
        self._sql(f"CREATE OR REPLACE VIEW typed AS {' UNION ALL '.join(map(self._typed, parts))}")
        self._sql(
            "CREATE OR REPLACE TABLE found (_src INTEGER, _row BIGINT, place INTEGER, col VARCHAR, value VARCHAR, "
            "reason VARCHAR, remedy VARCHAR)"
        )

    def run(self) -> None:
        for part in self._parts:
            self._unreadable(part)
        self._keys()
        for column in self._table.columns.values():
            if column.value_type == "region" and self._present(column.name):
                self._regions(column)
            if column.references in self._context.brought and self._present(column.name):
                self._reference(column)
        for earlier, later in self._table.order:
            told = reasons.Told(reasons.ORDER.format(earlier=earlier, later=later), reasons.ORDER_REMEDY)
            self._find(later, f"typed WHERE {name(later)} < {name(earlier)}", told)
        self._balance()
        self._show_values()

    def _present(self, column: str) -> bool:
        return any(column in part.columns for part in self._parts)

    def _dirty_columns(self, part: Part) -> set[str]:
        """Columns with a cell that has to be repaired or refused; the others are taken as they are."""
        tests = {"_surplus": "_surplus IS NULL"} if part.staged else {}
        for column, (raw, _) in part.columns.items():
            tests[column] = f"{name(raw)} IS NULL OR ({part.cell(self._table.columns[column]).clean})"
        verdicts = ", ".join(f"bool_and(coalesce({test}, false))" for test in tests.values())
        answers = self._sql(f"SELECT {verdicts} FROM {part.relation}").fetchone()
        return {column for column, clean in zip(tests, answers or (), strict=True) if clean is False}

    def _values(self, part: Part, and_raw: bool) -> str:
        """Row number, values `v<place>` and, if asked, raw columns of a part."""
        items = [f"{part.row} AS _row"]
        for column, place in self._place.items():
            if column in part.columns:
                cell = part.cell(self._table.columns[column])
                items.append(f"{cell.value if column in self._dirty[part.number] else cell.direct} AS v{place}")
                if and_raw:
                    items.append(name(part.columns[column][0]))
        if and_raw and part.staged:
            items.append("_surplus")
        return f"SELECT {', '.join(items)} FROM {part.relation}"

    def _typed(self, part: Part) -> str:
        items = [f"{part.number} AS {SOURCE}", "_row"]
        for column, place in self._place.items():
            spec = self._table.columns[column]
            value = f"v{place}" if column in part.columns else "NULL"
            if column in self._dirty[part.number]:
                value = part.cell(spec).within(value)
            items.append(f"CAST({value} AS {sql_type(spec)}) AS {name(column)}")
        return f"SELECT {', '.join(items)} FROM ({self._values(part, and_raw=False)})"

    def _unreadable(self, part: Part) -> None:
        """Cells with text that is no value of their type; also notes the repaired ones in `repairs`."""
        bad, repaired = {}, {}
        if not (dirty := self._dirty[part.number]):
            return
        for column in (column for column in part.columns if column in dirty):
            cell = part.cell(self._table.columns[column])
            value = cell.within(f"v{self._place[column]}")
            bad[column] = f"({value} IS NULL AND NOT ({cell.blank}))"
            if cell.plain != "true":
                repaired[column] = f"({value} IS NOT NULL AND NOT coalesce({cell.plain}, false))"
        surplus = ["_surplus IS NOT NULL"] if "_surplus" in dirty else []
        is_bad = " OR ".join([*bad.values(), *surplus])
        is_repaired = " OR ".join(repaired.values()) or "false"
        rows = f"({self._values(part, and_raw=True)})"
        self._sql(
            "CREATE OR REPLACE TABLE flagged AS SELECT * FROM "
            f"(SELECT _row, {is_bad} AS bad, {is_repaired} AS repaired FROM {rows}) WHERE bad OR repaired"
        )
        counts = self._sql("SELECT count(*), count(*) FILTER (bad), count(*) FILTER (repaired) FROM flagged").fetchone()
        assert counts is not None
        kind = "VIEW" if counts[0] > _MANY else "TABLE"  # a table spares re-reading the file, while it is small
        self._sql(f"CREATE OR REPLACE {kind} suspect AS SELECT r.* FROM {rows} r SEMI JOIN flagged USING (_row)")
        for column, condition in bad.items() if counts[1] else ():
            spec, raw = self._table.columns[column], part.cell(self._table.columns[column]).raw
            reason, remedy = reasons.unreadable(spec, raw)
            self._sql(
                f"INSERT INTO found SELECT {part.number}, _row, {self._place[column]}, {quote(column)}, {raw}, {reason}, "
                f"{remedy} FROM suspect WHERE {condition}"
            )
        if counts[1] and surplus:
            self._sql(
                f"INSERT INTO found SELECT {part.number}, _row, {len(self._place)}, '', _surplus, {reasons.SURPLUS.sql} "
                f"FROM suspect WHERE {surplus[0]}"
            )
        for column, condition in repaired.items() if counts[2] else ():
            spec, raw = self._table.columns[column], part.cell(self._table.columns[column]).raw
            self._sql(
                f"INSERT INTO repairs SELECT {part.number}, _row, {quote(part.written[column])}, "
                f"replace({raw}, '{SERIAL}', ''), {_kind(spec, raw)} FROM suspect WHERE {condition}"
            )
        self._sql(f"DROP {kind} suspect")

    def _find(self, column: str, where: str, told: reasons.Told) -> None:
        """A line for `column` of every row of `typed` that the FROM clause gives; its raw text is filled in at the end."""
        self._sql(
            f"INSERT INTO found SELECT {SOURCE}, _row, {self._place[column]}, {quote(column)}, NULL, {told.sql} FROM {where}"
        )

    def _keys(self) -> None:
        table = self._table
        if not table.key:
            return
        for column in table.key:
            spare = table.key_fallback.get(column)
            no_spare = f" AND {name(spare)} IS NULL" if spare else ""
            self._find(column, f"typed WHERE {name(column)} IS NULL{no_spare}", reasons.BLANK_KEY)
        spared = {k: f"coalesce({name(k)}, '@' || {name(v)})" for k, v in table.key_fallback.items()}
        key = [spared.get(column, name(column)) for column in table.identity]
        items = ", ".join(f"{expression} AS k{i}" for i, expression in enumerate(key))
        filled = " AND ".join(f"k{i} IS NOT NULL" for i in range(len(table.key)))
        ks = ", ".join(f"k{i}" for i in range(len(key)))
        keyed = f"(SELECT {SOURCE}, _row, {items} FROM typed)"
        self._sql(
            f"CREATE OR REPLACE TABLE twice AS SELECT {ks}, min({_ORDER}) AS first FROM {keyed} WHERE {filled} "
            f"GROUP BY {ks} HAVING count(*) > 1"
        )
        if not self._sql("SELECT 1 FROM twice LIMIT 1").fetchone():
            return
        same = " AND ".join(f"a.k{i} IS NOT DISTINCT FROM b.k{i}" for i in range(len(key)))
        later = f"(SELECT {SOURCE}, _row FROM {keyed} a JOIN twice b ON {same} WHERE {_ORDER} <> first)"
        self._find(table.key[0], later, reasons.duplicate(table.identity))

    def _regions(self, column: Column) -> None:
        rows = f"(SELECT {SOURCE}, _row, {name(column.name)} AS code FROM typed WHERE {name(column.name)} IS NOT NULL)"
        if column.type == "list":
            rows = f"(SELECT {SOURCE}, _row, unnest(code) AS code FROM {rows})"
        missing = f"(SELECT DISTINCT {SOURCE}, _row FROM {rows} ANTI JOIN known_regions USING (code))"
        self._find(column.name, missing, reasons.UNKNOWN_REGION)
        if column.locates and self._context.province:
            province = self._context.province
            inside = f"bool_or(starts_with(code, {quote(province)}))"
            outside = f"(SELECT {SOURCE}, _row FROM {rows} GROUP BY {SOURCE}, _row HAVING NOT {inside})"
            self._find(column.name, outside, reasons.outside(province))

    def _reference(self, column: Column) -> None:
        assert column.references is not None
        rows = f"(SELECT {SOURCE}, _row, {name(column.name)} AS key FROM typed WHERE {name(column.name)} IS NOT NULL)"
        told = reasons.unknown(column.name, column.references)
        self._find(column.name, f"{rows} ANTI JOIN {known(column.references)} USING (key)", told)

    def _balance(self) -> None:
        """Payers that are blank paid nothing; a row without total or own share cannot be judged."""
        balance = self._table.balance
        if balance:
            paid = " - ".join(f"coalesce({name(part)}, 0)" for part in balance.parts if self._present(part)) or "0"
            gap = f"abs({name(balance.total)} - {name(balance.rest)} - {paid})"
            self._find(balance.total, f"typed WHERE {gap} > {balance.tolerance_fen}", reasons.BALANCE)

    def _show_values(self) -> None:
        """One line per cell, with its name in the file and the text that stands there."""
        self._sql(
            "CREATE OR REPLACE TABLE found AS SELECT DISTINCT ON (_src, _row, col) * FROM found ORDER BY _src, _row, place, rowid"
        )
        for part in self._parts:
            for column in part.columns:
                raw = part.cell(self._table.columns[column]).raw
                shown = f"(SELECT {part.row} AS _row, {raw} AS shown FROM {part.relation})"
                where = f"found._src = {part.number} AND found.col = {quote(column)}"
                if self._sql(f"SELECT 1 FROM found WHERE {where} AND value IS NULL LIMIT 1").fetchone():
                    self._sql(f"UPDATE found SET value = shown FROM {shown} s WHERE {where} AND found._row = s._row")
            names = " ".join(f"WHEN {quote(column)} THEN {quote(header)}" for column, header in part.written.items())
            self._sql(f"UPDATE found SET col = CASE col {names} ELSE col END WHERE _src = {part.number}")
        self._sql(f"UPDATE found SET value = replace(value, '{SERIAL}', '')")


def _kind(column: Column, raw: str) -> str:
    """SQL of the kind of repair."""
    match column.value_type:
        case "date" | "month":
            return f"CASE WHEN starts_with({raw}, '{SERIAL}') THEN 'Excel 日期序号' ELSE '日期写法' END"
        case "flag":
            return "'是否写法'"
        case "choice":
            return "'代码表同义词'"
        case "region":
            return "'区划代码写法'"
        case "code":
            return "'编号写法'"
    return "'数字写法'"
