"""One cell: how its text becomes a typed value, as SQL over whole columns.

Macros take the text `c` and, where it helps, `n`: the same narrowed (half-width, without blanks around it). `value` is NULL for
a blank and for an unreadable cell; `blank` tells them apart; `plain` says that the text already was the standard form, so that
everything else was repaired. Columns in which every cell is `clean` skip all this and are taken `direct`: most of most months.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dashboard.importing.workbook import SERIAL
from dashboard.records import Column
from geodata.pack import ROUND_COUNTIES

FIRST_DAY, LAST_DAY = "1900-01-01", "2100-12-31"
_WIDE = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
_NARROW = "".join(chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F))
_BLANKS = " \t\r\n\u3000\u00a0\u200b\ufeff"
_EDGES = " OR ".join(
    [f"ends_with(c, '{blank}')" for blank in _BLANKS] + [f"starts_with(c, '{blank}')" for blank in _BLANKS if blank > "~"]
)
_YES = ("是", "有", "1", "1.0", "true", "y", "yes", "✓", "√", "✔")
_NO = ("否", "无", "0", "0.0", "false", "n", "no", "×", "✗", "✘", "x")
_SEPARATORS = "[;；,，、|｜]"
_TIME = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY = rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?{_TIME}"
_NUMBER = r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+)"


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def quoted(values: Iterable[str]) -> str:
    return ", ".join(map(quote, values))


_MACROS = {
    # text that neither begins nor ends with a blank: `!` is the first visible character
    "edged(c)": f"c >= '!' AND NOT ({_EDGES})",
    "tidy(c)": f"CASE WHEN edged(c) THEN c ELSE nullif(trim(c, {quote(_BLANKS)}), '') END",
    "wide(c)": "strlen(c) <> length(c) AND regexp_matches(c, '[\uff01-\uff5e]')",  # translate costs a thousand times as much
    "narrow(c)": (
        "CASE WHEN NOT wide(c) THEN tidy(c) "
        f"ELSE nullif(trim(translate(c, {quote(_WIDE)}, {quote(_NARROW)}), {quote(_BLANKS)}), '') END"
    ),
    "number(n, unit)": (
        f"try_cast(replace(regexp_extract(n, '^[¥￥]?' || '{_NUMBER}' || '\\s*(?:' || unit || ')?$', 1), ',', '') "
        "AS DECIMAL(18, 6))"
    ),
    "code(c, n)": r"CASE WHEN ends_with(c, '.0') AND regexp_full_match(c, '\d+\.0') THEN c[:-3] ELSE n END",
    "code_plain(c)": r"NOT wide(c) AND CASE WHEN ends_with(c, '.0') THEN NOT regexp_full_match(c, '\d+\.0') ELSE true END",
    "whole_plain(c)": "CAST(try_cast(c AS BIGINT) AS VARCHAR) = c",
    "whole_of(x)": "CASE WHEN floor(x) = x THEN CAST(x AS BIGINT) END",
    "whole(c, n, unit)": "CASE WHEN whole_plain(c) THEN try_cast(c AS BIGINT) ELSE whole_of(number(n, unit)) END",
    # doubles hold yuan with two decimals exactly enough below 10^11: rounding the product gives the true fen
    "fen_plain(c)": (
        "try_cast(c AS DOUBLE) BETWEEN 0 AND 1e11 "
        "AND abs(try_cast(c AS DOUBLE) * 100 - round(try_cast(c AS DOUBLE) * 100)) < 1e-4"
    ),
    "fen(c, n)": (
        "CASE WHEN fen_plain(c) THEN CAST(round(try_cast(c AS DOUBLE) * 100) AS BIGINT) "
        "ELSE CAST(round(number(n, '元') * 100) AS BIGINT) END"
    ),
    "iso(c, n)": (
        f"CASE WHEN regexp_full_match(n, '{_DAY}') THEN regexp_replace(n, '^{_DAY}$', '\\1-\\2-\\3') "
        r"WHEN regexp_full_match(n, '(19|20|21)\d{6}') "
        r"THEN regexp_replace(n, '^(\d{4})(\d{2})(\d{2})$', '\1-\2-\3') "
        f"WHEN starts_with(c, '{SERIAL}') "
        "THEN CAST(DATE '1899-12-30' + CAST(floor(try_cast(c[2:] AS DOUBLE)) AS INTEGER) AS VARCHAR) END"
    ),
    "day_plain(c)": "CAST(try_cast(c AS DATE) AS VARCHAR) = c",
    "day(c, n)": "CASE WHEN day_plain(c) THEN try_cast(c AS DATE) ELSE try_cast(iso(c, n) AS DATE) END",
    "month_plain(c)": r"regexp_full_match(c, '(19|20)\d{2}-(0[1-9]|1[0-2])')",
    "month_of(c, n)": (
        "CASE WHEN month_plain(c) THEN c "
        r"WHEN regexp_full_match(n, '(19|20)\d{2}\s*[-/.年]?\s*(0[1-9]|1[0-2]|[1-9])\s*月?(?:份)?') THEN "
        r"regexp_extract(n, '^(\d{4})', 1) || '-' || lpad(regexp_extract(n, '^\d{4}\D*(\d+)', 1), 2, '0') "
        "ELSE left(CAST(try_cast(iso(c, n) AS DATE) AS VARCHAR), 7) END"
    ),
    "year_of(n)": r"try_cast(regexp_extract(n, '^((?:19|20|21)\d{2})(?:\.0)?\s*(?:年|年度)?$', 1) AS BIGINT)",
    "flag_of(c, n)": (
        "CASE WHEN c = '是' THEN true WHEN c = '否' THEN false "
        f"WHEN lower(n) IN ({quoted(_YES)}) THEN true WHEN lower(n) IN ({quoted(_NO)}) THEN false END"
    ),
    "digits(n)": r"regexp_extract(n, '^(\d+)(?:\.0+)?$', 1)",
    "down_to_county(r)": r"regexp_replace(regexp_replace(r, '^(\d{9})000$', '\1'), '^(\d{6})000$', '\1')",
    "down_to_nation(r)": (
        r"regexp_replace(regexp_replace(regexp_replace(r, '^(\d{4})00$', '\1'), '^(\d{2})00$', '\1'), '^0+$', '0')"
    ),
    "short_code(r)": (
        "CASE WHEN r = '0' THEN r WHEN length(r) NOT IN (2, 4, 6, 9, 12) THEN NULL "
        f"WHEN down_to_county(r) IN ({quoted(sorted(ROUND_COUNTIES))}) THEN down_to_county(r) "
        "ELSE down_to_nation(down_to_county(r)) END"
    ),
    "short_plain(c)": (
        "whole_plain(c) AND length(c) IN (2, 4, 6, 9, 12) AND CASE WHEN ends_with(c, '00') THEN short_code(c) = c ELSE true END"
    ),
    "region(c, n)": "short_code(CASE WHEN whole_plain(c) THEN c ELSE digits(n) END)",
    "members(c)": f"list_filter(string_split_regex(tidy(c), '{_SEPARATORS}'), x -> tidy(x) IS NOT NULL)",
}


def define(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the macros that the expressions of this module use known to a connection."""
    for head, body in _MACROS.items():
        connection.execute(f"CREATE MACRO {head} AS {body}")


