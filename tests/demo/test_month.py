"""A demo folder is an ordinary folder: schemas know its columns, the importer refuses what is meant to be wrong and no more."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from dashboard import demo, importing, records
from dashboard.demo import writing
from dashboard.importing import ImportReport

EXPECTED = {
    "行政区划", "医疗卫生机构", "县级医院监测", "县域就诊汇总", "乡镇卫生院监测", "乡镇诊疗汇总", "村卫生室监测", "村医",
    "卫生院医师", "贫困户", "贫困人口花名册", "患病核实", "救治台账", "诊疗费用", "病种目录", "家医团队", "签约", "随访",
    "健康体检", "督战台账", "因病返贫预警户", "预警帮扶措施", "报送任务",
}  # fmt: skip


def test_every_table_and_column_is_known_to_the_schemas(world: demo.World) -> None:
    made = {name: make() for name, make in demo.tables(world, "2020-06").items()}
    assert set(made) == EXPECTED
    for name, table in made.items():
        known = records.TABLES[name]
        assert set(table.column_names) <= set(known.columns), name
        assert known.missing(set(table.column_names)) == [], name
        assert table.num_rows, name


def test_the_importer_refuses_the_wrong_rows_and_no_others(made: demo.MadeMonth, imported: ImportReport) -> None:
    refused: Counter[str] = Counter()
    for file in imported.files:
        refused[file.table] += file.refused
    assert imported.unreadable == []
    assert imported.notices == []
    assert {name: count for name, count in refused.items() if count} == {
        name: count for name, count in made.wrong.items() if count
    }
    assert imported.rows == sum(made.rows.values())
    assert 0.001 <= imported.refused / imported.rows <= 0.003


def test_rows_are_wrong_in_many_ways(imported: ImportReport) -> None:
    reasons = pd.read_csv(imported.rejects, dtype=str)["reason"]
    assert reasons.nunique() >= 10


def test_odd_forms_are_repaired(imported: ImportReport) -> None:
    repairs = pq.read_table(imported.repairs, columns=["kind"]).column("kind").to_pylist()
    assert len(set(repairs)) >= 3


def test_few_rows_contradict_one_another(imported: ImportReport) -> None:
    assert 0 < len(imported.hits) < 0.01 * imported.rows


def _digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(made: demo.MadeMonth, tmp_path: Path) -> None:
    again = demo.make_month(demo.simulate("63", scale=0.02), "2020-06", tmp_path / "again")
    assert _digest(again.folder) == _digest(made.folder)


def test_another_seed_gives_other_data(made: demo.MadeMonth, tmp_path: Path) -> None:
    other = demo.make_month(demo.simulate("63", seed=2, scale=0.02), "2020-06", tmp_path / "other")
    first, second = _digest(made.folder), _digest(other.folder)
    assert first["签约_1.parquet"] != second["签约_1.parquet"]
    assert first["病种目录.parquet"] == second["病种目录.parquet"]


def test_every_format_carries_the_same_rows(tmp_path: Path) -> None:
    small = demo.simulate("46", scale=0.002, months=2)
    accepted = {}
    for form in writing.FORMATS:
        made = demo.make_month(small, "2020-02", tmp_path / form, form)
        report = importing.read_month(made.folder, "2020-02", tmp_path / f"in-{form}", province="46")
        assert report.unreadable == []
        assert report.refused == sum(made.wrong.values())
        accepted[form] = Counter[str]()
        for file in report.files:
            accepted[form][file.table] += file.accepted
    assert accepted["parquet"] == accepted["csv"] == accepted["xlsx"]


def test_no_real_persons(made: demo.MadeMonth) -> None:
    person = pq.read_table(made.folder / "贫困人口花名册_1.parquet", columns=["姓名", "身份证号", "人员编号"]).to_pandas()
    assert person["姓名"].str.startswith("示例").all()
    assert person["人员编号"].str.startswith("DEMO-").all()
    assert not person["身份证号"].str.fullmatch(r"\d{17}[\dXx]|\d{15}").any()
