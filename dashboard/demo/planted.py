"""Patterns planted on purpose, one county each, so that 数据质量 (S25) has something to ask about: known, seeded, and few.

Figures that look made up (totals at the pass line, rates exactly 90 % or 100 %, a month copied from the last, entries massed in
the last two days), the same identity number or stay twice, and townships that followed up more persons than were due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import months
from dashboard.demo import cells
from dashboard.demo.institutions import COMMUNITY, TOWNSHIP
from dashboard.demo.visits import STAY
from dashboard.demo.world import World, tables

MONITORING, BASE_TOTALS, FOLLOW_UPS, ROSTER, VISITS = "乡镇卫生院监测", "乡镇诊疗汇总", "随访", "贫困人口花名册", "诊疗费用"
LEAST_TOWNSHIPS = 8
PERSONS_TWICE, STAYS_TWICE, OVERSHOOTING = 3, 4, 2

AT_PASS_LINE = {
    "是否有心电图": "是", "心电图能否操作": "是", "是否有X光机": "是", "X光机能否操作": "是",
    "是否有生化分析仪": "是", "生化分析仪能否操作": "是",
    "执业医师数": 1, "全科医师数": 1,
}  # fmt: skip
"""15 + (10 + 5) points; with signing and follow-up over 90 %, drugs, and a basic-level share of 30 % 40 more: 70."""

_SHOULD, _SIGNED, _DUE, _DONE = "三种慢病应签约人数", "三种慢病已签约人数", "三种慢病应随访人数", "三种慢病已随访人数"


@dataclass(frozen=True, slots=True)
class Planted:
    """County row per pattern; −1 where the province has no county left for it."""

    totals: int
    exact_90: int
    exact_100: int
    copied: int
    massed: int


def counties(world: World) -> Planted:
    """The counties with most township hospitals that report every month, one each."""
    county = world.every.table["county"].to_numpy()[world.every.rows(TOWNSHIP, COMMUNITY)]
    number = np.bincount(county, minlength=len(world.place.counties))
    number[world.monitoring.silent | world.monitoring.late] = 0
    order = [int(row) for row in np.argsort(-number, kind="stable") if number[row] >= LEAST_TOWNSHIPS]
    wanted = len(fields(Planted))
    return Planted(*(order + [-1] * wanted)[:wanted])


def plant(world: World, month: str, name: str, table: pa.Table) -> pa.Table:
    """`table` of the folder of `month` with its patterns; other tables as they are."""
    make = _MAKERS.get(name)
    return make(world, month, table, counties(world)) if make else table


def _monitoring(world: World, month: str, table: pa.Table, at: Planted) -> pa.Table:
    county = _county(world, table)
    index = world.clock.months.index(month)
    if index and (world.clock.count - index) % 2 and at.copied >= 0:  # every other month, the newest among them
        table = _copied(world, month, table, at.copied)
        county = _county(world, table)
    passing = {_SHOULD: 20, _SIGNED: 19, _DUE: 19, _DONE: 18, "药品种数": 40}  # a month is not the copy of another
    for column, value in (AT_PASS_LINE | {name: number + index for name, number in passing.items()}).items():
        table = _replaced(table, column, county == at.totals, np.full(len(county), value, dtype=object))
    should, due = (table[column].fill_null(0).to_numpy().astype(np.int64) for column in (_SHOULD, _DUE))
    tens = np.maximum(10, should // 10 * 10)
    due_tens = np.maximum(10, due // 10 * 10)
    for column, at_90, at_100 in (
        (_SHOULD, tens, np.maximum(10, should)),
        (_SIGNED, tens * 9 // 10, np.maximum(10, should)),
        (_DUE, due_tens, np.maximum(10, due)),
        (_DONE, due_tens * 9 // 10, np.maximum(10, due)),
    ):
        table = _replaced(table, column, county == at.exact_90, at_90)
        table = _replaced(table, column, county == at.exact_100, at_100)
    beyond = np.zeros(len(county), bool)
    beyond[np.flatnonzero(county == at.massed)[:OVERSHOOTING]] = True
    return _replaced(table, _DONE, beyond, due + 2)


def _copied(world: World, month: str, table: pa.Table, county: int) -> pa.Table:
    """The county's rows of the month before, with the month and the filing days of this one."""
    before = tables(world, months.shift(month, -1))[MONITORING]()
    rows = before.filter(pa.array(_county(world, before) == county))
    own = table.filter(pa.array(_county(world, table) == county))
    filed = dict(zip(own["机构编码"].to_pylist(), own["填报日期"].to_pylist(), strict=True))
    rows = rows.filter(pc.is_in(rows["机构编码"], pa.array(list(filed), pa.string())))
    stamps = {"监测期": [month] * len(rows), "填报日期": [filed[code] for code in rows["机构编码"].to_pylist()]}
    for column, values in stamps.items():
        place = rows.schema.get_field_index(column)
        rows = rows.set_column(place, column, pa.array(values, pa.string() if column == "监测期" else pa.date32()))
    rest = table.filter(pa.array(_county(world, table) != county))
    return pa.concat_tables([_plain(rest), _plain(rows)])


