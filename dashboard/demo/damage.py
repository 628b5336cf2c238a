"""What hands do to an export: rows that are wrong (to be refused) and rows in odd but readable forms (to be repaired).

Both stand in a second file of their table, as text; the first file holds the rest. A wrong row is taken out of the first file —
except a repeated one, which is there a second time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import records

SHARE = 0.0015
"""Wrong rows per row of a table; as many again are odd but readable."""

LEAST_ROWS = 60
"""Tables smaller than this stay whole."""

REPEATED: dict[str, str] = {}
"""The fault of a row that is there twice: nothing in it changes."""

_PERSON = {"人员编号": "DEMO-没有此人"}
FAULTS: dict[str, list[dict[str, str]]] = {
    "行政区划": [{"常住人口数": "约八百"}],
    "医疗卫生机构": [REPEATED],
    "县级医院监测": [{"是否有CT": "待定"}],
    "乡镇卫生院监测": [{"执业医师数": "两名"}, {"机构编码": "DEMO-没有此机构"}, {"是否有X光机": "坏"}],
    "村卫生室监测": [{"药品种数": "六十多种"}, {"行政村代码": "990101001001"}, REPEATED, {"药品种数": "-5"}],
    "村医": [{"出生日期": "1968年13月2日"}, {"执业资格类型": "赤脚医生"}, {"服务行政村代码": "99010100100"}],
    "贫困户": [{"行政村代码": "990101001001"}, {"家庭人口数": "四口"}, REPEATED, {"行政村代码": "630"}],
    "贫困人口花名册": [
        {"出生日期": "1975-13-40"}, {"家庭编号": "DEMO-没有此户"}, {"是否低保对象": "可能"},
        REPEATED, {"性别": "不详"}, {"行政村代码": "63010"},
    ],
    "患病核实": [_PERSON, {"核实日期": "2020-02-30"}, {"核实状态": "核实了一半"}, REPEATED, {"发现日期": "43891"}],
    "救治台账": [{"首次救治日期": "三月初"}, {"救治状态": "转院"}, REPEATED],
    "诊疗费用": [
        {"个人自付": "88888.88"}, _PERSON, {"出院日期": "2018-01-01", "入院日期": "2019-06-01"},
        {"医疗总费用": "约三千元"}, {"就诊类型": "急诊观察"},
        REPEATED, {"基本医保报销": "-120.00"}, {"填报日期": "2020/15/01"},
    ],
    "签约": [{"签约日期": "上个月"}, {"家庭编号": "DEMO-没有此户"}, REPEATED, {"签约日期": "43951"}],
    "随访": [_PERSON, {"随访日期": "2020-00-12"}, {"收缩压": "高"}, REPEATED, {"随访方式": "微信"}],
    "健康体检": [_PERSON, {"体检日期": "20201345"}, REPEATED],
    "督战台账": [{"状态": "快好了"}],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Damaged:
    """The first file's rows, the second file's rows (text; None when the table stays whole), and how many of these are wrong."""

    first: pa.Table
    second: pa.Table | None
    wrong: int


def damage(name: str, table: pa.Table, rng: np.random.Generator) -> Damaged:
    """Takes a few rows of `table` apart; small tables and tables without faults stay whole."""
    faults = FAULTS.get(name)
    if not faults or table.num_rows < LEAST_ROWS:
        return Damaged(table, None, 0)
    wrong = max(1, round(table.num_rows * SHARE))
    rows = rng.choice(table.num_rows, 2 * wrong, replace=False)
    chosen = [faults[n % len(faults)] for n in range(wrong)]
    stays = np.ones(table.num_rows, bool)
    stays[rows[wrong:]] = False
    stays[rows[:wrong][[fault is not REPEATED for fault in chosen]]] = False
    text = {column: _as_text(table[column].take(pa.array(rows))) for column in table.column_names}
    for n, fault in enumerate(chosen):
        for column, value in fault.items():
            text[column][n] = value
    kinds = records.TABLES[name].columns
    for column, values in text.items():
        form = _ODD.get(kinds[column].type)
        if form:
            values[wrong:] = [value and form(value, n) for n, value in enumerate(values[wrong:])]
    second = pa.table({column: pa.array(values, pa.string()) for column, values in text.items()})
    return Damaged(table.filter(pa.array(stays)), second, wrong)


def _as_text(column: pa.ChunkedArray) -> list[str | None]:
    return pc.cast(column, pa.string()).to_pylist()


def _date(value: str, n: int) -> str:
    year, month, day = value.split("-")
    return (value, f"{year}/{int(month)}/{int(day)}", f"{year}{month}{day}", f"{year}年{int(month)}月{int(day)}日")[n % 4]


def _flag(value: str, n: int) -> str:
    return {"是": ("是", "有", "1", "Y", "√"), "否": ("否", "无", "0", "N", "×")}[value][n % 5]


def _money(value: str, n: int) -> str:
    return (value, f"{float(value):,.2f}", f"{value}元", value.translate(_WIDE))[n % 4]


def _whole(value: str, n: int) -> str:
    return (value, f"{value}.0", value.translate(_WIDE))[n % 3]


def _region(value: str, n: int) -> str:
    return (value, f"{value}.0", f" {value}")[n % 3]


_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_ODD = {"date": _date, "flag": _flag, "money": _money, "int": _whole, "region": _region}
