"""`demo` makes, imports and publishes; a second run does nothing, a stopped run goes on, other data are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.publishing import Store

SMALL = ["demo", "--province", "46", "--scale", "0.004", "--level", "county"]


def versions(data_dir: Path) -> list[tuple[str, int]]:
    return [(v.month, v.version) for v in Store(data_dir / "store").months()]


def test_the_life_of_demo_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    asked = [*SMALL, "--months", "1", "--start", "2020-05"]
    assert main(asked) == 0
    month, rows, accepted, refused, _ = capsys.readouterr().out.rstrip("\n").split("\t")
    assert month == "2020-05"
    assert int(rows) == int(accepted) + int(refused)
    assert int(refused) > 0
    assert versions(tmp_path) == [("2020-05", 1)]
    assert (tmp_path / "demo" / "46" / "2020-05" / "县级医院监测.parquet").exists()

    assert main(asked) == 0  # nothing to do
    assert main([*SMALL, "--months", "1", "--start", "2020-07"]) == 0  # made with other arguments: left alone
    assert versions(tmp_path) == [("2020-05", 1)]

    record = tmp_path / "demo" / "46.json"
    kept = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps(kept | {"published": []}), encoding="utf-8")  # as if it had stopped before the record was kept
    assert main(asked) == 0
    assert versions(tmp_path) == [("2020-05", 2)]

    record.unlink()  # published data of the province that the demo does not know to be its own
    assert main(asked) == 0
    assert versions(tmp_path) == [("2020-05", 2)]
    assert main([*asked, "--force"]) == 0
    assert versions(tmp_path) == [("2020-05", 3)]


@pytest.mark.parametrize(
    "wrong",
    [["--province", "99"], ["--province", "6301"], ["--months", "0"], ["--scale", "0"], ["--seed", "-1"], ["--start", "2020-13"]],
)
def test_wrong_arguments_are_told(wrong: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert main(["demo", *wrong]) == 2
    assert list(tmp_path.iterdir()) == []