@dataclass(frozen=True)
class Cell:
    """Expressions over one raw column, and over what is made of it step by step.

    `clean`, `direct` and `c` are over the raw column; `value` and `blank` over `c<place>` (= `c`) and `n<place>` (= `narrowed`),
    `plain` also over the value `v<place>`.
    """

    clean: str  # cheap test that `direct` is the value; may be false for odd but good text
    direct: str
    c: str
    narrowed: str
    value: str
    blank: str
    plain: str
    bound: str  # a condition with `{v}` for the value, empty if any value will do

    def within(self, v: str) -> str:
        """The value `v`, or NULL where it is out of bounds."""
        return f"CASE WHEN {self.bound.format(v=v)} THEN {v} END" if self.bound else v


def cell(column: Column, raw: str, source_type: str, place: int) -> Cell:
    """The column's expressions over `raw` of a DuckDB type; types that already say what the column means skip the text repair."""
    c, n, v = f"c{place}", f"n{place}", f"v{place}"
    bound = _bound(column)
    if typed := _typed(column, raw, source_type):
        blank = f"({c} IS NULL OR isnan({c}))" if source_type in ("DOUBLE", "FLOAT") else f"{c} IS NULL"
        clean = bound.format(v=f"({typed})") if bound else f"({typed}) IS NOT NULL"
        value = _typed(column, c, source_type) or c
        return Cell(clean, typed, raw, "NULL", value, blank, "true", bound)
    clean, direct = _direct(column, raw) if source_type == "VARCHAR" else ("false", raw)
    value, plain = _list(column, c, v) if column.type == "list" else _single(column, c, n, v)
    text = raw
    if source_type.endswith("[]"):
        text = f"array_to_string({raw}, ';')"
    elif source_type in ("DOUBLE", "FLOAT"):
        text = f"CAST(CASE WHEN isnan({raw}) THEN NULL ELSE {raw} END AS VARCHAR)"
    elif source_type != "VARCHAR":
        text = f"CAST({raw} AS VARCHAR)"
    return Cell(clean, direct, text, f"narrow({text})", value, f"{n} IS NULL", plain, bound)


