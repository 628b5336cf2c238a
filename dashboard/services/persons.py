"""Persons and places as a viewer may see them: the one place where person-level rows are masked and looks are recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.access import Action, Viewer, personal
from dashboard.audit import LOOK, Audit
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.services.list_models import Shown
from dashboard.worklists import Person

DRAWN = 500
"""Rows a screen draws at once; exports hold all."""


@dataclass(frozen=True)
class Looks:
    """Who looks, at what, and where it is recorded."""

    viewer: Viewer
    audit: Audit
    about: str
    region: str
    month: str
    action: str = LOOK

    @property
    def masked(self) -> bool:
        return not self.viewer.may(Action.READ_PERSONS, self.region)

    def record(self, rows: int) -> None:
        """To be called before the rows are handed out."""
        if rows:
            self.audit.record(self.viewer, self.action, self.about, self.region, self.month, rows)

    def told(self, kind: str, value: str | None) -> str:
        """A personal value as the viewer may see it. Numbers of persons and households are personal: other files name them."""
        return personal(self.viewer, self.region, kind, value)

    def shown(self, who: Person, cube: MonthCube) -> Shown:
        code, name = self.told("人员编号", who.code), self.told("姓名", who.name)
        return Shown(code, name, who.sex, who.age, who.region_code, place(cube, who.region_code, self.region))


def place(cube: MonthCube, code: str, below: str) -> str:
    """Names from below the viewed region down to the village; the village alone when that is what is viewed."""
    at = cube.tree.find(code)
    if at < 0:
        return code
    line = cube.tree.path(code)
    names = [str(cube.tree.names[i]) for i in line if len(cube.tree.code(i)) > (0 if below == "0" else len(below))]
    return " ".join(names[-3:]) or str(cube.tree.names[at])


def roster(records: MonthRecords, codes: Iterable[str]) -> dict[str, dict]:
    """人员编号 → 姓名, 性别, 出生日期 of the newest 名单年度 not after the month, for a few persons."""
    path = records.path("贫困人口花名册")
    wanted = sorted(set(codes))
    if path is None or not wanted:
        return {}
    columns = ["人员编号", "名单年度", "姓名", "性别", "出生日期"]
    rows = pq.read_table(path, columns=columns, filters=(pc.field("人员编号").isin(wanted)))
    known = sorted((row for row in rows.to_pylist() if row["名单年度"] <= records.as_of.year), key=lambda row: row["名单年度"])
    return {row["人员编号"]: row for row in known}