def _base_totals(world: World, month: str, table: pa.Table, at: Planted) -> pa.Table:
    """A basic-level share of exactly 30 %, which gives the last ten points."""
    here = _in_county(world, table, "乡代码", at.totals)
    visits = np.maximum(10, table["诊疗总人次"].fill_null(0).to_numpy() // 10 * 10)
    basic = visits * 3 // 10
    for column, values in (
        ("诊疗总人次", visits),
        ("乡村两级未评级医院诊疗人次", basic - basic // 3),
        ("乡村两级一级医院诊疗人次", basic // 3),
        ("基层诊疗占比", np.full(len(basic), "30.00", dtype=object)),
    ):
        table = _replaced(table, column, here, values)
    return table


def _follow_ups(world: World, month: str, table: pa.Table, at: Planted) -> pa.Table:
    """Every record of the county was entered on one of the last two days of its month."""
    person = world.rounds.person[: len(table)]
    county = world.place.villages["county"].to_numpy()[world.folk.village[person]]
    entered = world.rounds.entered[: len(table)].astype("datetime64[D]")
    last = (entered.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1 - np.arange(len(table)) % 2
    return _replaced(table, "录入日期", county == at.massed, np.maximum(last, entered))


def _roster(world: World, month: str, table: pa.Table, at: Planted) -> pa.Table:
    """A few identity numbers that stand in two counties; of no valid form, and not masked."""
    same = np.full(len(table), None, dtype=object)
    for county in (at.exact_90, at.exact_100):
        rows = np.flatnonzero(_in_county(world, table, "行政村代码", county))[:PERSONS_TWICE]
        same[rows] = [f"DEMO-示例重复-{n:04d}" for n in range(len(rows))]
    return _replaced(table, "身份证号", np.array([value is not None for value in same], bool), same)


def _visits(world: World, month: str, table: pa.Table, at: Planted) -> pa.Table:
    """A few stays that are there a second time under another number."""
    person, kind = world.visits.person[: len(table)], world.visits.kind[: len(table)]
    county = world.place.villages["county"].to_numpy()[world.folk.village[person]]
    rows = np.flatnonzero((county == at.copied) & (kind == STAY))[:STAYS_TWICE]
    if not len(rows):
        return table
    again = table.take(pa.array(rows))
    numbers = cells.serials(f"DEMO-{world.place.province}-重复", len(rows), 4)
    again = again.set_column(again.schema.get_field_index("就诊编号"), "就诊编号", numbers)
    return pa.concat_tables([table, again])


_MAKERS: dict[str, Callable[[World, str, pa.Table, Planted], pa.Table]] = {
    MONITORING: _monitoring,
    BASE_TOTALS: _base_totals,
    FOLLOW_UPS: _follow_ups,
    ROSTER: _roster,
    VISITS: _visits,
}


def _county(world: World, table: pa.Table) -> np.ndarray:
    """County row of each monitoring row."""
    at = pc.index_in(table["机构编码"], world.every.ids).to_numpy()
    return world.every.table["county"].to_numpy()[at]


def _in_county(world: World, table: pa.Table, column: str, county: int) -> np.ndarray:
    if county < 0:
        return np.zeros(len(table), bool)
    code = str(world.place.counties["code"].iloc[county])
    return pc.starts_with(_text(table[column]), code).fill_null(False).to_numpy(zero_copy_only=False)


def _replaced(table: pa.Table, column: str, where: np.ndarray, values: np.ndarray) -> pa.Table:
    """`values` (one per row) in the rows `where`."""
    if not where.any():
        return table
    plain = _text(table[column])
    fresh = pa.array(values[where], plain.type)
    changed = pc.replace_with_mask(plain, pa.array(where), fresh)
    return table.set_column(table.schema.get_field_index(column), column, changed)


def _plain(table: pa.Table) -> pa.Table:
    return pa.table({name: _text(table[name]) for name in table.column_names})


def _text(column: pa.ChunkedArray) -> pa.Array:
    """One array, text without its dictionary."""
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks)
    return whole.cast(pa.string()) if pa.types.is_dictionary(whole.type) else whole
