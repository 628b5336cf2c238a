"""Accepted rows that contradict themselves or other tables: counted and shown (M-24), never refused."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from dashboard.importing.cells import name, quote
from dashboard.importing.keys import key_text
from dashboard.records import TABLES, MonthRecords, Table

PACK = Path(__file__).resolve().parents[2] / "geodata" / "china" / "divisions.parquet"
"""Every region that the shipped pack knows."""

_EMPTY = "SELECT '' AS \"table\", '' AS rule, '' AS \"column\", '' AS key, '' AS region_code, '' AS detail WHERE false"


def write(connection: duckdb.DuckDBPyConnection, records: MonthRecords, target: Path) -> None:
    """One row per hit: table, rule, column, key, region_code (null where the row names no region), detail."""
    queries = [query for table in TABLES.values() if records.reported(table.name) for query in _of_table(table, records)]
    union = " UNION ALL ".join([_EMPTY, *queries, *_across(records)])
    connection.execute(f"COPY ({union}) TO {quote(str(target))} (FORMAT parquet, COMPRESSION zstd)")


def _rows(records: MonthRecords, table: str) -> str:
    return f"read_parquet({quote(str(records.path(table)))})"


def _hit(table: Table, rule: str, column: str, where: str, detail: str) -> str:
    home = next((c.name for c in table.columns.values() if c.locates and c.type == "region"), None)
    return (
        f"SELECT {quote(table.name)}, {quote(rule)}, {quote(column)}, {key_text(table)}, "
        f"{name(home) if home else 'NULL'}, {detail} FROM {where}"
    )


def _of_table(table: Table, records: MonthRecords) -> Iterator[str]:
    rows = _rows(records, table.name)
    for part, whole in table.at_most:
        detail = f"concat({name(part)}, ' > ', {name(whole)})"
        yield _hit(table, f"{part}大于{whole}", part, f"{rows} WHERE {name(part)} > {name(whole)}", detail)
    for column in table.columns.values():
        if column.expected_in and records.reported(column.expected_in) and records.has_column(table.name, column.name):
            parent = f"(SELECT {name(TABLES[column.expected_in].key[0])} FROM {_rows(records, column.expected_in)})"
            where = f"{rows} WHERE {name(column.name)} NOT IN {parent}"
            yield _hit(table, f"{column.name}不在《{column.expected_in}》中", column.name, where, name(column.name))


def _across(records: MonthRecords) -> Iterator[str]:
    """Rules that are about particular tables."""
    if records.reported("医疗卫生机构"):
        yield from _institutions(TABLES["医疗卫生机构"], _rows(records, "医疗卫生机构"), records)
    if records.reported("村卫生室监测") and records.reported("村医"):
        yield _doctors(TABLES["村卫生室监测"], records)


def _institutions(table: Table, rows: str, records: MonthRecords) -> Iterator[str]:
    yield _hit(table, "举办性质为空，按公立处理", "举办性质", f'{rows} WHERE "举办性质" IS NULL', "''")
    # only codes that begin with a county code claim a county; other coding schemes claim nothing
    counties = f"SELECT code FROM {quote(str(PACK))} WHERE length(code) = 6"
    if records.reported("行政区划"):
        counties += f' UNION SELECT "区划代码" FROM {_rows(records, "行政区划")}'
    moved = (
        f'{rows} WHERE left("机构编码", 6) IN ({counties}) '
        'AND length("所在区划代码") >= 6 AND left("机构编码", 6) <> left("所在区划代码", 6)'
    )
    detail = 'concat("机构编码", \' / \', "所在区划代码")'
    yield _hit(table, "所在县与机构编码前六位不符", "所在区划代码", moved, detail)


def _doctors(table: Table, records: MonthRecords) -> str:
    """合格村医数 of a village's clinics together against the doctors whom 村医 lists for it."""
    listed = (
        '(SELECT village, count(*) AS listed FROM (SELECT unnest("服务行政村代码") AS village '
        f'FROM {_rows(records, "村医")} WHERE "执业资格类型" <> \'无\' AND coalesce("是否合格", true) '
        "AND coalesce(\"在岗状态\", '在岗') = '在岗') GROUP BY village)"
    )
    claimed = (
        '(SELECT *, sum("合格村医数") OVER (PARTITION BY "行政村代码") AS claimed, '
        f'row_number() OVER (PARTITION BY "行政村代码") AS nth FROM {_rows(records, table.name)} '
        f'WHERE "监测期" = {quote(records.month)} AND "合格村医数" IS NOT NULL)'
    )
    differing = f'{claimed} LEFT JOIN {listed} ON village = "行政村代码" WHERE nth = 1 AND claimed <> coalesce(listed, 0)'
    return _hit(table, "合格村医数与《村医》名册不符", "合格村医数", differing, "concat(claimed, ' / ', coalesce(listed, 0))")
