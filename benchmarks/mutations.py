"""Month folders with something wrong in them: the same seed always makes the same input."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from benchmarks.mutated_cells import CELLS, Rows

MONTH, COUNTY = "2020-05", "632801"

_BYTES = (
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x81",
    b";",
    b"\t",
    b"9" * 30,
    b"",
    b"PK\x03\x04",
)
_SPACE = " \t\r\n\u3000\u00a0\u200b\ufeff"


@dataclass(frozen=True)
class Made:
    """`rows`: rows that each table must be read with when the input can be read; None where the change leaves that open."""

    source: Path
    what: str
    rows: dict[str, int | None]


def _tables(rng: random.Random) -> dict[str, Rows]:
    villages = [f"{COUNTY}00120{n}" for n in range(1, 4)]
    regions = [[code, f"区{code}", "900"] for code in ("63", "6328", COUNTY, f"{COUNTY}001", *villages)]
    clinics = [[f"C{n}", MONTH, villages[n % 3], str(60 + n), "1", "2020-05-25"] for n in range(4)]
    visits = []
    for n in range(rng.randint(1, 8)):
        own = rng.randint(0, 500)
        visits.append(
            [
                f"V{n}",
                f"P{n % 3}",
                "D1",
                "住院",
                "2020-05-01",
                f"2020-05-{2 + n:02d}",
                f"{600 + own}.00",
                "600.00",
                f"{own}.00",
                "是",
            ]
        )
    return {
        "行政区划": [["区划代码", "区划名称", "常住人口数"], *regions],
        "村卫生室监测": [["机构编码", "监测期", "行政村代码", "药品种数", "合格村医数", "填报日期"], *clinics],
        "诊疗费用": [
            [
                "就诊编号",
                "人员编号",
                "疾病编码",
                "就诊类型",
                "入院日期",
                "出院日期",
                "医疗总费用",
                "基本医保报销",
                "个人自付",
                "是否县域内",
            ],
            *visits,
        ],
    }


def make(seed: int, place: Path) -> Made:
    """Writes input number `seed` below `place`: one table (or the archive) is changed, the others stay as they are."""
    rng = random.Random(seed)
    folder = place / "month"
    folder.mkdir()
    tables = _tables(rng)
    victim, form = rng.choice(list(tables)), rng.choice(("csv", "csv", "xlsx", "parquet"))
    by_cells = rng.random() < 0.6
    expected: dict[str, int | None] = {name: len(rows) - 1 for name, rows in tables.items()}
    told = f"{form} by {'cells' if by_cells else 'bytes'}"
    header = set(tables[victim][0])
    if by_cells:
        done = [rng.choice(CELLS)(tables[victim], rng) for _ in range(rng.randint(1, 6))]
        told += ": " + ", ".join(done)
        expected[victim] = _filled(tables[victim]) if set(tables[victim][0]) == header and "heading" not in done else None
    for name, rows in tables.items():
        kind = form if name == victim else "csv"
        path = folder / f"{name}.{kind}"
        _WRITERS[kind](rows, path, rng if name == victim and by_cells else random.Random(0))
        if name == victim and not by_cells:
            path.write_bytes(_SCRATCHED.get(form, _scratch)(path.read_bytes(), rng))
            expected[name] = None
    if rng.random() < 0.15:
        return _zipped(folder, rng, told, expected)
    return Made(folder, told, expected)


def _filled(rows: Rows) -> int:
    """Rows with anything in them: a blank line is no row."""
    width = len(rows[0])
    return sum(
        any(cell.strip(_SPACE) for cell in row[:width]) or any(cell.strip(_SPACE) for cell in row[width:]) for row in rows[1:]
    )


def _scratch(content: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 8)):
        at, cut = rng.randrange(len(content) + 1), rng.choice((0, 0, 1, 1, 2, 5, 40))
        way = rng.random()
        if way < 0.6:
            content = content[:at] + rng.choice(_BYTES) + content[at + cut :]
        elif way < 0.9 and content:
            at %= len(content)
            content = content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :]
        elif way < 0.95:
            content = content[:at]
        else:
            content = content[:at] + content[at // 2 :]
    return content


def _flipped(content: bytes, rng: random.Random) -> bytes:
    """Parquet of the same length: the footer is found, and what it leads to is wrong."""
    if rng.random() < 0.3:
        return _scratch(content, rng)
    changed = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        changed[rng.randrange(4, len(changed) - 8)] = rng.randrange(256)
    return bytes(changed)


def _inner(content: bytes, rng: random.Random) -> bytes:
    """A workbook one of whose parts is changed, or gone."""
    if rng.random() < 0.3:
        return _scratch(content, rng)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        victim, gone = rng.choice([name for name in names if "sheet" in name or "shared" in name] or names), rng.random() < 0.1
        for name in names:
            if name != victim:
                after.writestr(name, before.read(name))
            elif not gone:
                after.writestr(name, _scratch(before.read(name), rng))
    return packed.getvalue()


_SCRATCHED: dict[str, Callable[[bytes, random.Random], bytes]] = {"parquet": _flipped, "xlsx": _inner}


def _zipped(folder: Path, rng: random.Random, told: str, expected: dict[str, int | None]) -> Made:
    archive = folder.with_suffix(".zip")
    packed = io.BytesIO()
    top = rng.choice(("", "2020年5月/"))
    with zipfile.ZipFile(packed, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as opened:
        for path in sorted(folder.iterdir()):
            opened.writestr(f"{top}{path.name}", path.read_bytes())
    if rng.random() < 0.5:
        archive.write_bytes(_scratch(packed.getvalue(), rng))
        return Made(archive, f"zip by bytes of {told}", dict.fromkeys(expected))
    archive.write_bytes(packed.getvalue())
    return Made(archive, f"zip of {told}", expected)


def _csv(rows: Rows, path: Path, rng: random.Random) -> None:
    encoding = rng.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=rng.choice(",,\t;|"), lineterminator=rng.choice(("\r\n", "\n"))).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def _xlsx(rows: Rows, path: Path, rng: random.Random) -> None:
    with xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        if rng.random() < 0.3:
            book.add_worksheet("说明").write(0, 0, "填写说明")
        sheet = book.add_worksheet()
        if rng.random() < 0.2 and len(rows) > 1:
            sheet.merge_range(0, len(rows[0]), 0, len(rows[0]) + 1, "合并")
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                number = rng.random() < 0.3 and cell.isascii() and cell.isdecimal() and len(cell) < 12
                sheet.write_number(r, c, int(cell)) if number else sheet.write_string(r, c, cell)


def _parquet(rows: Rows, path: Path, rng: random.Random) -> None:
    width = len(rows[0])
    names = [name or f"c{n}" for n, name in enumerate(rows[0])]
    body = [[(row[c] if c < len(row) else "") for row in rows[1:]] for c in range(width)]
    arrays = [pa.array(column, pa.string()) for column in body]
    for n, column in enumerate(body):
        if rng.random() < 0.3:
            arrays[n] = _retyped(column, rng)
    pq.write_table(pa.Table.from_arrays(arrays, names), path)


def _retyped(column: list[str], rng: random.Random) -> pa.Array:
    kind = rng.choice(
        (
            pa.int64(),
            pa.float64(),
            pa.decimal128(18, 2),
            pa.list_(pa.string()),
            pa.binary(),
            pa.bool_(),
            pa.timestamp("s"),
            pa.null(),
        )
    )
    try:
        if kind == pa.binary():
            return pa.array([cell.encode() for cell in column], kind)
        if kind == pa.list_(pa.string()):
            return pa.array([cell.split(";") for cell in column], kind)
        return pa.array(column, pa.string()).cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array(column, pa.string())


_WRITERS: dict[str, Callable[[Rows, Path, random.Random], None]] = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}
