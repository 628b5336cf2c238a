"""The audit log in a real PostgreSQL, as where several machines serve."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.access import LOCAL
from dashboard.audit import LOOK, Audit


def _run(command: list[str]) -> None:
    """PostgreSQL refuses to run as root; its package brings the user `postgres`."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_user, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, cwd="/")


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "make setup installs postgresql"
    tools = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="warroom-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    _run([str(tools / "initdb"), "-D", data, "-U", "warroom", "-A", "trust", "--no-sync"])
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"
    _run([str(tools / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start"])
    try:
        yield f"postgresql+psycopg://warroom@127.0.0.1:{port}/postgres"
    finally:
        _run([str(tools / "pg_ctl"), "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def test_two_processes_write_one_log(postgresql):
    Audit(postgresql).record(LOCAL, LOOK, "S09 大病救治工作单", "632701", "2020-06", 12)
    Audit(postgresql).record(LOCAL, LOOK, "S10 签约与随访工作单", "63", "2020-06", 3)
    entries = Audit(postgresql).entries("63")
    assert [(e.object, e.rows) for e in entries] == [("S10 签约与随访工作单", 3), ("S09 大病救治工作单", 12)]
    assert all(e.at.tzinfo is not None for e in entries)
