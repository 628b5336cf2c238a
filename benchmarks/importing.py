"""CPU and memory of an import and its publication, against DuckDB reading and writing the same file without looking at it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from benchmarks.figures import Figure, cpu_seconds, peak_mb
from dashboard import importing
from dashboard.publishing import publish_import
from dashboard.settings import Settings
from geodata import pack

TITLE = "Importing a month"
ROWS = int(os.environ.get("BENCH_ROWS", 400_000))
"""Rows of 诊疗费用; BENCH_ROWS=10000000 for the size a large province sends in a year."""

ABOUT = (
    f"{ROWS:,} rows of 诊疗费用 as UTF-8 CSV, with the regions, households and persons they refer to. The plain way is DuckDB:"
    " COPY (SELECT * FROM read_csv(…, all_varchar)) TO a zstd Parquet file, nothing checked. Ours types, repairs and checks every"
    " cell, key, reference and sum, and accounts for every row. In the damaged file every date, sum of money and 是/否 must be"
    " repaired. Each run is a process of its own."
)
MONTH, PROVINCE, COUNTY = "2020-05", "63", 6
_CHUNK = 500_000
_FIRST = np.datetime64("2020-01-01")


def month(folder: Path, damaged: bool) -> Path:
    """A month folder of consistent made-up tables; the visits' file."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    regions = pack.divisions([PROVINCE])
    villages = regions.loc[regions["code"].str.len() == 12, "code"].to_numpy()
    persons = max(1, ROWS // 8)
    households = max(1, persons // 3)
    of_household = villages[rng.integers(0, len(villages), households)]
    of_person = rng.integers(0, households, persons)
    named = {"区划代码": regions["code"], "区划名称": regions["name"], "常住人口数": np.full(len(regions), 900)}
    _csv(folder, "行政区划", named)
    _csv(folder, "贫困户", {"家庭编号": _ids("H", households), "行政村代码": of_household, "家庭人口数": np.full(households, 3)})
    roster = {
        "人员编号": _ids("P", persons),
        "名单年度": np.full(persons, 2020),
        "家庭编号": np.char.add("H", of_person.astype(str)),
        "行政村代码": of_household[of_person],
        "是否建档立卡": np.full(persons, "是"),
        "出生日期": _days(rng.integers(-30_000, -1_000, persons)),
    }
    _csv(folder, "贫困人口花名册", roster)
    path = folder / "诊疗费用.csv"
    writer = None
    for start in range(0, ROWS, _CHUNK):
        chunk = pa.table(_visits(rng, start, min(_CHUNK, ROWS - start), persons, damaged))
        writer = writer or pyarrow.csv.CSVWriter(path, chunk.schema)
        writer.write_table(chunk)
    if writer:
        writer.close()
    return path


def _visits(rng: np.random.Generator, start: int, count: int, persons: int, damaged: bool) -> dict[str, object]:
    admitted, stay = rng.integers(0, 120, count), rng.integers(1, 20, count)
    total, share = rng.integers(10_000, 900_000, count), rng.integers(50, 95, count)
    paid = total * share // 100
    money, day = (_yuan_marked, _days_slashed) if damaged else (_yuan, _days)
    return {
        "就诊编号": _ids("V", count, start),
        "人员编号": np.char.add("P", rng.integers(0, persons, count).astype(str)),
        "疾病编码": np.array(["I10", "E11", "J44", "N18"])[rng.integers(0, 4, count)],
        "就诊类型": np.full(count, "住院"),
        "入院日期": day(admitted),
        "出院日期": day(admitted + stay),
        "就诊日期": day(admitted),
        "填报日期": day(admitted + stay + 3),
        "医疗总费用": money(total),
        "基本医保报销": money(paid),
        "个人自付": money(total - paid),
        "是否县域内": np.array(["有", "无"] if damaged else ["是", "否"])[rng.integers(0, 2, count)],
    }


def _ids(letter: str, count: int, start: int = 0) -> np.ndarray:
    return np.char.add(letter, np.arange(start, start + count).astype(str))


def _days(offsets: np.ndarray) -> pa.Array:
    return pa.array((_FIRST + offsets).astype("datetime64[D]")).cast(pa.string())


def _days_slashed(offsets: np.ndarray) -> pa.Array:
    return pc.replace_substring(_days(offsets), "-", "/")


def _yuan(fen: np.ndarray) -> pa.Array:
    whole, rest = pa.array((fen // 100).astype(str)), pa.array(np.char.zfill((fen % 100).astype(str), 2))
    return pc.binary_join_element_wise(whole, rest, ".")


def _yuan_marked(fen: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(_yuan(fen), "元", "")


def _csv(folder: Path, table: str, columns: dict[str, object]) -> None:
    pyarrow.csv.write_csv(pa.table(columns), folder / f"{table}.csv")


def _plain(source: Path, work: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        query = f"SELECT * FROM read_csv('{source}', all_varchar = true)"
        connection.execute(f"COPY ({query}) TO '{work / 'plain.parquet'}' (FORMAT parquet, COMPRESSION zstd)")


def _ours(source: Path, work: Path) -> None:
    report = importing.read_month(source.parent, MONTH, work / "out", PROVINCE)
    if report.unreadable or report.refused:
        raise RuntimeError(f"{report.unreadable or report.refused} refused")


def _published(source: Path, work: Path) -> None:
    """All of it: read, check, derive, publish; as `python -m dashboard import` does."""
    settings = Settings(work / "var")
    into = settings.data_dir / "staging" / "import"
    into.mkdir(parents=True)
    publish_import(importing.read_month(source.parent, MONTH, into, PROVINCE), settings)


def _measured(step: Callable[[Path, Path], None], source: Path, work: Path) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of a step in a fresh process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(step, source, work, theirs))
    process.start()
    theirs.close()
    found = ours.recv()
    process.join()
    return found


def _report(step: Callable[[Path, Path], None], source: Path, work: Path, pipe) -> None:
    pipe.send((cpu_seconds(lambda: step(source, work)), peak_mb()))


def _figure(question: str, plain: tuple[float, float], ours: tuple[float, float]) -> Figure:
    said = [f"{cpu:.1f} CPU-s, {memory:,.0f} MB" for cpu, memory in (plain, ours)]
    return Figure(question, said[0], said[1], f"{ours[0] / plain[0]:.1f}× CPU, {ours[1] / plain[1]:.1f}× memory")


def run() -> list[Figure]:
    """Import of a clean and of a damaged file, and import with publication."""
    figures = []
    with tempfile.TemporaryDirectory() as place:
        for name, damaged in (("clean", False), ("damaged", True)):
            source, work = month(Path(place) / name, damaged), Path(place) / f"{name}-work"
            work.mkdir()
            plain, ours = _measured(_plain, source, work), _measured(_ours, source, work)
            megabytes = source.stat().st_size / 1e6
            figures.append(_figure(f"import, {name} file ({megabytes:,.0f} MB)", plain, ours))
            published = _measured(_published, source, work)
            figures.append(_figure(f"import and publish, {name} file", plain, published))
            shutil.rmtree(work)
            shutil.rmtree(source.parent)  # ten million rows twice would be several gigabytes
    return figures
