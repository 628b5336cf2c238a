"""S11: who files late — regions × months on time, late, missing; and the overdue stays behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import filing, months
from dashboard.access import Viewer, personal
from dashboard.filing import counts as clocks
from dashboard.hierarchy import NATION
from dashboard.naming import disease_names, institution_names
from dashboard.policy import Profile
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.services import kept
from dashboard.services.base import Context
from dashboard.services.filing_models import ClockCounts, ClockMatrix, FilingView, MatrixRow, OverdueStay

_COLUMNS = list(clocks.COUNTS.values())
_UNITS = {clocks.STAYS: "例", "随访": "村"}
_RULES = {
    clocks.STAYS: "出院后 {days} 日内（含当日）填报为按时；按出院月份统计。",
    "随访": "当月随访记录都在当月录入为按时；有签约慢病患者而当月没有随访记录的村记“未报”（随访间隔可长于一个月）。",
}
_MONTHLY = "应监测机构在当月最后一日前填报为按时；没有填报记录的机构记“未报”，没有填报日期的记“日期不明”。"
_NEEDED = {clocks.STAYS: "诊疗费用", "随访": "随访"}


def view(context: Context, month: str, region: str) -> FilingView:
    """Every clock of the region's children over the months of the year up to `month`."""
    cube = context.cube(month)
    at = context.position(cube, region)
    profile = context.profile(region, month)
    rows = _rows(context, month, region)
    axis = _axis(context, month)
    matrices = tuple(
        _matrix(context, cube, region, clock, rows[rows["clock"] == clock], axis, profile)
        for clock in clocks.CLOCKS
        if (rows["clock"] == clock).any()
    )
    info = context.month_info(month)
    ref = context.ref(cube, at)
    return FilingView(
        region=ref,
        path=context.path(cube, region),
        month=month,
        as_of=info.as_of,
        version=info.version,
        finding=_finding(ref.name, month, matrices),
        matrices=matrices,
        not_reported=_not_reported(context, month, region, {m.clock for m in matrices}, profile),
    )


def parts(context: Context, month: str, region: str) -> Iterator[tuple[Path, MonthRecords]]:
    """The folders of a month that hold regions of `region`."""
    version = context.store.version(month, context.store.current()[month])
    for part in context.store.parts(month):
        provinces = version.parts[part.name].provinces
        if region == NATION or region[:2] in provinces:
            yield part, MonthRecords.open(part)


def _rows(context: Context, month: str, region: str) -> pd.DataFrame:
    """Counts of the region: stays and follow-ups as the asked month knows them, monitoring as each month brought it."""
    found = []
    for name in _axis(context, month):
        if name not in context.months():
            continue
        for part, records in parts(context, name, region):
            counts = kept.of_part(context.store, part, "filing", lambda r=records, m=name: _of_part(context, r, m))
            keep = counts["clock"].isin(clocks.monthly.MONITORED) | (name == month)
            inside = True if region == NATION else counts["region_code"].astype(str).str.startswith(region)
            found.append(counts[keep & inside])
    return pd.concat(found, ignore_index=True)


def _of_part(context: Context, records: MonthRecords, month: str) -> pd.DataFrame:
    """The matrix of a folder, each township under the profile in force for it."""
    provinces = {code[:2] for code in records.frame("行政区划", ["区划代码"])["区划代码"].dropna()}
    provinces |= {code[:2] for code in records.frame("贫困人口花名册", ["行政村代码"])["行政村代码"].dropna().unique()}
    provinces |= {code[:2] for code in records.frame("医疗卫生机构", ["所在区划代码"])["所在区划代码"].dropna().unique()}
    known = context.book.prefixes_in_force(provinces, months.as_of(month))
    found = [pd.DataFrame(columns=[*clocks.KEYS, *_COLUMNS])]
    for profile in {p.id: p for p in known.values() if p is not None}.values():
        counts = filing.matrix(records, profile)
        owner = counts["region_code"].map(lambda code: known[max((p for p in known if code.startswith(p)), key=len)])
        found.append(counts[[p is profile for p in owner]])
    frame = pd.concat(found, ignore_index=True)
    return frame.astype({**dict.fromkeys(clocks.KEYS, "str"), **dict.fromkeys(_COLUMNS, "int64")})


def _axis(context: Context, month: str) -> tuple[str, ...]:
    return tuple(f"{month[:4]}-{n:02d}" for n in range(1, int(month[5:]) + 1))


