"""`score PATH --month M --policy QH-2020 [--preset P] --out DIR`: verdicts, items, ways to pass of a folder, without a store."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from dashboard import importing, months, rollup, scoring
from dashboard.hierarchy import month_regions
from dashboard.policy import load

UNREADABLE = 2
INDICATORS = ("M-05", "M-06", "M-08", "M-09")
"""Counts that stand in where the monitoring tables leave them blank."""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("score", description=__doc__)
    parser.add_argument("path", type=Path, help="月份文件夹或其 .zip")
    parser.add_argument("--month", required=True, help="月份，如 2020-05")
    parser.add_argument("--policy", required=True, help="口径方案，如 QH-2020；用于整个文件夹")
    parser.add_argument("--preset", choices=scoring.PRESETS, default=scoring.PRESETS[0], help="口径预设")
    parser.add_argument("--reading", action="append", default=[], metavar="编号=读法", help="单独设定口径，如 T-1=strict，可重复")
    parser.add_argument("--out", required=True, type=Path, help="写入 verdicts.csv、items.csv、ways_to_pass.csv 的文件夹")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 written; 2 unreadable input, a policy without scores, or an unknown policy, reading or month."""
    book = load()
    try:
        as_of = months.as_of(args.month)
        profile = book.profile(args.policy)
        overrides = dict(_reading(text) for text in args.reading)
        rules = scoring.Rules.load(book, profile, as_of, args.preset, overrides)
    except (KeyError, ValueError) as wrong:
        return _refuse(str(wrong.args[0]))
    with tempfile.TemporaryDirectory() as scratch:
        report = importing.read_month(args.path, args.month, Path(scratch))
        if report.unreadable:
            return _refuse("\n".join(f"{file}：{reason}" for file, reason in report.unreadable))
        if refused := sum(file.refused for file in report.files):
            print(f"有 {refused} 行未通过校验，未计入测算。", file=sys.stderr)
        records = report.records
        counts = rollup.counts(records, profile, indicators=list(INDICATORS))
        counts = scoring.with_recounted(records, book, profile, counts)
        inputs = scoring.gather(records, month_regions(records), counts)
        scored = scoring.score(inputs, rules, scoring.sensitivity(inputs, book, profile, as_of))
        written = scoring.write_files(scored, scoring.ways(inputs, rules, scored), args.out)
    for name, rows in written.items():
        print(f"{name}\t{rows}")
    return 0


def _reading(text: str) -> tuple[str, str]:
    reading, separator, setting = text.partition("=")
    if not separator:
        raise ValueError(f"--reading 应写作 T-1=strict 的形式，收到的是“{text}”")
    return reading, setting


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return UNREADABLE
