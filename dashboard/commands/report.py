"""`report KIND --region 63 --month 2020-06 --out FILE.xlsx`: a list of the screens as a workbook, all rows."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dashboard.access import LOCAL, Forbidden
from dashboard.finding import Filter, WrongFilterError
from dashboard.selection import PRESETS, Selection
from dashboard.settings import Settings

REFUSED = 2


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("report", description=__doc__)
    parser.add_argument(
        "kind", help="报表：units 单位名单、worklist 空白点工作单、supervision 督导对象、ways 及格办法；写错时列出全部"
    )
    parser.add_argument("--region", help="区划代码；不写为有数据的省或全国")
    parser.add_argument("--month", help="月份，如 2020-05；不写为最新一月")
    parser.add_argument("--preset", choices=PRESETS, default=PRESETS[0], help="口径预设")
    parser.add_argument("--out", required=True, type=Path, help="写入的 .xlsx 文件，或放入它的文件夹")
    parser.add_argument("--filter", action="append", default=[], metavar="键=值", help="与网址相同的筛选，可重复")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 written; 2 unknown report, region or month, or nothing published yet."""
    from dashboard.reports import KINDS, build
    from dashboard.services import Services, Unknown

    if args.kind not in KINDS:
        return _refuse(f"没有报表“{args.kind}”；可用：" + "、".join(f"{kind.id}（{kind.title}）" for kind in KINDS.values()))
    own = dict(pair.partition("=")[::2] for pair in args.filter)
    services = Services.from_settings(Settings.from_env())
    try:
        find = Filter.of(own).text()
    except WrongFilterError as wrong:
        return _refuse(str(wrong))
    selection = Selection(region=args.region, month=args.month, preset=args.preset, find=find)
    try:
        name, content = build(KINDS[args.kind], services, LOCAL, selection, own)
    except (Unknown, Forbidden) as wrong:
        return _refuse(str(wrong))
    path = args.out / name if args.out.is_dir() or not args.out.suffix else args.out
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(path)
    return 0


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return REFUSED
