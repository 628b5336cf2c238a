"""The schemas that the policies hold, and the promises of MonthRecords."""

from datetime import date

import pytest

from dashboard import importing
from dashboard.importing.headers import normalise
from dashboard.records import TABLES, MonthRecords
from tests.importing.conftest import MONTH, clinic, write_csv


def test_every_table_of_the_requirements_has_a_schema():
    ids = {table.id for table in TABLES.values()}
    assert ids >= {f"T{number:02d}" for number in range(1, 33)} | {"T03b", "T04b", "T06b"}


@pytest.mark.parametrize("table", TABLES)
def test_rules_of_a_schema_name_what_exists(table):
    schema = TABLES[table]
    for column in schema.columns.values():
        for parent in filter(None, (column.references, column.expected_in)):
            assert TABLES[parent].key, f"{table}.{column.name} points to {parent}"
    if schema.balance:
        parts = {schema.balance.total, schema.balance.rest, *schema.balance.parts}
        assert {schema.columns[part].type for part in parts} == {"money"}
    assert all(schema.columns[part].type in ("int", "money") for pair in schema.at_most for part in pair)


@pytest.mark.parametrize("table", TABLES)
def test_no_header_names_two_columns(table):
    names = [normalise(name) for column in TABLES[table].columns.values() for name in (column.name, *column.aliases)]
    assert len(names) == len(set(names))


def test_references_point_to_tables_that_are_read_before():
    order = list(TABLES)
    for table in TABLES.values():
        for column in table.columns.values():
            assert column.references is None or order.index(column.references) < order.index(table.name)


def test_records_of_a_month(tmp_path):
    rows = [clinic(行政村代码="632801"), clinic(行政村代码="632801", 机构编码="C2", 监测期="2020-04")]
    (tmp_path / "in").mkdir()
    write_csv(tmp_path / "in", "村卫生室监测", rows)
    importing.read_month(tmp_path / "in", MONTH, tmp_path / "out")
    records = MonthRecords.open(tmp_path / "out")
    assert (records.month, records.as_of) == (MONTH, date(2020, 5, 31))
    assert records.frame("村卫生室监测", ["机构编码", "药品种数"]).to_dict("list") == {"机构编码": ["C1"], "药品种数": [80]}
    assert records.has_column("村卫生室监测", "药品种数")
    assert not records.has_column("村卫生室监测", "填报日期")
    assert not records.reported("诊疗费用")
    assert records.path("诊疗费用") is None
    assert str(records.frame("诊疗费用")["医疗总费用"].dtype) == "int64[pyarrow]"
    with pytest.raises(KeyError):
        records.frame("没有这张表")