def _matrix(
    context: Context, cube: MonthCube, region: str, clock: str, rows: pd.DataFrame, axis: tuple[str, ...], profile: Profile | None
) -> ClockMatrix:
    """Children of the region under one clock; a township, whose villages are not counted apart, stands alone."""
    children = [context.ref(cube, int(i)) for i in cube.tree.children(region)]
    codes = rows["region_code"].astype(str)
    table = []
    for child in children:
        own = rows[codes.str.startswith(child.code)]
        if len(own) and len(child.code) <= clocks.TOWNSHIP_DIGITS:
            table.append(_row(child, own, axis))
    table.sort(key=lambda row: (-(row.total.late + row.total.missing), row.region.code))
    days = profile.get("filing", "inpatient_days") if profile else None
    key = "inpatient_days" if clock == clocks.STAYS else "chronic"
    return ClockMatrix(
        clock=clock,
        unit=_UNITS.get(clock, "家"),
        rule=_RULES.get(clock, _MONTHLY).format(days=days),
        clause=(profile.clause("filing", key) if profile else None) or "",
        months=axis,
        rows=tuple(table),
        total=_row(context.ref(cube, context.position(cube, region)), rows, axis),
    )


def _row(region: Any, rows: pd.DataFrame, axis: tuple[str, ...]) -> MatrixRow:
    sums = rows.groupby("period")[_COLUMNS].sum()
    cells = tuple(_counts(sums.loc[name]) if name in sums.index else None for name in axis)
    return MatrixRow(region, cells, _counts(rows[_COLUMNS].sum()))


def _counts(sums: pd.Series) -> ClockCounts:
    return ClockCounts(**{name: int(sums[name]) for name in _COLUMNS})


def _finding(name: str, month: str, matrices: tuple[ClockMatrix, ...]) -> str:
    """玉树州本年住院信息及时填报 98.1%，迟报 12 例、未报 3 例；6月乡镇卫生院监测 2 家未报。"""
    said = []
    for m in matrices:
        if m.clock == clocks.STAYS:
            ratio = m.total.total.ratio
            if ratio.denominator:
                bad = f"迟报 {m.total.total.late:,} 例、未报 {m.total.total.missing:,} 例"
                said.append(f"本年出院的住院信息按时填报 {ratio.percent()}%，{bad}")
            continue
        now = m.total.months[-1]
        if now is not None and (now.late or now.missing):
            parts_ = [f"迟报 {now.late:,} {m.unit}" if now.late else "", f"未报 {now.missing:,} {m.unit}" if now.missing else ""]
            said.append(f"{m.clock}{'、'.join(p for p in parts_ if p)}")
    if not matrices:
        return f"{name}：{months.label(month)}没有可以判断填报及时性的数据。"
    return f"{name}：{months.label(month)}{'；'.join(said)}。" if said else f"{name}：{months.label(month)}各项填报均按时。"


def _not_reported(context: Context, month: str, region: str, shown: set[str], profile: Profile | None) -> tuple[str, ...]:
    if profile is None or not profile.get("filing", "inpatient_days"):
        return ()
    wanted = [clock for clock in clocks.CLOCKS if clock not in shown and (profile.scoring or clock in _NEEDED)]
    tables = dict.fromkeys(_NEEDED.get(clock, clock) for clock in wanted)
    brought = [records for _, records in parts(context, month, region)]
    return tuple(t for t in tables if not any(records.reported(t) for records in brought))


def overdue(context: Context, viewer: Viewer, month: str, region: str, limit: int | None = None) -> tuple[OverdueStay, ...]:
    """Late and missing stays: the missing first, the longest overdue before others."""
    cube = context.cube(month)
    profile = context.profile(region, month)
    if profile is None:
        return ()
    found: list[OverdueStay] = []
    for _, records in parts(context, month, region):
        diseases, institutions = disease_names(records), institution_names(records)
        for row in filing.overdue(records, profile, region, limit).to_dict("records"):
            found.append(_stay(context, cube, viewer, row, diseases, institutions))
    found.sort(key=lambda stay: (stay.state != filing.MISSING, -stay.days, stay.visit))
    return tuple(found[:limit])


def _stay(context: Context, cube: MonthCube, viewer: Viewer, row: dict, diseases: dict, institutions: dict) -> OverdueStay:
    village = row["region_code"]
    at = int(cube.tree.index([village])[0])
    ref = context.ref(cube, at)
    return OverdueStay(
        region=ref,
        parent_name=str(cube.tree.names[cube.tree.parent[at]]),
        visit=row["visit"],
        person=personal(viewer, village, "人员编号", row["person"]),
        disease=diseases.get(row["disease"], row["disease"] or ""),
        institution=institutions.get(row["institution"], row["institution"] or ""),
        filer=institutions.get(row["filer"], row["filer"] or ""),
        discharged=row["discharged"],
        due=row["due"],
        filed=None if pd.isna(row["filed"]) else row["filed"],
        state=row["state"],
        days=int(row["days"]),
    )