def _direct(column: Column, c: str) -> tuple[str, str]:
    """`clean` and `direct` of text."""
    match column.type:
        case "text":
            return f"edged({c})", c
        case "code":
            return f"edged({c}) AND code_plain({c})", c
        case "region":
            return f"short_plain({c})", c
        case "choice":
            return f"{c} IN ({quoted(column.codes.values)})", c  # type: ignore[union-attr]
        case "flag":
            return f"{c} IN ('是', '否')", f"({c} = '是')"
        case "int":
            return f"whole_plain({c}) AND NOT starts_with({c}, '-')", f"CAST({c} AS BIGINT)"
        case "year":
            return f"length({c}) = 4 AND {c} BETWEEN '1900' AND '2199' AND whole_plain({c})", f"CAST({c} AS BIGINT)"
        case "money":
            return f"fen_plain({c})", f"CAST(round(CAST({c} AS DOUBLE) * 100) AS BIGINT)"
        case "decimal":
            return rf"regexp_full_match({c}, '\d{{1,11}}(\.\d{{1,6}})?')", f"CAST({c} AS DECIMAL(18, 6))"
        case "month":
            return f"month_plain({c})", c
        case "date":
            within = f"{c} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'"
            return f"day_plain({c}) AND {within}", f"CAST({c} AS DATE)"
        case "list" if column.codes:
            members = f"string_split({c}, ';')"
            return f"list_has_all([{quoted(column.codes.values)}], {members})", members
    return "false", c


def _typed(column: Column, c: str, source_type: str) -> str | None:
    whole = source_type in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
    real = source_type in ("DOUBLE", "FLOAT") or source_type.startswith("DECIMAL")
    match column.type:
        case "date" if source_type == "DATE" or source_type.startswith("TIMESTAMP"):
            return f"CAST({c} AS DATE)"
        case "flag" if source_type == "BOOLEAN":
            return c
        case "code" if whole:
            return f"CAST({c} AS VARCHAR)"
        case "int" | "year" if whole:
            return f"CAST({c} AS BIGINT)"
        case "int" | "year" if real:
            return f"CASE WHEN {c} = floor({c}) THEN try_cast({c} AS BIGINT) END"
        case "money" if whole:
            return f"try_cast({c} AS BIGINT) * 100"
        case "money" if real:
            return f"try_cast(round({c} * 100) AS BIGINT)"
        case "decimal" if whole or real:
            return f"try_cast({c} AS DECIMAL(18, 6))"
    return None


def _bound(column: Column) -> str:
    """Values beyond reason count as unreadable: negative counts and money, dates outside 1900 … 2100."""
    match column.type:
        case "int" | "money":
            return "{v} >= 0"
        case "year":
            return "{v} BETWEEN 1900 AND 2199"
        case "date":
            return f"{{v}} BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'"
    return ""


def _single(column: Column, c: str, n: str, v: str) -> tuple[str, str]:
    """`value` and `plain` of one value."""
    unit = quote("|".join(dict.fromkeys(["元", "%", *([column.unit] if column.unit else [])])))
    match column.value_type:
        case "text":
            return f"tidy({c})", "true"
        case "code":
            return f"code({c}, {n})", f"{v} = tidy({c})"
        case "region":
            return f"region({c}, {n})", f"whole_plain({c})"
        case "choice":
            return _choice(column, c, n), f"{c} IN ({quoted(column.codes.values)})"  # type: ignore[union-attr]
        case "flag":
            return f"flag_of({c}, {n})", f"{c} IN ('是', '否')"
        case "int":
            return f"whole({c}, {n}, {quote(column.unit or '元')})", f"whole_plain({c})"
        case "year":
            return f"year_of({n})", f"whole_plain({c})"
        case "money":
            return f"fen({c}, {n})", f"fen_plain({c})"
        case "decimal":
            return f"number({n}, {unit})", f"try_cast({c} AS DECIMAL(18, 6)) IS NOT NULL"
        case "month":
            return f"month_of({c}, {n})", f"month_plain({c})"
        case "date":
            return f"day({c}, {n})", f"day_plain({c})"
    raise ValueError(column.value_type)


def _choice(column: Column, c: str, n: str) -> str:
    codes = column.codes
    assert codes is not None
    whens = " ".join(f"WHEN {quote(key)} THEN {quote(value)}" for key, value in codes.synonyms.items())
    values = quoted(codes.values)
    synonym = f"CASE {n} {whens} END" if whens else "NULL"
    return f"CASE WHEN {c} IN ({values}) THEN {c} WHEN {n} IN ({values}) THEN {n} ELSE {synonym} END"


def _list(column: Column, c: str, v: str) -> tuple[str, str]:
    """All members in order; unreadable as a whole if one member is."""
    one, _ = _single(column, "x", "narrow(x)", "x")
    values = f"list_transform(members({c}), x -> {one})"
    value = (
        f"CASE WHEN len(members({c})) > 0 AND NOT list_contains(list_transform({values}, w -> w IS NULL), true) THEN {values} END"
    )
    plain = f"array_to_string({v}, ';') = array_to_string(list_transform(members({c}), x -> tidy(x)), ';')"
    return value, plain if column.value_type in ("region", "choice") else "true"
