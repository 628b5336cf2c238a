"""Whatever is done to a file: no traceback, and every row read is either accepted or refused."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import importing
from tests.importing.conftest import MONTH, base, clinic, refusals, visit, write_csv

FRAGMENTS = st.sampled_from(
    [b'"', b",", b"\n", b"\r\n", b"\n\n", b"\x00", b"\xff\xfe", b"-1", "是".encode(), "，".encode(), b"9" * 30, b";", b"\t", b""]
)
MUTATIONS = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 12), FRAGMENTS), max_size=6)


def mutate(text: bytes, mutations) -> bytes:
    for at, cut, fragment in mutations:
        at %= len(text) + 1
        text = text[:at] + fragment + text[at + cut :]
    return text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MUTATIONS, MUTATIONS)
def test_mutated_files(of_visits, of_clinics):
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "month", Path(place) / "out"
        folder.mkdir()
        tables = base() | {"诊疗费用": [visit(f"V{i}") for i in range(5)], "村卫生室监测": [clinic()] * 2}
        for table, mutations in (("诊疗费用", of_visits), ("村卫生室监测", of_clinics)):
            path = write_csv(folder, table, tables.pop(table))
            path.write_bytes(mutate(path.read_bytes(), mutations))
        for table, rows in tables.items():
            write_csv(folder, table, rows)
        report = importing.read_month(folder, MONTH, out)
        for one in report.files:
            assert one.rows == one.accepted + one.refused
            refused = {(line["file"], line["sheet"], line["row"]) for line in refusals(report) if line["file"] == one.file}
            assert len(refused) == one.refused
        for table in {one.table for one in report.files}:
            assert report.records.frame(table).shape[0] <= sum(one.accepted for one in report.files if one.table == table)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_any_text_in_any_cell(cells):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "month"
        folder.mkdir()
        names = ("疾病编码", "入院日期", "住院押金", "是否县域内", "采集方式")
        rows = [visit(f"V{i}") | dict(zip(names, row, strict=True)) for i, row in enumerate(cells)]
        write_csv(folder, "诊疗费用", rows)
        report = importing.read_month(folder, MONTH, Path(place) / "out")
        assert report.unreadable == []
        (one,) = report.files
        assert (one.rows, one.accepted + one.refused) == (len(rows), len(rows))
        assert len(report.records.frame("诊疗费用")) == one.accepted
