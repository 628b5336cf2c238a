"""`import`: read a month folder, show what was refused, publish the month — or nothing at all."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import uuid
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dashboard import importing, months, publishing, storage
from dashboard.hierarchy import NATION
from dashboard.importing import ImportReport, staged
from dashboard.publishing import pruning
from dashboard.settings import Settings

BY = "本机"
PUBLISHED, FAULT, UNREADABLE, REFUSED = 0, 1, 2, 3


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "import",
        description="退出码：0 已发布；3 有被退回的行，未发布；2 输入无法读取或有误；1 程序故障",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="月份文件夹，或其 .zip")
    parser.add_argument("--month", required=True, help="月份，如 2020-05")
    parser.add_argument("--province", help="两位省级代码，如 63；不属于该省的行将被退回")
    parser.add_argument("--into-staged", action="store_true", help="并入该月的待发布数据：只带来更正或补报的行，按关键字段覆盖")
    parser.add_argument("--accept-rejects", action="store_true", help="即使有被退回的行，也发布其余的行")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit status as in the description; rejects.csv lies in the data folder and with the import record."""
    try:
        months.as_of(args.month)
        if args.province and not (args.province.isdigit() and len(args.province) == 2):
            raise ValueError(f"省级代码应为两位数字，收到的是“{args.province}”")
    except ValueError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    settings = Settings.from_env()
    pruning.prune(settings.data_dir, publishing.Store(settings.store))
    console = Console(stderr=True)
    staging = settings.data_dir / "staging"
    staging.mkdir(parents=True, exist_ok=True)
    into = Path(tempfile.mkdtemp(prefix=f"{args.month}-", dir=staging))
    try:
        return _import(args, settings, console, into)
    except Exception as error:  # the contract tells a fault of ours (1) from a wrong input (2)
        if storage.is_full(error):
            print(storage.words(settings.data_dir), file=sys.stderr)
            return FAULT
        console.print_exception()
        print("程序故障，未发布任何内容。请把以上信息交给维护人员。", file=sys.stderr)
        return FAULT
    finally:
        shutil.rmtree(into, ignore_errors=True)


def _import(args: argparse.Namespace, settings: Settings, console: Console, into: Path) -> int:
    try:
        area = _area(args, settings)
    except ValueError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    store = publishing.Store(settings.store)
    before = staged.find(settings.data_dir, args.month, area) if args.into_staged else None
    known = publishing.earlier(before, store, args.month, area) if args.into_staged else []
    with console.status("读取") as status:
        report = importing.read_month(
            args.path, args.month, into, args.province, progress=status.update, aliases=settings.aliases, earlier=known
        )
    if report.unreadable:
        for file, reason in report.unreadable:
            print(f"无法读取 {file}：{reason}", file=sys.stderr)
        print("未发布任何内容。", file=sys.stderr)
        return UNREADABLE
    draft = Path(shutil.copyfile(report.rejects, settings.data_dir / f".rejects-{uuid.uuid4().hex}.csv"))
    rejects = draft.replace(settings.data_dir / "rejects.csv")  # of two imports at once the list of one, not of both
    _show(report)
    print(f"退回明细：{rejects}", file=sys.stderr)
    if not args.into_staged and (args.accept_rejects or not report.refused):
        with console.status("汇总与测算") as status:
            return _told(publishing.publish_import(report, settings, progress=status.update), area, settings)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    keep = staged.add if args.into_staged else partial(staged.put, whole=True)
    kept = keep(settings.data_dir, area, report, at=at, by=BY)
    if kept.refused and not args.accept_rejects:
        open_rows = f"待发布数据还有 {kept.refused} 行被退回" if args.into_staged else f"共退回 {kept.refused} 行"
        print(f"{open_rows}，未发布，已留作待发布数据。更正这些行后加 --into-staged 导入，", file=sys.stderr)
        print("或加 --accept-rejects 发布其余的行。", file=sys.stderr)
        return REFUSED
    with console.status("汇总与测算") as status:
        return _told(publishing.publish_staged(kept, settings, BY, progress=status.update), area, settings)


def _area(args: argparse.Namespace, settings: Settings) -> str:
    """The area of the staged month: the province given, else the only one that waits, else the only one in force."""
    if args.province or not args.into_staged:
        return args.province or NATION
    waiting = [one.area for one in staged.every(settings.data_dir) if one.month == args.month]
    if len(waiting) == 1:
        return waiting[0]
    in_force = [version for version in publishing.Store(settings.store).months() if version.month == args.month]
    provinces = [province for version in in_force for part in version.parts.values() for province in part.provinces]
    if waiting or len(provinces) != 1:
        raise ValueError("不清楚要并入哪个省份的数据，请用 --province 指明")
    return provinces[0]


def _told(version: publishing.MonthVersion, area: str, settings: Settings) -> int:
    staged.drop(settings.data_dir, version.month, area)  # what waited there was of an older import
    print(f"已发布 {version.month} 第 {version.version} 版。", file=sys.stderr)
    return PUBLISHED


def _show(report: ImportReport) -> None:
    """The table per file on stdout: drawn on a terminal, tab-separated lines when piped; notices on stderr."""
    if sys.stdout.isatty():
        table = Table("文件", "表")
        for heading in ("行数", "接受", "退回", "修正"):
            table.add_column(heading, justify="right")
        for file in report.files:
            counts = (file.rows, file.accepted, file.refused, sum(file.repairs.values()))
            table.add_row(file.file, file.table, *map(str, counts), style="bold red" if file.refused else None)
        Console().print(table)
    else:
        for file in report.files:
            print(f"{file.file}\t{file.rows}\t{file.accepted}\t{file.refused}")
    for notice in [*report.notices, *(f"{file.file}：{notice}" for file in report.files for notice in file.notices)]:
        print(notice, file=sys.stderr)
