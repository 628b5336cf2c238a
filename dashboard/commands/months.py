"""`months`: which versions were published; `months rollback` puts an earlier one in force again."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from dashboard.publishing import Store
from dashboard.settings import Settings


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("months")
    parser.add_argument("--rollback", nargs=2, metavar=("月份", "版本"), help="恢复某月的较早版本，须同时给出 --reason")
    parser.add_argument("--reason", help="恢复的理由，写入历史记录")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """`month<TAB>version<TAB>rows<TAB>published_at` per published version, newest last."""
    store = Store(Settings.from_env().store)
    if args.rollback:
        month, number = args.rollback
        if not args.reason:
            print("恢复较早版本须用 --reason 写明理由。", file=sys.stderr)
            return 2
        try:
            at = datetime.now(UTC).isoformat(timespec="seconds")
            store.roll_back(month, int(number), at=at, by="本机", reason=args.reason)
        except (KeyError, ValueError) as error:
            print(f"无法恢复：{error.args[0]}。用 months 查看已发布的版本。", file=sys.stderr)
            return 2
    for version in store.history():
        print(f"{version.month}\t{version.version}\t{version.rows}\t{version.published_at}")
    return 0
