"""Preparing beside the app: one process at a time, and none where the app is told not to."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_a_second_one_leaves_the_work_to_the_first(tmp_path):
    with (tmp_path / ".prepare.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "dashboard", "prepare"]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(tmp_path)}, timeout=120, check=False)
    assert done.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == [".prepare.lock"]
