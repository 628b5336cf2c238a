"""`demo`: a synthetic province as month folders, imported and published one by one like any other folder."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import zip_longest
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard import demo, importing, months, publishing
from dashboard.demo import places, regional, writing
from dashboard.demo.record import Record
from dashboard.demo.world import World
from dashboard.importing import ImportReport
from dashboard.settings import Settings
from geodata.atlas import Atlas

DONE, WRONG_INPUT = 0, 2
WHERE = ("village", "county")
NATION = "all"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser(
        "demo",
        description="已有示例数据时直接返回；中断后再次运行从未发布的月份继续。退出码：0 完成；2 参数有误",
    )
    parser.add_argument("--province", default="63", help=f"两位省级代码（默认 63 青海），或 {NATION}：逐省生成全国")
    parser.add_argument("--months", type=int, help="月数（默认 12；本省口径在 2020 年前已终止的，到其终止为止）")
    parser.add_argument("--start", help="第一个月（默认 2020-01；本省口径在 2020 年前已终止的，从其生效起）")
    parser.add_argument("--seed", type=int, default=1, help="随机种子；相同参数得到相同数据（默认 1）")
    parser.add_argument("--scale", type=float, default=1.0, help="人口规模；1 约为每村 106 名贫困人口（默认 1）")
    parser.add_argument("--format", choices=writing.FORMATS, default=writing.FORMATS[0], help="文件格式（默认 parquet）")
    parser.add_argument("--level", choices=WHERE, default=WHERE[0], help="机构坐标落在村的示意范围内，或只落在县内（更快）")
    parser.add_argument("--out", type=Path, help="月份文件夹写到何处（默认 DATA_DIR/demo/省份）")
    parser.add_argument("--force", action="store_true", help="已有数据也重新生成并发布为新版本")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit status as in the description."""
    try:
        provinces = _checked(args)
    except (LookupError, ValueError) as error:
        print(error.args[0], file=sys.stderr)
        return WRONG_INPUT
    settings = Settings.from_env()
    for province in provinces:
        _demo(args, province, settings)
    return DONE


def _checked(args: argparse.Namespace) -> list[str]:
    """The provinces that are meant; fills in the time. ValueError, in the user's words, when an argument cannot be meant."""
    start, count = regional.usual_time(args.province)
    args.start, args.months = args.start or start, count if args.months is None else args.months
    months.as_of(args.start)
    provinces = places.every() if args.province == NATION else [args.province]
    if args.province != NATION:
        places.require(args.province)
    if args.months < 1:
        raise ValueError(f"月数至少为 1，收到的是 {args.months}")
    if args.seed < 0:
        raise ValueError(f"随机种子不能为负数，收到的是 {args.seed}")
    if not 0 < args.scale <= 100:
        raise ValueError(f"人口规模应大于 0 且不超过 100，收到的是 {args.scale}")
    return provinces


def _demo(args: argparse.Namespace, province: str, settings: Settings) -> None:
    record = Record.of(settings.data_dir, province)
    home = args.out / province if args.out and args.province == NATION else args.out or settings.data_dir / "demo" / province
    asked = {name: getattr(args, name) for name in ("start", "months", "seed", "scale", "format", "level")}
    if args.force:
        record.forget()
    present = _published(settings, province)
    if present and not args.force and record.arguments != asked:
        kind = "以其他参数生成的示例数据" if record.arguments else "已发布的数据"
        print(f"省份 {province} 已有{kind}，未生成；加 --force 仍要生成并发布为新版本。", file=sys.stderr)
        return
    every = [months.shift(args.start, n) for n in range(args.months)]
    wanted = [month for month in every if month not in record.published or month not in present]
    if not wanted:
        print(f"示例数据已在 {home}，无需生成。", file=sys.stderr)
        return
    with _progress(len(wanted)) as steps:
        steps.say(f"模拟示例省份 {province}")
        atlas = Atlas(settings.map_files) if args.level == WHERE[0] else None
        world = demo.simulate(province, args.start, args.months, args.seed, args.scale, atlas)
        record.begin(asked)
        settings.data_dir.joinpath("staging").mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(prefix="demo-", dir=settings.data_dir / "staging") as place,
            ThreadPoolExecutor(1) as ahead,  # DuckDB reads the next month while Python derives this one
        ):
            made = partial(_read, world, home, args.format, settings, steps, Path(place))
            reading = ahead.submit(made, wanted[0])
            for month, following in zip_longest(wanted, wanted[1:]):
                report = reading.result()
                reading = ahead.submit(made, following) if following else reading
                steps.say(f"{month} 汇总与测算")
                publishing.publish_import(report, settings, note="示例数据")
                record.add(month)
                steps.done(month, report)


def _published(settings: Settings, province: str) -> set[str]:
    """Months in force that hold data of `province`."""
    store = publishing.Store(settings.store)
    return {v.month for v in store.months() if any(province in part.provinces for part in v.parts.values())}


def _read(world: World, home: Path, form: str, settings: Settings, steps: Steps, place: Path, month: str) -> ImportReport:
    """Makes a month and reads it the way of every folder; it has wrong rows on purpose, and the rest is published."""
    steps.say(f"{month} 生成")
    shutil.rmtree(home / month, ignore_errors=True)
    demo.make_month(world, month, home / month, form)
    report = importing.read_month(home / month, month, place / month, province=world.place.province, aliases=settings.aliases)
    if report.unreadable:
        raise RuntimeError(f"示例数据无法读取：{report.unreadable}")
    return report


class Steps:
    """What is being done: a bar on a terminal; one line `month rows accepted refused seconds` per month when piped."""

    def __init__(self, bar: Progress | None, months: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=months) if bar else None
        self._since = time.monotonic()

    def say(self, what: str) -> None:
        if self._bar and self._task is not None:
            self._bar.update(self._task, description=what)

    def done(self, month: str, report: ImportReport) -> None:
        if self._bar and self._task is not None:
            self._bar.console.print(f"{month}：{report.rows:,} 行，退回 {report.refused:,} 行，已发布")
            self._bar.advance(self._task)
        else:
            seconds = time.monotonic() - self._since
            print(f"{month}\t{report.rows}\t{report.rows - report.refused}\t{report.refused}\t{seconds:.0f}s", flush=True)


@contextmanager
def _progress(months: int) -> Iterator[Steps]:
    if not sys.stdout.isatty():
        yield Steps(None, months)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console()) as bar:
        yield Steps(bar, months)
