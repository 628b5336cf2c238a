"""`python -m dashboard import`: its exit status, what it prints when piped, and where rejects.csv lies."""

from pathlib import Path

import pytest

from dashboard.__main__ import main
from tests.importing.conftest import MONTH, base, visit, write_csv


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


def test_refused_rows_stop_the_publication(folder, data_dir, capsys):
    for table, rows in (base() | {"诊疗费用": [visit("V1"), visit("V2", 入院日期="?")]}).items():
        write_csv(folder, table, rows)
    assert main(["import", str(folder), "--month", MONTH]) == 3
    printed = capsys.readouterr()
    assert "诊疗费用.csv\t2\t1\t1" in printed.out.splitlines()
    assert str(data_dir / "rejects.csv") in printed.err.replace("\n", "")
    assert (data_dir / "rejects.csv").read_bytes().startswith("\ufefftable,file,sheet,row,column,value,reason,remedy".encode())
    assert not list(data_dir.glob("store/*"))
    assert not list((data_dir / "staging").iterdir())


@pytest.mark.parametrize("arguments", [["--month", "2020-13"], ["--month", MONTH, "--province", "6328"]])
def test_wrong_arguments(folder, data_dir, capsys, arguments):
    for table, rows in base().items():
        write_csv(folder, table, rows)
    assert main(["import", str(folder), *arguments]) == 2
    assert capsys.readouterr().err


def test_one_unreadable_file_stops_everything(folder, data_dir, capsys):
    for table, rows in base().items():
        write_csv(folder, table, rows)
    (folder / "签约.csv").touch()
    assert main(["import", str(folder), "--month", MONTH]) == 2
    assert "签约.csv" in capsys.readouterr().err
    assert not list(data_dir.glob("store/*"))
