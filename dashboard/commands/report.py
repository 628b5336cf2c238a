"""`report KIND --region 63 --month 2020-06 --out FILE.xlsx`: a list of the screens as a workbook, all rows; `report map … --layer
M-04 --format png --out FILE.png`: the map as a picture, the same as on the screen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.access import LOCAL, Forbidden
from dashboard.finding import Filter, WrongFilterError
from dashboard.selection import PRESETS, Selection
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.services import Services

REFUSED = 2
MAP = "map"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("report", description=__doc__)
    parser.add_argument(
        "kind",
        help="报表：map 地图图片、units 单位名单、worklist 空白点工作单、supervision 督导对象、ways 及格办法；写错时列出全部",
    )
    parser.add_argument("--region", help="区划代码；不写为有数据的省或全国")
    parser.add_argument("--month", help="月份，如 2020-05；不写为最新一月")
    parser.add_argument("--preset", choices=PRESETS, default=PRESETS[0], help="口径预设")
    parser.add_argument("--out", required=True, type=Path, help="写入的 .xlsx（地图为 .png、.svg）文件，或放入它的文件夹")
    parser.add_argument("--layer", help="地图图层，如 M-01、institutions；不写为随访率（仅 map）")
    parser.add_argument("--format", choices=("png", "svg"), help="图片格式；不写时看 --out 的后缀，否则为 png（仅 map）")
    parser.add_argument("--points", default="", help="画出机构点位的层级，如 county,township（仅 map）")
    parser.add_argument("--compare", default="", metavar="月份", help="画与这一月相比的变化，如 2020-01（仅 map）")
    parser.add_argument("--filter", action="append", default=[], metavar="键=值", help="与网址相同的筛选，可重复")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 written; 2 unknown report, region or month, or nothing published yet."""
    from dashboard.reports import KINDS, build
    from dashboard.reports.map_picture import NoFontError
    from dashboard.services import Services, Unknown

    if args.kind != MAP and args.kind not in KINDS:
        known = (f"{MAP}（地图图片）", *(f"{kind.id}（{kind.title}）" for kind in KINDS.values()))
        return _refuse(f"没有报表“{args.kind}”；可用：{'、'.join(known)}")
    own = dict(pair.partition("=")[::2] for pair in args.filter)
    services = Services.from_settings(Settings.from_env())
    try:
        find = Filter.of(own).text()
    except WrongFilterError as wrong:
        return _refuse(str(wrong))
    selection = Selection(region=args.region, month=args.month, preset=args.preset, find=find)
    try:
        if args.kind == MAP:
            name, content = _picture(services, selection, args)
        else:
            name, content = build(KINDS[args.kind], services, LOCAL, selection, own)
    except (Unknown, Forbidden, NoFontError) as wrong:
        return _refuse(str(wrong))
    path = args.out / name if args.out.is_dir() or not args.out.suffix else args.out
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(path)
    return 0


def _picture(services: Services, selection: Selection, args: argparse.Namespace) -> tuple[str, bytes]:
    from dashboard.compared import CHANGE
    from dashboard.reports.map_picture import FORMATS, map_picture
    from dashboard.services import Unknown

    if args.layer and args.layer not in services.known_layers():
        raise Unknown(f"没有图层“{args.layer}”；可用：{'、'.join(services.known_layers())}")
    shown = {"compare": args.compare, "show": CHANGE} if args.compare else {}
    chosen = selection.but(points=args.points, **shown, **({"layer": args.layer} if args.layer else {}))
    suffix = args.out.suffix.lstrip(".").lower()
    return map_picture(services, LOCAL, chosen, args.format or (suffix if suffix in FORMATS else FORMATS[0]))


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return REFUSED
