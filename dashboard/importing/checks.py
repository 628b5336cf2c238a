"""Which rows of a table are refused, and why: cells that cannot be read, then keys, regions, references and sums.

Everything runs as SQL over all rows of the table. One pass counts what is wrong; only a rule with a count is looked at again.
`found` gathers one line per bad cell; a row with a line is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.importing import reasons
from dashboard.importing.cells import name, quote
from dashboard.importing.keys import identity
from dashboard.importing.staging import SOURCE, Part
from dashboard.importing.values import Values
from dashboard.importing.workbook import SERIAL
from dashboard.records import Column, Table

_ORDER = f"({SOURCE}::BIGINT << 40) + _row"  # reading order over all parts of a table


@dataclass(frozen=True)
class Context:
    province: str | None
    brought: frozenset[str]  # tables of this month, whether this import brings them or an earlier one did


@dataclass(frozen=True)
class _Rule:
    """`told` about the cell of `column` in every row where `condition` holds."""

    column: str
    condition: str
    told: reasons.Told


def known(table: str) -> str:
    """Name of the relation with every key that a table of the month mentions, in accepted and refused rows alike."""
    return name(f"known_{table}")


class TableCheck:
    """The checks of one table of a month; `typed` is the view of its values, `found` the refused cells."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, table: Table, parts: list[Part], context: Context, work: Path
    ) -> None:
        self._sql, self.table, self._context = connection.execute, table, context
        self._place = {column: place for place, column in enumerate(table.columns)}
        self.values = [Values(connection, table, part, work) for part in parts]
        self._sql(f"CREATE OR REPLACE VIEW typed AS {' UNION ALL '.join(values.relation for values in self.values)}")
        self._sql(
            "CREATE OR REPLACE TABLE found (_src INTEGER, _row BIGINT, place INTEGER, col VARCHAR, value VARCHAR, "
            "reason VARCHAR, remedy VARCHAR)"
        )

    def run(self) -> None:
        for values in self.values:
            self._tell_odd(values)
        blank_keys = [*self._blank_keys(), *self._totals()]
        rules = [*blank_keys, *self._outside(), *self._order(), *self._balance()]
        key, filled = self.key()
        counts = [f"count(*) FILTER ({rule.condition})" for rule in rules]
        # equal keys have equal hashes: as many hashes as rows means that no key comes twice
        twice = f"count(*) FILTER ({filled}) - count(DISTINCT hash({', '.join(key)})) FILTER ({filled})" if key else "0"
        *wrong, repeated = self._sql(f"SELECT {', '.join([*counts, twice])} FROM typed").fetchone() or ()
        broken = [rule for rule, count in zip(rules, wrong, strict=True) if count]
        # of several reasons about one cell the first is told: no key, a repeated key, an unknown region, anything else
        self._apply([rule for rule in broken if rule in blank_keys])
        if repeated:
            self._repeated()
        self._regions()
        self._apply([rule for rule in broken if rule not in blank_keys])
        self._references()
        self._show()

    def _apply(self, rules: list[_Rule]) -> None:
        for rule in rules:
            self._find(rule.column, f"typed WHERE {rule.condition}", rule.told)

    def _present(self, column: str) -> bool:
        return any(column in values.part.columns for values in self.values)

    def _tell_odd(self, values: Values) -> None:
        """Cells with text that is no value of their type go to `found`, the repaired ones to `repairs`."""
        found, repairs = [], []
        for odd in values.odd:
            raw, row = f"r{odd.place}", f"SELECT {values.part.number}, _row"
            where = f"FROM {values.kept} WHERE {raw} IS NOT NULL AND t{odd.place} IS"
            spec = self.table.columns.get(odd.column)
            if odd.refused:
                told = ", ".join(reasons.unreadable(spec, raw)) if spec else reasons.SURPLUS.sql
                found.append(f"{row}, {odd.place}, {quote(odd.column)}, {raw}, {told} {where} NULL")
            if odd.repaired and spec:
                text = f"replace({raw}, '{SERIAL}', '')"
                repairs.append(f"{row}, {quote(values.part.written[odd.column])}, {text}, {_kind(spec, raw)} {where} NOT NULL")
        for target, queries in (("found", found), ("repairs", repairs)):
            if queries:
                self._sql(f"INSERT INTO {target} {' UNION ALL '.join(queries)}")

    def _find(self, column: str, where: str, told: reasons.Told) -> None:
        """A line for `column` of every row of `typed` that the FROM clause gives; its raw text is filled in at the end."""
        self._sql(
            f"INSERT INTO found SELECT {SOURCE}, _row, {self._place[column]}, {quote(column)}, NULL, {told.sql} FROM {where}"
        )

    def _blank_keys(self) -> Iterator[_Rule]:
        for column in self.table.key:
            spare = self.table.key_fallback.get(column)
            no_spare = f" AND {name(spare)} IS NULL" if spare else ""
            yield _Rule(column, f"{name(column)} IS NULL{no_spare}", reasons.BLANK_KEY)

    def _totals(self) -> Iterator[_Rule]:
        """Rows that add up others, which exports write below them, and sometimes between."""
        if self.table.key and self.table.columns[self.table.key[0]].value_type in ("text", "code"):
            column = self.table.key[0]
            yield _Rule(column, f"regexp_full_match({name(column)}, '[合总小共]\\s*计[:：]?')", reasons.TOTAL)

    def key(self) -> tuple[list[str], str]:
        """The expressions that together identify a row, and whether a row has all it must have of them."""
        key = identity(self.table) if self.table.key else []
        return key, " AND ".join(f"{part} IS NOT NULL" for part in key[: len(self.table.key)]) or "false"

    def _repeated(self) -> None:
        """The second and later rows of one key."""
        key, filled = self.key()
        order = f"row_number() OVER (PARTITION BY {', '.join(key)} ORDER BY {_ORDER})"
        many = f"(SELECT hash({', '.join(key)}) AS h FROM typed WHERE {filled} GROUP BY h HAVING count(*) > 1)"
        some = f"(SELECT *, hash({', '.join(key)}) AS h FROM typed WHERE {filled}) SEMI JOIN {many} USING (h)"
        later = f"(SELECT {SOURCE}, _row FROM {some} QUALIFY {order} > 1)"
        self._find(self.table.key[0], later, reasons.duplicate(self.table.identity))

    def _outside(self) -> Iterator[_Rule]:
        province = self._context.province
        for column in self._region_columns():
            if column.locates and province:
                inside = f"starts_with({name(column.name)}, {quote(province)})"
                condition = f"NOT {inside}"
                if column.type == "list":
                    matching = f"list_filter({name(column.name)}, x -> starts_with(x, {quote(province)}))"
                    condition = f"len({name(column.name)}) > 0 AND len({matching}) = 0"
                yield _Rule(column.name, condition, reasons.outside(province))

    def _region_columns(self) -> list[Column]:
        return [c for c in self.table.columns.values() if c.value_type == "region" and self._present(c.name)]

    def _regions(self) -> None:
        """Codes that neither the month nor the shipped pack knows; the pack is read only for those the month does not know."""
        columns = self._region_columns()
        if not columns:
            return
        used = [f"SELECT {f'unnest({name(c.name)})' if c.type == 'list' else name(c.name)} AS code FROM typed" for c in columns]
        self._sql(
            f"CREATE OR REPLACE TABLE strange AS SELECT DISTINCT code FROM ({' UNION ALL '.join(used)}) "
            "ANTI JOIN known_regions USING (code) WHERE code IS NOT NULL"
        )
        if not self._any("strange"):
            return
        self._sql("DELETE FROM strange WHERE code IN (SELECT code FROM pack)")
        if not self._any("strange"):
            return
        for column in columns:
            test = f"{name(column.name)} IN (FROM strange)"
            if column.type == "list":
                test = f"list_has_any({name(column.name)}, (SELECT list(code) FROM strange))"
            self._find(column.name, f"typed WHERE {test}", reasons.UNKNOWN_REGION)

    def _references(self) -> None:
        columns = [c for c in self.table.columns.values() if c.references in self._context.brought and self._present(c.name)]
        if not columns:
            return
        missing = {
            column: f"(SELECT {SOURCE}, _row, {name(column.name)} AS key FROM typed WHERE {name(column.name)} IS NOT NULL) "
            f"ANTI JOIN {known(str(column.references))} USING (key)"
            for column in columns
        }
        counts = self._sql(f"SELECT {', '.join(f'(SELECT count(*) FROM {where})' for where in missing.values())}").fetchone()
        for (column, where), count in zip(missing.items(), counts or (), strict=True):
            if count:
                self._find(column.name, where, reasons.unknown(column.name, str(column.references)))

    def _order(self) -> Iterator[_Rule]:
        for earlier, later in self.table.order:
            told = reasons.Told(reasons.ORDER.format(earlier=earlier, later=later), reasons.ORDER_REMEDY)
            yield _Rule(later, f"{name(later)} < {name(earlier)}", told)

    def _balance(self) -> Iterator[_Rule]:
        """Payers that are blank paid nothing; a row without total or own share cannot be judged."""
        balance = self.table.balance
        if balance:
            paid = " - ".join(f"coalesce({name(part)}, 0)" for part in balance.parts if self._present(part)) or "0"
            gap = f"abs({name(balance.total)} - {name(balance.rest)} - {paid})"
            yield _Rule(balance.total, f"{gap} > {balance.tolerance_fen}", reasons.BALANCE)

    def _show(self) -> None:
        """One line per cell, with its name in the file and the text that stands there."""
        if not self._any("found"):
            return
        self._sql(
            "CREATE OR REPLACE TABLE found AS SELECT DISTINCT ON (_src, _row, col) * FROM found ORDER BY _src, _row, place, rowid"
        )
        silent: dict[int, list[str]] = {}
        for part, column, untold in self._sql(f"SELECT {SOURCE}, col, bool_or(value IS NULL) FROM found GROUP BY ALL").fetchall():
            silent.setdefault(part, []).extend([column] if untold else [])
        for values in self.values:
            part = values.part
            if part.number not in silent:
                continue
            texts = {column: values.text(column) for column in sorted(silent[part.number])}
            cases = " ".join(f"WHEN {quote(column)} THEN {text}" for column, text in texts.items() if text)
            if cases:
                raw = ", ".join(name(part.columns[column][0]) for column, text in texts.items() if text)
                rows = f"(SELECT {part.row} AS _at, {raw} FROM {part.relation})"
                self._sql(
                    f"UPDATE found SET value = CASE col {cases} END FROM {rows} s "
                    f"WHERE {SOURCE} = {part.number} AND value IS NULL AND _row = _at"
                )
            names = " ".join(f"WHEN {quote(column)} THEN {quote(header)}" for column, header in part.written.items())
            self._sql(f"UPDATE found SET col = CASE col {names} ELSE col END WHERE {SOURCE} = {part.number}")
        self._sql(f"UPDATE found SET value = replace(value, '{SERIAL}', '')")

    def _any(self, relation: str) -> bool:
        return self._sql(f"SELECT 1 FROM {relation} LIMIT 1").fetchone() is not None


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
