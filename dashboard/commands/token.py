"""`token`: senders that may submit records over HTTP."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from dashboard.settings import Settings
from dashboard.tokens import Tokens

DONE, WRONG_INPUT = 0, 2


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("token", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True, metavar="操作")
    add = actions.add_parser("add", help="新增一个报送系统，打印它的令牌（只显示这一次）")
    add.add_argument("--name", required=True, help="报送系统的名称，如 青海省卫生健康信息平台")
    add.add_argument("--area", required=True, help="可报送的区划：省 2 位、市 4 位、县 6 位")
    actions.add_parser("list", help="列出报送系统")
    revoke = actions.add_parser("revoke", help="作废一个令牌")
    revoke.add_argument("--name", required=True)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 done; 2 wrong input."""
    tokens = Tokens(Settings.from_env().tokens)
    try:
        match args.action:
            case "add":
                print(tokens.add(args.name, args.area, datetime.now(UTC).isoformat(timespec="seconds")))
            case "revoke":
                tokens.revoke(args.name)
            case "list":
                for token in tokens.every():
                    print(f"{token.name}\t{token.area}\t{token.created}\t{'已作废' if token.revoked else '有效'}")
    except (ValueError, LookupError) as error:
        print(error.args[0], file=sys.stderr)
        return WRONG_INPUT
    return DONE
