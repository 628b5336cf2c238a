"""What a month's tables look like: read from `policies/columns/*.yaml` and `policies/codes.yaml`, never written in code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from dashboard import yaml_files

POLICIES = Path(__file__).resolve().parents[2] / "policies"
TYPES = ("text", "code", "region", "choice", "month", "flag", "int", "year", "decimal", "money", "date", "list")
MONTH_COLUMN = "监测期"


@dataclass(frozen=True)
class Codes:
    """A closed list: the values that are stored, and other spellings of them."""

    name: str
    values: tuple[str, ...]
    synonyms: Mapping[str, str]


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    of: str | None = None  # type of a list's members
    codes: Codes | None = None
    unit: str | None = None
    required: bool = False
    locates: bool = False  # says in which region the row lies
    personal: bool = False  # identifies or describes a person: masked outside the role's own area
    references: str | None = None  # table that must know the value; a row with an unknown one is refused
    expected_in: str | None = None  # as above, but only a quality hit
    aliases: tuple[str, ...] = ()

    @property
    def value_type(self) -> str:
        """The type of one value: the member type of a list, else the column's own."""
        return self.of or self.type

    @property
    def arrow_type(self) -> pa.DataType:
        """How the column is stored (money: integer fen)."""
        match self.type:
            case "flag":
                return pa.bool_()
            case "int" | "year" | "money":
                return pa.int64()
            case "decimal":
                return pa.decimal128(18, 6)
            case "date":
                return pa.date32()
            case "list":
                return pa.list_(pa.string())
            case _:
                return pa.string()


@dataclass(frozen=True)
class Balance:
    """total = Σ parts + rest, within the tolerance."""

    total: str
    rest: str
    parts: tuple[str, ...]
    tolerance_fen: int


@dataclass(frozen=True)
class Table:
    id: str
    name: str
    purpose: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    aliases: tuple[str, ...] = ()
    optional_key: tuple[str, ...] = ()  # part of the identity, but may be blank
    key_fallback: Mapping[str, str] = field(default_factory=dict)  # a blank key column is allowed where this one is filled
    one_of: tuple[tuple[str, ...], ...] = ()  # of each group at least one column must be in the file
    order: tuple[tuple[str, str], ...] = ()  # (earlier, later) dates; the reverse is refused
    balance: Balance | None = None
    at_most: tuple[tuple[str, str], ...] = ()  # (part, whole); more is a quality hit

    @property
    def identity(self) -> tuple[str, ...]:
        return self.key + self.optional_key

    @property
    def keyed_by_month(self) -> bool:
        """Only rows whose 监测期 is the month count for it."""
        return MONTH_COLUMN in self.key

    @property
    def arrow_schema(self) -> pa.Schema:
        return pa.schema([(column.name, column.arrow_type) for column in self.columns.values()])

    def missing(self, present: set[str]) -> list[str]:
        """Required columns (or "a/b" for a group of which one is needed) that are not among `present`."""
        alone = [column.name for column in self.columns.values() if column.required and column.name not in present]
        return alone + ["/".join(group) for group in self.one_of if not present.intersection(group)]


def _codes(path: Path) -> dict[str, Codes]:
    return {
        name: Codes(name, tuple(entry["values"]), MappingProxyType(dict(entry.get("synonyms", {}))))
        for name, entry in _read(path).items()
    }


def _read(path: Path) -> dict[str, Any]:
    return yaml_files.read(path)


def _column(name: str, entry: dict[str, Any], codes: dict[str, Codes]) -> Column:
    entry = dict(entry)
    listed = codes[entry.pop("codes")] if "codes" in entry else None
    column = Column(name, codes=listed, aliases=tuple(entry.pop("aliases", ())), **entry)
    if column.value_type not in TYPES or (column.value_type == "choice") != (listed is not None):
        raise ValueError(f"column {name}: type {column.type} of {column.of} with codes {listed and listed.name}")
    return column


def _table(path: Path, codes: dict[str, Codes]) -> Table:
    entry = _read(path)
    columns = {name: _column(name, spec, codes) for name, spec in entry["columns"].items()}
    balance = entry.get("balance")
    table = Table(
        id=entry["id"],
        name=entry["table"],
        purpose=path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# "),
        key=tuple(entry["key"]),
        columns=MappingProxyType(columns),
        aliases=tuple(entry.get("aliases", ())),
        optional_key=tuple(entry.get("optional_key", ())),
        key_fallback=MappingProxyType(dict(entry.get("key_fallback", {}))),
        one_of=tuple(tuple(group) for group in entry.get("one_of", ())),
        order=tuple((earlier, later) for earlier, later in entry.get("order", ())),
        balance=Balance(**{**balance, "parts": tuple(balance["parts"])}) if balance else None,
        at_most=tuple((part, whole) for part, whole in entry.get("at_most", ())),
    )
    named = [*table.identity, *table.key_fallback.values(), *sum(table.one_of + table.order + table.at_most, ())]
    if unknown := [name for name in named if name not in columns]:
        raise ValueError(f"{path.name}: rules name unknown columns {unknown}")
    return table


def load(policies: Path = POLICIES) -> Mapping[str, Table]:
    """Every table by its Chinese name, in the order of the file names (T01 … T33)."""
    codes = _codes(policies / "codes.yaml")
    tables = [_table(path, codes) for path in sorted((policies / "columns").glob("*.yaml"))]
    return MappingProxyType({table.name: table for table in tables})


TABLES = load()
