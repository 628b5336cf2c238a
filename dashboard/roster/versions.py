"""Which list a month was counted on. A list year starts with the month that first brings it (O-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.records import MonthRecords

TABLE, YEAR = "贫困人口花名册", "名单年度"


@dataclass(frozen=True, slots=True)
class ListChange:
    """`month` is the first counted on the list of `after`; the month before it was counted on that of `before`."""

    month: str
    before: int
    after: int


def list_year(records: MonthRecords) -> int | None:
    """The newest 名单年度 not after the month's year, of the whole table (indicators.md); None without a list."""
    path = records.path(TABLE)
    if path is None:
        return None
    newest = _newest(pq.ParquetFile(path))
    if newest is None or newest <= records.as_of.year:
        return newest
    years = pq.read_table(path, columns=[YEAR], filters=[(YEAR, "<=", records.as_of.year)])[YEAR]
    return pc.max(years).as_py()


def _newest(file: pq.ParquetFile) -> int | None:
    """From the statistics that every row group carries, without reading the column."""
    at = file.schema_arrow.names.index(YEAR)
    groups = [file.metadata.row_group(n).column(at).statistics for n in range(file.metadata.num_row_groups)]
    found = [group.max for group in groups if group is not None and group.has_min_max]
    return max(found, default=None)


def list_changes(years: Iterable[tuple[str, int | None]]) -> tuple[ListChange, ...]:
    """The months, oldest first, whose list is another than that of the last month that had one: marks for a trend chart."""
    found, before = [], None
    for month, year in years:
        if year is None:
            continue
        if before is not None and year != before:
            found.append(ListChange(month, before, year))
        before = year
    return tuple(found)
