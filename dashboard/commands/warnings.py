"""`warnings list|decide`: the queue of households warned of falling back into poverty, and the decision on one of them."""

from __future__ import annotations

import argparse
import sys

from dashboard.access import LOCAL, Forbidden
from dashboard.selection import Selection
from dashboard.settings import Settings
from dashboard.warned import DISMISSED, SOURCES, STATES, WITHDRAWN, YES

DONE, WRONG_INPUT = 0, 2


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("warnings", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True, metavar="操作")
    listed = actions.add_parser("list", help="列出预警户：家庭编号、区划、来源、状态、人均自付、首次列入月份、措施数")
    decide = actions.add_parser("decide", help="对一户作出决定；下一步（县卫健确认、县扶贫核准）由来源和现状决定")
    for action in (listed, decide):
        action.add_argument("--region", help="区划代码；不写为有数据的省或全国")
        action.add_argument("--month", help="月份，如 2020-05；不写为最新一月")
    listed.add_argument("--source", choices=SOURCES, default="", help="预警来源")
    listed.add_argument("--state", choices=STATES, default="", help="状态")
    decide.add_argument("household", help="家庭编号")
    decide.add_argument("verdict", choices=(YES, DISMISSED, WITHDRAWN), help="结论")
    decide.add_argument("--reason", default="", help="理由；不予确认、撤回须写明")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 done; 2 unknown region, month or household, or a decision that cannot be taken."""
    from dashboard.services import Services, Unknown

    services = Services.from_settings(Settings.from_env())
    try:
        chosen = services.resolve(LOCAL, Selection(region=args.region, month=args.month))
        if args.action == "decide":
            line = services.lists.decide_warned(LOCAL, chosen, args.household, args.verdict, args.reason)
            print(f"{line.household}\t{line.step}\t{line.verdict}")
            return DONE
        sheet = services.lists.warned(LOCAL, chosen, True, args.source, args.state)
        if sheet.absent_because:
            raise Unknown(sheet.absent_because)
    except (Unknown, Forbidden, ValueError) as wrong:
        print(wrong.args[0], file=sys.stderr)
        return WRONG_INPUT
    for row in sheet.rows:
        worst = max((value for _, value in row.per_capita if value), key=float, default="")
        where = (row.household, row.region_code, row.source, row.state, worst, row.since_month, len(row.measures))
        print(*where, sep="\t")
    return DONE
