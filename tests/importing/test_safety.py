"""Whatever happens to the command, the month in force is the old one or the new one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.publishing import Store
from dashboard.records import MonthRecords
from tests.importing.conftest import MONTH, base, visit, write_csv

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(tmp_path):
    def run(name: str, visits: int) -> subprocess.Popen:
        source = tmp_path / name
        source.mkdir()
        for table, rows in (base() | {"诊疗费用": [visit(f"V{n}") for n in range(visits)]}).items():
            write_csv(source, table, rows)
        command = [sys.executable, "-m", "dashboard", "import", str(source), "--month", MONTH]
        return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(tmp_path / "var")}, stderr=subprocess.PIPE)

    return run


def visits(data: Path) -> int:
    (part,) = Store(data / "store").parts(MONTH)
    return len(MonthRecords.open(part).frame("诊疗费用"))


def test_kill_9_and_then_two_at_once(start, tmp_path):
    data = tmp_path / "var"
    first = start("first", 1)
    assert first.wait(300) == 0, first.stderr.read()
    killed = start("killed", 2)
    while killed.poll() is None and not list((data / "staging").glob("*/诊疗费用.parquet")):
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert (Store(data / "store").current(), visits(data)) == ({MONTH: 1}, 1)
    both = [start("third", 3), start("fourth", 4)]
    assert [one.wait(300) for one in both] == [0, 0]
    assert Store(data / "store").current() == {MONTH: 3}
    assert visits(data) in (3, 4)
    assert sorted(version.rows for version in Store(data / "store").history()) == [10, 12, 13]
