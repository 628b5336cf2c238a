"""CSV files as batches of text with the row number a spreadsheet would show."""

import codecs
import csv
import io
import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from dashboard.importing import headers
from dashboard.importing.report import UnreadableError
from dashboard.records import Table

_CHUNK = 1 << 22
_BATCH_ROWS = 50_000
_DELIMITERS = (",", "\t", ";", "|")
_FORMULA = r'(?s)^="(.*)"$'
ROW = "_row"
SURPLUS = "_surplus"  # text of the fields beyond the table's width


@dataclass(frozen=True)
class Text:
    """A file known to be UTF-8 (transcoded if it was not)."""

    path: Path
    quoted: bool
    encoding: str
    formulas: bool = False  # cells like ="0123", by which web exports keep Excel from dropping zeros


def as_utf8(path: Path, work: Path) -> Text:
    """The file in UTF-8: itself, or a transcoded copy below `work` when it is GB18030 or UTF-16."""
    with path.open("rb") as stream:
        start = stream.read(2)
    guesses = ["utf-16"] if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ["utf-8", "gb18030"]
    for encoding in guesses:
        target = None if encoding == "utf-8" else work / f"{path.stem}.utf8.csv"
        try:
            quoted, formulas = _decode(path, encoding, target)
            return Text(target or path, quoted, encoding, formulas)
        except UnicodeError:
            continue
    raise UnreadableError("字符编码既不是 UTF-8 也不是 GB18030，或文件已损坏。请另存为“CSV UTF-8”")


def _decode(path: Path, encoding: str, target: Path | None) -> tuple[bool, bool]:
    """Decode the whole file once, writing UTF-8 to `target` if given; says whether it has quotation marks, and any after `=`."""
    decoder = codecs.getincrementaldecoder(encoding)()
    quoted = formulas = False
    with path.open("rb") as stream, target.open("wb") if target else nullcontext() as out:
        for chunk in itertools.chain(iter(lambda: stream.read(_CHUNK), b""), [b""]):
            text = decoder.decode(chunk, final=not chunk)
            quoted = quoted or '"' in text
            formulas = formulas or (quoted and '="' in text)
            if out:
                out.write(text.encode())
    return quoted, formulas


@dataclass(frozen=True)
class Layout:
    header: headers.Header
    delimiter: str
    width: int  # fields per row; more than the header's when every row ends with a delimiter


def layout(text: Text, table: Table, aliases: headers.Aliases) -> Layout:
    """The header and the delimiter: the one of `, tab ; |` under which most columns are known."""
    best: Layout | None = None
    for delimiter in _DELIMITERS:
        try:
            rows = list(itertools.islice(_records(text.path, delimiter), headers.TITLE_ROWS + 1))
        except csv.Error as error:
            raise UnreadableError(f"不是 CSV 文本（{error}）") from error
        header = headers.find(rows, table, aliases)
        if header and (best is None or len(header.columns) > len(best.header.columns)):
            best = Layout(header, delimiter, max(map(len, rows[header.row :])))
    if best is None:
        raise UnreadableError(f"前 {headers.TITLE_ROWS + 1} 行中找不到《{table.name}》的表头。请保留列名一行")
    return best


def batches(text: Text, layout: Layout) -> Iterator[pa.RecordBatch]:
    """All rows below the header: text columns `c0 …` by position, `_row` and `_surplus`."""
    skipped: dict[int, list[str]] = {}

    def irregular(row: pa_csv.InvalidRow) -> str:
        skipped[row.number] = next(csv.reader(io.StringIO(row.text, newline=""), delimiter=layout.delimiter), [])
        return "skip"

    names = [f"c{i}" for i in range(layout.width)]
    reader = pa_csv.open_csv(
        text.path,
        read_options=pa_csv.ReadOptions(use_threads=False, block_size=_CHUNK, column_names=names),
        parse_options=pa_csv.ParseOptions(
            delimiter=layout.delimiter,
            newlines_in_values=text.quoted,
            ignore_empty_lines=False,
            invalid_row_handler=irregular,
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    first = layout.header.row + 2
    number = 1
    for batch in reader:
        rows, number = _numbers(number, batch.num_rows, skipped)
        keep = int(np.searchsorted(rows, first))
        yield _batch(batch.columns, rows, pa.nulls(len(rows), pa.string())).slice(keep)
    if late := {row: fields for row, fields in skipped.items() if row >= first}:
        yield from _in_batches(iter(late.items()), layout.width)


def plain_batches(text: Text, layout: Layout) -> Iterator[pa.RecordBatch]:
    """As `batches`, by Python's csv module: slower, for files whose quotation marks the fast parser does not follow."""
    records = enumerate(_records(text.path, layout.delimiter), start=1)
    try:
        yield from _in_batches(itertools.islice(records, layout.header.row + 1, None), layout.width)
    except csv.Error as error:
        raise UnreadableError(f"CSV 格式有误（{error}）。请用表格软件重新导出") from error


def without_formulas(read: Callable[[], Iterator[pa.RecordBatch]]) -> Iterator[pa.RecordBatch]:
    """What `read` gives, a cell ="0123" as 0123."""
    for batch in read():
        columns = [
            pc.replace_substring_regex(column, pattern=_FORMULA, replacement=r"\1") if pa.types.is_string(column.type) else column
            for column in batch.columns
        ]
        yield pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _records(path: Path, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(min(sys.maxsize, 1 << 31))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.reader(stream, delimiter=delimiter)


def _numbers(start: int, count: int, skipped: dict[int, list[str]]) -> tuple[np.ndarray, int]:
    """Row numbers of the next `count` regular rows, leaving out the irregular ones, and the number after them."""
    inside = [row for row in skipped if start <= row]
    rows = np.setdiff1d(np.arange(start, start + count + len(inside)), inside, assume_unique=True)[:count]
    return rows, int(rows[-1]) + 1 if count else start


def _in_batches(numbered: Iterator[tuple[int, list[str]]], width: int) -> Iterator[pa.RecordBatch]:
    while part := list(itertools.islice(numbered, _BATCH_ROWS)):
        padded = [fields[:width] + [""] * (width - len(fields)) for _, fields in part]
        columns = [pa.array([value or None for value in values], pa.string()) for values in zip(*padded, strict=True)]
        surplus = ["\t".join(fields[width:]).strip() or None for _, fields in part]
        yield _batch(columns, np.array([row for row, _ in part]), pa.array(surplus, pa.string()))


def _batch(columns: list[pa.Array], rows: np.ndarray, surplus: pa.Array) -> pa.RecordBatch:
    arrays = [*columns, pa.array(rows, pa.int64()), surplus]
    return pa.RecordBatch.from_arrays(arrays, names=[f"c{i}" for i in range(len(columns))] + [ROW, SURPLUS])
