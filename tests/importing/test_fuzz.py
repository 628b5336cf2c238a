"""Whatever is done to a file: no traceback, no lost row. `python -m benchmarks fuzz` does the same over a thousand inputs."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import fuzz, mutations
from dashboard import importing
from tests.importing.conftest import MONTH, visit, write_csv


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 150, 25)], ids=lambda seeds: f"{seeds[0]}…")
def test_damaged_inputs(seeds, tmp_path):
    broken = {}
    for seed in seeds:
        place = tmp_path / str(seed)
        place.mkdir()
        what, found = fuzz.judge(seed, place)
        if found:
            broken[seed] = (what, found)
    assert broken == {}


def test_an_archive_whose_names_cannot_be_read(tmp_path):
    archive = tmp_path / "month.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("村医.csv", "村医编号")
    archive.write_bytes(archive.read_bytes().replace("村医".encode(), b"\xff\xfe\xff\xfe\xff\xfe"))
    report = importing.read_month(archive, MONTH, tmp_path / "out")
    assert [(file, "压缩包损坏" in reason) for file, reason in report.unreadable] == [("month.zip", True)]


def test_an_archive_with_two_files_of_one_name(tmp_path):
    archive = tmp_path / "month.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("村医.csv", "村医编号")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("村医.csv", "村医编号")
    report = importing.read_month(archive, MONTH, tmp_path / "out")
    assert "两个“村医.csv”" in report.unreadable[0][1]


def test_files_beside_a_folder_are_read_and_the_folder_is_told(tmp_path):
    folder = tmp_path / "month"
    (folder / "旧").mkdir(parents=True)
    write_csv(folder, "诊疗费用", [visit()])
    write_csv(folder / "旧", "诊疗费用", [visit("V2")])
    report = importing.read_month(folder, MONTH, tmp_path / "out")
    assert [one.rows for one in report.files] == [1]
    assert any("子文件夹 旧" in notice for notice in report.notices)


def test_the_same_seed_makes_the_same_input(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        mutations.make(3, tmp_path / name)
        files = [path for path in (tmp_path / name).rglob("*") if path.is_file()]
        made.append({path.name: path.read_bytes() for path in files if path.suffix == ".csv"})
    assert made[0] == made[1] != {}


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_any_text_in_any_cell(tmp_path_factory, cells):
    place: Path = tmp_path_factory.mktemp("cells")
    (place / "month").mkdir()
    names = ("疾病编码", "入院日期", "住院押金", "是否县域内", "采集方式")
    rows = [visit(f"V{i}") | dict(zip(names, row, strict=True)) for i, row in enumerate(cells)]
    write_csv(place / "month", "诊疗费用", rows)
    report = importing.read_month(place / "month", MONTH, place / "out")
    assert report.unreadable == []
    (one,) = report.files
    assert (one.rows, one.accepted + one.refused) == (len(rows), len(rows))
    assert len(report.records.frame("诊疗费用")) == one.accepted
