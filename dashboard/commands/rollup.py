"""`rollup PATH --month M --policy P --out DIR [--engine duckdb|spark]`: the indicators of a folder, without a store."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import pandas as pd

from dashboard import importing, months, rollup, scoring
from dashboard.hierarchy import Hierarchy, month_regions
from dashboard.policy import PolicyBook, Profile, load
from dashboard.records import MonthRecords
from dashboard.rollup.engine import ENGINES, EngineMissingError

UNREADABLE = 2


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("rollup", description=__doc__)
    parser.add_argument("path", type=Path, help="月份文件夹或其 .zip")
    parser.add_argument("--month", required=True, help="月份，如 2020-05")
    parser.add_argument("--policy", required=True, help="口径方案，如 QH-2020；用于整个文件夹")
    parser.add_argument("--out", required=True, type=Path, help="写入 indicators.csv 与 warnings.csv 的文件夹")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="计算引擎")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 written; 2 unreadable input, an unknown policy or month, or Spark asked for and not installed."""
    book = load()
    try:
        months.as_of(args.month)
        profile = book.profile(args.policy)
    except (KeyError, ValueError) as wrong:
        return _refuse(str(wrong.args[0]))
    with tempfile.TemporaryDirectory() as scratch:
        report = importing.read_month(args.path, args.month, Path(scratch))
        if report.unreadable:
            return _refuse("\n".join(f"{file}：{reason}" for file, reason in report.unreadable))
        if refused := sum(file.refused for file in report.files):
            print(f"有 {refused} 行未通过校验，未计入汇总。", file=sys.stderr)
        try:
            indicators, warned = evaluate(report.records, book, profile, args.engine)
        except EngineMissingError as missing:
            return _refuse(str(missing))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, frame in (("indicators.csv", indicators), ("warnings.csv", warned)):
        frame.to_csv(args.out / name, index=False, encoding="utf-8-sig", lineterminator="\r\n")
        print(f"{name}\t{len(frame)}")
    return 0


def evaluate(
    records: MonthRecords, book: PolicyBook, profile: Profile, engine: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames of indicators.csv and warnings.csv. M-12 and M-13 are there when the policy has institution scores."""
    regions = month_regions(records)
    counts = rollup.counts(records, profile, engine=engine)
    if profile.scoring:
        inputs = scoring.gather(records, regions, counts)
        rules = scoring.Rules.load(book, profile, records.as_of)
        counts = pd.concat([counts, rollup.from_verdicts(scoring.score(inputs, rules).verdicts)], ignore_index=True)
    indicators = rollup.table(Hierarchy.from_frame(regions), counts, profile, records.month)
    return indicators, rollup.warnings(records, profile, engine)


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return UNREADABLE
