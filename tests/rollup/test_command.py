"""`python -m dashboard rollup`: what it writes, and what it refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from dashboard.__main__ import main
from tests.rollup.build import folder

HAND = yaml.safe_load((Path(__file__).parent / "hand_month.yaml").read_text(encoding="utf-8"))
HEADERS = {
    "indicators.csv": "month region_code level indicator numerator denominator target status",
    "warnings.csv": (
        "家庭编号 region_code members self_pay_2019 self_pay_2020 per_capita_2019 per_capita_2020 candidate source state"
    ),
}


def run(source: Path, out: Path, *more: str) -> int:
    return main(["rollup", str(source), "--month", "2020-06", "--policy", "QH-2020", "--out", str(out), *more])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    root = tmp_path_factory.mktemp("command")
    assert run(folder(root / "2020-06", HAND["tables"]), root / "out") == 0
    return root / "out"


@pytest.mark.parametrize("name", HEADERS)
def test_files_open_in_excel(written, name):
    assert (written / name).read_bytes().startswith(b"\xef\xbb\xbf")
    assert (written / name).read_text(encoding="utf-8-sig").split("\n")[0].strip().split(",") == HEADERS[name].split()


def test_the_hand_month_comes_out(written):
    with (written / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(r["region_code"], r["indicator"]): r for r in csv.DictReader(file)}
    for region, expected in HAND["expected"].items():
        for indicator, (numerator, denominator, status) in expected.items():
            row = rows[region, indicator]
            if indicator == "M-17.医院兜底":  # the CSV has no such column: not reported
                numerator, denominator, status = 0, 0, "无数据"
            assert [row["numerator"], row["denominator"], row["status"]] == [str(numerator), str(denominator), status]


def test_warned_households_come_out(written):
    with (written / "warnings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert rows == [["" if value is None else str(value) for value in row] for row in HAND["warnings"]]


def test_unknown_policy_month_or_input_is_told(tmp_path, capsys):
    source = folder(tmp_path / "2020-06", {"贫困人口花名册": []})
    assert main(["rollup", str(source), "--month", "2020-06", "--policy", "XX", "--out", str(tmp_path)]) == 2
    assert "QH-2020" in capsys.readouterr().err
    assert main(["rollup", str(source), "--month", "2020-13", "--policy", "QH-2020", "--out", str(tmp_path)]) == 2
    (source / "签约.csv").write_bytes(b"")
    assert run(source, tmp_path / "out") == 2
    assert "签约.csv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
