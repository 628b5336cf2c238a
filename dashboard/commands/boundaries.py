"""`boundaries import FILE…` and `boundaries undo`: an office's own borders in place of the shipped or made-up ones."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from dashboard.settings import Settings
from geodata.boundaries import intake, report, store
from geodata.boundaries.read import UnreadableError

SYSTEMS = ("auto", "wgs84", "gcj02", "bd09")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """`boundaries import|undo`."""
    top = subparsers.add_parser("boundaries")
    actions = top.add_subparsers(dest="action", required=True, metavar="操作")
    bring = actions.add_parser("import", help="导入 shp、GeoJSON、GeoPackage 或它们的 zip")
    bring.add_argument("files", nargs="+", type=Path, metavar="文件")
    bring.add_argument("--level", choices=intake.LEVELS, help="级别；不填则由代码和名称判断")
    bring.add_argument("--crs", default="auto", type=_system, help="坐标系：auto（默认）、wgs84、gcj02、bd09 或 EPSG:n")
    bring.add_argument("--preview", action="store_true", help="只看报告，不改动任何边界")
    bring.set_defaults(run=run)
    back = actions.add_parser("undo", help="撤销上一次导入")
    back.set_defaults(run=undo)


def _system(text: str) -> str:
    if text.lower() in SYSTEMS:
        return text.lower()
    if text.upper().startswith("EPSG:") and text[5:].isdecimal():
        return text.upper()
    raise argparse.ArgumentTypeError(f"不认识的坐标系“{text}”，请用 auto、wgs84、gcj02、bd09 或 EPSG:n")


def run(args: argparse.Namespace) -> int:
    """0 put in force (or previewed); 2 unreadable; 3 nothing in the files could be matched, so nothing changed."""
    root = Settings.from_env().map_files
    try:
        found = intake.examine(args.files, root, args.level, args.crs)
    except UnreadableError as fault:
        print(fault, file=sys.stderr)
        return 2
    print("\n".join(report.lines(found)))
    if not any(len(frame) for frame in found.by_level.values()):
        print("没有一个要素能对上区划，边界未改动。", file=sys.stderr)
        return 3
    if args.preview:
        print("预览：边界未改动。去掉 --preview 即生效。")
        return 0
    told = {"by": "命令行", "at": datetime.now(UTC).isoformat(timespec="seconds")}
    print(f"已生效，边界版本 {intake.commit(found, root, told)}。撤销请用 boundaries undo。")
    return 0


def undo(args: argparse.Namespace) -> int:
    """0 undone; 2 there was nothing to undo."""
    version = store.undo(Settings.from_env().map_files)
    if version is None:
        print("没有可撤销的导入。", file=sys.stderr)
        return 2
    print("已恢复为数据包自带的边界。" if version == "pack" else f"已恢复为边界版本 {version}。")
    return 0
