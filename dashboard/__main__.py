"""`python -m dashboard …`: one sub-command per module of `dashboard.commands`."""

from __future__ import annotations

import argparse
import importlib
import sys

COMMANDS = ("demo", "serve", "import_month", "months", "score", "rollup", "boundaries", "report", "compare")
"""Modules with `add_parser(subparsers)` that set `run(args) -> int`; imported only when asked for, so that `--help` stays quick."""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="python -m dashboard", description="健康扶贫挂图作战：导入、测算、汇总、发布与服务")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="命令")
    for name in COMMANDS:
        importlib.import_module(f"dashboard.commands.{name}").add_parser(subparsers)
    return top


def main(argv: list[str] | None = None) -> int:
    """Exit status of the command; 2 for wrong arguments."""
    args = parser().parse_args(argv)
    return args.run(args)


if __name__ == "__main__":
    sys.exit(main())
