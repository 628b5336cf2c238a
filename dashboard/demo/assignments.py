"""连云港's division of tasks (T30), paired institutions (T33) and rooms of Chinese medicine (T33b)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from dashboard import yaml_files
from dashboard.demo import cells
from dashboard.demo.institutions import COMMUNITY, GENERAL, MATERNITY, TCM, TOWNSHIP, Institutions
from dashboard.demo.places import Places


def tasks_table(nth_month: int) -> pa.Table:
    """T30 任务分工 in the month of that number (from 0): progress comes in steps; some offices report later, one not at all."""
    rows = yaml_files.read(Path(__file__).with_name("tasks.yaml"))
    progress = [_progress(row["steps"], nth_month - row.get("from", 0)) for row in rows]
    return pa.table(
        {
            "序号": cells.whole(np.arange(1, len(rows) + 1)),
            "任务": cells.text([row["task"] for row in rows]),
            "牵头处室": cells.text([row["office"] for row in rows]),
            "进展": pa.array(progress, pa.string()),
            "联络员": cells.names(np.arange(len(rows)) * 11 + 4),
        }
    )


def _progress(steps: list[str], months_since: int) -> str | None:
    """A step every third month; None before the first."""
    return steps[min(months_since // 3, len(steps) - 1)] if steps and months_since >= 0 else None


def pairs_table(every: Institutions, place: Places, area: str, since: int, as_of: int) -> pa.Table:
    """T33 对口帮扶: county hospitals by a tertiary, township hospitals by a secondary one; a few are not paired yet."""
    rows = _inside(every, place, area, as_of, GENERAL, TCM, MATERNITY, TOWNSHIP, COMMUNITY)
    rows = rows[(every.table["layer"].to_numpy()[rows] == 2) | every.table["kind"].isin((TOWNSHIP, COMMUNITY)).to_numpy()[rows]]
    rows = rows[rows % 13 != 4]
    names = np.where(every.table["kind"].to_numpy()[rows] == TOWNSHIP, "县人民医院（示例）", "市第一人民医院（示例）")
    return pa.table(
        {
            "支援机构": cells.text(names),
            "受援机构": cells.pick(every.ids, rows),
            "开始日期": cells.dates(np.full(len(rows), since, np.int32)),
            "方式": cells.words((rows % 3).astype(np.int8), ("驻点帮扶", "专科共建", "远程会诊")),
        }
    )


def rooms_table(every: Institutions, place: Places, area: str, as_of: int) -> pa.Table:
    """T33b 中医馆: about six in ten township hospitals and centres meet the standard."""
    rows = _inside(every, place, area, as_of, TOWNSHIP, COMMUNITY)
    return pa.table({"机构编码": cells.pick(every.ids, rows), "中医馆是否达标": cells.flags(rows * 7 % 10 < 6, rows % 17 != 3)})


def _inside(every: Institutions, place: Places, area: str, as_of: int, *kinds: int) -> np.ndarray:
    county = place.counties["code"].str.startswith(area).to_numpy()
    rows = every.rows(*kinds)
    return rows[county[every.table["county"].to_numpy()[rows]] & (every.table["opened"].to_numpy()[rows] <= as_of)]
