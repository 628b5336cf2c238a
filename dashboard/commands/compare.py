"""`compare NATIONAL PROVINCIAL --month M --out FILE`: the same month from two sources, table by table and county by county."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from dashboard import importing, months, quality
from dashboard.records import MonthRecords

UNREADABLE = 2


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("compare", description=__doc__)
    parser.add_argument("national", type=Path, help="国家系统导出的月份文件夹或其 .zip")
    parser.add_argument("provincial", type=Path, help="省级系统导出的月份文件夹或其 .zip")
    parser.add_argument("--month", required=True, help="月份，如 2020-05")
    parser.add_argument("--out", required=True, type=Path, help="写入差异表的 .csv 文件")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 written, also when nothing differs; 2 unreadable input or month."""
    try:
        months.as_of(args.month)
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return UNREADABLE
    with tempfile.TemporaryDirectory() as scratch:
        sides = [_read(path, args.month, Path(scratch) / str(n)) for n, path in enumerate((args.national, args.provincial))]
        if sides[0] is None or sides[1] is None:
            return UNREADABLE
        found = quality.compare(sides[0], sides[1])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(args.out, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    print(f"{args.out.name}\t{len(found)}")
    return 0


def _read(source: Path, month: str, into: Path) -> MonthRecords | None:
    """A folder by exactly the import's rules; refused rows are left out with a warning."""
    report = importing.read_month(source, month, into)
    for file, reason in report.unreadable:
        print(f"{source}/{file}：{reason}", file=sys.stderr)
    refused = sum(file.refused for file in report.files)
    if refused:
        print(f"{source}：有 {refused} 行未通过校验，未计入比对。", file=sys.stderr)
    return None if report.unreadable else report.records
