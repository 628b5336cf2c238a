"""`prepare`: makes below DATA_DIR what the first visitors would wait for; `serve` starts it beside itself."""

from __future__ import annotations

import argparse
import fcntl
import importlib
import os

from dashboard.settings import Settings

_POLITE = 10
"""Added to the niceness: who asks now goes first."""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("prepare")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """0 done, or being done by another process. `app` is looked up by name: the core imports nothing above it."""
    settings = Settings.from_env()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / ".prepare.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        os.nice(_POLITE)
        importlib.import_module("app").prepare(settings)
    return 0
