"""A sender corrects refused rows and sends only those: upsert by key, and every row stays accounted for."""

import csv
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.importing import staged
from dashboard.importing.merging import merge
from dashboard.importing.reading import read_month
from dashboard.publishing import Store
from dashboard.records import MonthRecords
from tests.importing.conftest import MONTH, VILLAGE, base, clinic, visit, write_csv


def folder(place: Path, **tables) -> Path:
    place.mkdir()
    for table, rows in tables.items():
        write_csv(place, table, rows)
    return place


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


def published(data: Path, table: str, column: str) -> list:
    (part,) = Store(data / "store").parts(MONTH)
    return MonthRecords.open(part).frame(table)[column].tolist()


def rejects(data: Path) -> list[tuple[str, str]]:
    with staged.find(data, MONTH, "63").rejects.open(encoding="utf-8-sig", newline="") as stream:
        return [(line["file"], line["row"]) for line in csv.DictReader(stream)]


def run(source: Path, *more: str) -> int:
    return main(["import", str(source), "--month", MONTH, "--province", "63", *more])


def test_only_the_corrected_rows_are_sent_again(tmp_path, data):
    person = base()["贫困人口花名册"][0]
    first = base() | {
        "贫困人口花名册": [person, person | {"人员编号": "P2", "出生日期": "不详"}],
        "诊疗费用": [visit("V1"), visit("V2", 人员编号="P2"), visit("V3", 入院日期="?"), visit("V4", 住院押金="-1")],
    }
    assert run(folder(tmp_path / "a", **first)) == 3
    assert Store(data / "store").months() == []
    waiting = staged.find(data, MONTH, "63")
    assert (waiting.refused, waiting.accepted, waiting.whole) == (3, sum(map(len, first.values())) - 3, True)

    # one of two is right now; a third, new row refers to the person who was refused before
    again = {"诊疗费用": [visit("V3"), visit("V4", 住院押金="-2"), visit("V5", 人员编号="P2")]}
    assert run(folder(tmp_path / "b", **again), "--into-staged") == 3
    assert rejects(data) == [("贫困人口花名册.csv", "3"), ("诊疗费用.csv", "3")]
    waiting = staged.find(data, MONTH, "63")
    assert [(s.rows, s.accepted, s.refused) for s in waiting.submissions] == [(14, 11, 3), (3, 2, 1)]

    last = {"贫困人口花名册": [person | {"人员编号": "P2"}], "诊疗费用": [visit("V4", 住院押金="2")]}
    assert run(folder(tmp_path / "c", **last), "--into-staged") == 0
    assert staged.find(data, MONTH, "63") is None
    assert sorted(published(data, "诊疗费用", "就诊编号")) == ["V1", "V2", "V3", "V4", "V5"]
    assert sorted(published(data, "贫困人口花名册", "人员编号")) == ["P1", "P2"]
    (version,) = Store(data / "store").months()
    (part,) = version.parts.values()
    assert (part.rows, part.refused, len(part.sources)) == (15, 0, len(first) + 3)


def test_rows_still_refused_stay_out_when_the_rest_is_accepted(tmp_path, data):
    assert run(folder(tmp_path / "a", **base() | {"诊疗费用": [visit("V1"), visit("V2", 入院日期="?")]})) == 3
    assert run(folder(tmp_path / "b", 诊疗费用=[visit("V1", 住院押金="5")]), "--into-staged", "--accept-rejects") == 0
    assert published(data, "诊疗费用", "住院押金") == [500]
    assert Store(data / "store").months()[0].refused == 1
    assert run(folder(tmp_path / "c", 诊疗费用=[visit("V2")]), "--into-staged") == 0  # the row that was left out comes after all
    assert Store(data / "store").months()[0].refused == 0


def test_a_few_rows_are_put_over_the_version_in_force(tmp_path, data):
    assert run(folder(tmp_path / "a", **base())) == 0
    late = {"诊疗费用": [visit("V1", 住院押金="7"), visit("V2")]}
    assert run(folder(tmp_path / "b", **late), "--into-staged") == 0
    assert published(data, "诊疗费用", "就诊编号") == ["V1", "V2"]
    assert published(data, "诊疗费用", "住院押金")[0] == 700
    assert published(data, "村卫生室监测", "药品种数") == [80]
    assert Store(data / "store").months()[0].version == 2


def test_an_unknown_person_is_refused_also_when_few_rows_are_sent(tmp_path, data):
    assert run(folder(tmp_path / "a", **base())) == 0
    assert run(folder(tmp_path / "b", 诊疗费用=[visit("V2", 人员编号="P9")]), "--into-staged") == 3


def test_a_column_that_was_not_sent_keeps_its_value(tmp_path):
    one = read_month(folder(tmp_path / "a", **base()), MONTH, tmp_path / "one").records
    bare = {name: cell for name, cell in clinic(药品种数="81").items() if name != "合格村医数"}
    two = read_month(folder(tmp_path / "b", 村卫生室监测=[bare]), MONTH, tmp_path / "two", earlier=[one]).records
    both = merge(one, two, tmp_path / "both").frame("村卫生室监测")
    assert both[["药品种数", "合格村医数"]].to_numpy().tolist() == [[81, 1]]


def test_rows_without_a_key_are_not_doubled(tmp_path):
    doctors = [{"机构编码": "C1", "姓名": "甲", "执业类别": "临床"}, {"机构编码": "C1", "姓名": "乙", "执业类别": "临床"}]
    one = read_month(folder(tmp_path / "a", **base(), 卫生院医师=doctors[:1]), MONTH, tmp_path / "one").records
    two = read_month(folder(tmp_path / "b", 卫生院医师=doctors), MONTH, tmp_path / "two", earlier=[one]).records
    assert merge(one, two, tmp_path / "both").frame("卫生院医师")["姓名"].tolist() == ["甲", "乙"]


def test_a_village_without_clinic_is_told_apart_from_its_neighbour(tmp_path):
    """Their monitoring rows have no institution: the village stands in for it, in merging as in the check."""
    none = clinic(机构编码="", 村医疗服务方式="无", 药品种数="")
    rows = [none, none | {"行政村代码": f"{VILLAGE[:-1]}2"}]
    regions = [*base()["行政区划"], base()["行政区划"][-1] | {"区划代码": f"{VILLAGE[:-1]}2"}]
    one = read_month(
        folder(tmp_path / "a", **base() | {"村卫生室监测": rows, "行政区划": regions}), MONTH, tmp_path / "one"
    ).records
    two = read_month(
        folder(tmp_path / "b", 村卫生室监测=[none | {"药品种数": "9"}]), MONTH, tmp_path / "two", earlier=[one]
    ).records
    both = merge(one, two, tmp_path / "both").frame("村卫生室监测").sort_values("行政村代码")
    assert both["药品种数"].fillna(0).tolist() == [9, 0]
