"""What tests of the whole need: a small demo province, made once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
DEMO_MONTHS = 3
DEMO_SCALE = 0.02
BROWSER = "tests/browser/"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """One worker runs all browser tests, which share one app, one demo and one browser; any other goes where there is room."""
    return BrowserTogether(config, log)


class BrowserTogether(LoadScopeScheduling):
    """xdist's own groups (`loadgroup`) rewrite node ids in a way that pytest 9.2 does not take notice of."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid


@pytest.fixture(scope="session")
def demo_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA_DIR holding Qinghai at a small scale, three months imported and published by the real commands."""
    data_dir = tmp_path_factory.mktemp("demo")
    command = ["demo", "--province", "63", "--months", str(DEMO_MONTHS), "--scale", str(DEMO_SCALE), "--seed", "1"]
    made = subprocess.run(
        [sys.executable, "-m", "dashboard", *command],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout[-2000:] + made.stderr[-4000:]
    return data_dir
