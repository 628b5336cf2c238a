"""Which row of a file is its header, and which standard column each of its cells names."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from dashboard.importing.report import UnreadableError
from dashboard.records import TABLES, Table

TITLE_ROWS = 5
_UNIT = re.compile(r"\((?:元|人|人次|种|%|岁|户|天|分|是/否|yyyy-mm-dd|yyyy-mm)\)$", re.IGNORECASE)

Aliases = Mapping[str, Mapping[str, str]]  # table -> normalised header -> standard column


@dataclass(frozen=True)
class Header:
    row: int  # 0-based position among the rows looked at
    names: tuple[str, ...]  # the cells as the file writes them
    columns: Mapping[str, int]  # standard column -> position
    notices: tuple[str, ...] = ()


def normalise(text: object) -> str:
    """Header text without blanks, line breaks, wide forms, a required-mark or a trailing unit in brackets."""
    plain = re.sub(r"[\s\u200b\ufeff\x00]+", "", unicodedata.normalize("NFKC", "" if text is None else str(text)))
    plain = (plain[2:-1] if plain.startswith('="') and plain.endswith('"') else plain).strip("*")
    return _UNIT.sub("", plain)


def load_aliases(folder: Path | None = None) -> Aliases:
    """The schemas' aliases and those of `folder/*.yaml`: `table: {standard column: [alias, …]}`, where `"*"` is every table."""
    known = {name: _of_schema(table) for name, table in TABLES.items()}
    for path in sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else []:
        try:
            for table_name, columns in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
                for name in known if table_name == "*" else [table_name]:
                    _add(known[name], TABLES[name], columns, wildcard=table_name == "*")
        except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(f"别名文件 {path.name} 有误：{error}。格式为“表名: {{标准列名: [别名]}}”") from error
    return known


def _of_schema(table: Table) -> dict[str, str]:
    by_alias = {normalise(alias): column.name for column in table.columns.values() for alias in column.aliases}
    return by_alias | {normalise(name): name for name in table.columns}


def _add(known: dict[str, str], table: Table, columns: Mapping[str, Sequence[str]], wildcard: bool) -> None:
    for column, names in columns.items():
        if column in table.columns:
            known.update({normalise(name): column for name in names if normalise(name) not in table.columns})
        elif not wildcard:
            raise KeyError(f"{table.name} 没有列 {column}")


def find(rows: Sequence[Sequence[object]], table: Table, aliases: Aliases) -> Header | None:
    """The header among the first rows: the one with most known columns, the lower of equals.

    None if no row names two columns; a row of a single cell may name one.
    """
    best: Header | None = None
    for index, row in enumerate(rows[: TITLE_ROWS + 1]):
        header = _match(index, row, aliases[table.name])
        if len(header.columns) >= (len(best.columns) if best else 1):
            best = header
    if best is None:
        return None
    filled = sum(1 for name in best.names if name.strip())
    return best if len(best.columns) >= 2 or filled == 1 else None


def _match(index: int, row: Sequence[object], known: Mapping[str, str]) -> Header:
    names = tuple("" if cell is None else str(cell) for cell in row)
    columns: dict[str, int] = {}
    notices: list[str] = []
    for position, name in enumerate(names):
        standard = known.get(normalise(name))
        if standard is None:
            continue
        if standard in columns:
            exact = normalise(name) == standard and normalise(names[columns[standard]]) != standard
            ignored = names[columns[standard]] if exact else name
            notices.append(f"列“{ignored}”与另一列同为“{standard}”，已忽略")
            if not exact:
                continue
        columns[standard] = position
    return Header(index, names, columns, tuple(notices))


def require(header: Header, table: Table) -> None:
    """UnreadableError if a column is missing without which the table says nothing."""
    if missing := table.missing(set(header.columns)):
        raise UnreadableError(f"《{table.name}》缺少必需列：{'、'.join(missing)}。请补上该列，或在别名文件中登记它的别名")
