"""S11: who files late — regions × months on time, late, missing; and the overdue stays behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from dashboard import filing, months
from dashboard.filing import counts as clocks
from dashboard.filing.entries import ENTRIES
from dashboard.hierarchy import NATION
from dashboard.naming import disease_name, disease_names, institution_names
from dashboard.policy import Profile
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.services import data_years, kept
from dashboard.services.base import Context
from dashboard.services.filing_models import ClockCounts, ClockMatrix, FilingView, MatrixRow, OverdueStay
from dashboard.services.models import RegionRef
from dashboard.services.persons import Looks, place
from dashboard.services.scopes import holds, parts, policy_note, scopes
from dashboard.territory import territories

Count = Callable[[MonthRecords, Profile], pd.DataFrame]
_COLUMNS = list(clocks.COUNTS.values())
_NO_RECORD = "无记录"
_UNITS = {clocks.STAYS: "例", "随访": "村", **dict.fromkeys(ENTRIES, "条")}
_RULES = {
    clocks.STAYS: "出院后 {days} 日内（含当日）填报为按时；按出院月份统计。",
    **{clock: f"{clock}按服务月份统计，服务当月最后一日前录入为按时；没有录入日期的记“日期不明”。" for clock in ENTRIES},
    "随访": "当月随访记录都在当月录入为按时；有签约慢病患者而当月没有随访的村记“无记录”，随访间隔可长于一个月，不一定是未报。",
}
_MONTHLY = "应监测机构在当月最后一日前填报为按时；没有填报记录的机构记“未报”，没有填报日期的记“日期不明”。"
_NEEDED = {clocks.STAYS: "诊疗费用", "随访": "随访"} | {clock: entry.table for clock, entry in ENTRIES.items()}


def view(context: Context, month: str, region: str) -> FilingView:
    """Every clock of the region's children over the months of the year up to `month`; a village is told of its township."""
    region = region[: clocks.TOWNSHIP_DIGITS]
    cube = context.cube(month)
    at = context.position(cube, region)
    profile = context.profile(region, month) or next((p for _, p, _ in scopes(context, month, region)), None)
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
        policy_note=policy_note(context, month, region),
        data_years=data_years.rows(context, cube, month, region),
        data_years_clause=(profile.clause("data_years") if profile else None) or "",
    )


def _rows(context: Context, month: str, region: str) -> pd.DataFrame:
    """Counts of the region: stays and follow-ups as the asked month knows them, monitoring as each month brought it."""
    found = []
    for name in _axis(context, month):
        if name not in context.months():
            continue
        for records, _ in parts(context, name, region):
            kind, count = ("filing", filing.matrix) if name == month else ("monitored", filing.monitored)
            counts = kept.of_part(context, records.root, kind, partial(_of_part, context, records, name, count))
            inside = counts["region_code"].astype(str).str.startswith("" if region == NATION else region)
            found.append(counts[inside])
    return pd.concat(found, ignore_index=True)


def _of_part(context: Context, records: MonthRecords, month: str, count: Count) -> pd.DataFrame:
    """The matrix of a folder, or a part of it, each township under the profile in force for it."""
    version = context.store.version(month, context.store.current()[month])
    provinces = set(version.parts[records.root.name].provinces)
    found = [pd.DataFrame(columns=[*clocks.KEYS, *_COLUMNS])]
    for profile, territory in territories(context.book, NATION, provinces, months.as_of(month)):
        counts = count(records, profile)
        found.append(counts[holds(territory, counts["region_code"])])
    frame = pd.concat(found, ignore_index=True)
    return frame.astype({**dict.fromkeys(clocks.KEYS, "str"), **dict.fromkeys(_COLUMNS, "int64")})


def _axis(context: Context, month: str) -> tuple[str, ...]:
    return tuple(f"{month[:4]}-{n:02d}" for n in range(1, int(month[5:]) + 1))


def _matrix(
    context: Context, cube: MonthCube, region: str, clock: str, rows: pd.DataFrame, axis: tuple[str, ...], profile: Profile | None
) -> ClockMatrix:
    """Children of the region under one clock; a township, whose villages are not counted apart, stands alone."""
    below = [context.ref(cube, int(i)) for i in cube.tree.children(region)]
    children = [child for child in below if len(child.code) <= clocks.TOWNSHIP_DIGITS]
    here = context.ref(cube, context.position(cube, region))
    table = _table(rows, children, axis)
    table.sort(key=lambda row: (-(row.total.late + row.total.missing), row.region.code))
    days = profile.get("filing", "inpatient_days") if profile else None
    key = "inpatient_days" if clock == clocks.STAYS else "chronic"
    return ClockMatrix(
        clock=clock,
        unit=_UNITS.get(clock, "家"),
        missing_word=_NO_RECORD if clock == filing.FOLLOW_UPS else filing.MISSING,
        rule=_RULES.get(clock, _MONTHLY).format(days=days),
        clause=(profile.clause("filing", key) if profile else None) or "",
        months=axis,
        rows=tuple(table),
        total=_total(rows, here, axis),
    )


def _table(rows: pd.DataFrame, children: list[RegionRef], axis: tuple[str, ...]) -> list[MatrixRow]:
    """A row per child that anything is known of; the township, the smallest unit counted, has none."""
    codes = rows["region_code"].astype(str)
    owner = pd.Series("", index=rows.index, dtype=object)
    for length in {len(child.code) for child in children}:
        prefix = codes.str[:length]
        owner = owner.where(~prefix.isin([c.code for c in children if len(c.code) == length]), prefix)
    sums = rows.groupby([owner.rename("owner"), rows["period"]])[_COLUMNS].sum()
    cells = {key: ClockCounts(*map(int, row)) for key, row in zip(sums.index, sums.to_numpy(), strict=True)}
    found = []
    for child in children:
        own = tuple(cells.get((child.code, period)) for period in axis)
        if any(own):
            found.append(MatrixRow(child, own, _sum(own)))
    return found


def _total(rows: pd.DataFrame, here: RegionRef, axis: tuple[str, ...]) -> MatrixRow:
    sums = rows.groupby("period")[_COLUMNS].sum()
    cells = {period: ClockCounts(*map(int, row)) for period, row in zip(sums.index, sums.to_numpy(), strict=True)}
    own = tuple(cells.get(period) for period in axis)
    return MatrixRow(here, own, _sum(own))


def _sum(cells: tuple[ClockCounts | None, ...]) -> ClockCounts:
    known = [cell for cell in cells if cell is not None]
    return ClockCounts(*(sum(getattr(cell, name) for cell in known) for name in _COLUMNS))


def _finding(name: str, month: str, matrices: tuple[ClockMatrix, ...]) -> str:
    """玉树州2020年6月：本年出院的住院信息按时填报 98.1%，迟报 12 例、未报 3 例；乡镇卫生院监测未报 2 家。"""
    when = f"{name}{months.label(month)}"
    if not matrices:
        return f"{when}没有可以判断填报及时性的数据。"
    said = [words for words in map(_told, matrices) if words]
    return f"{when}：{'；'.join(said)}。" if said else f"{when}各项填报均按时。"


def _told(m: ClockMatrix) -> str:
    """What one clock adds to the finding: the year of stays, the month of everything else; nothing when all is on time."""
    if m.clock == clocks.STAYS:
        ratio, total = m.ratio(m.total.total), m.total.total
        if not ratio.denominator:
            return ""
        return f"本年出院的住院信息按时填报 {ratio.percent()}%，迟报 {total.late:,} 例、未报 {total.missing:,} 例"
    now = m.total.months[-1]
    if now is None:
        return ""
    late = f"迟报 {now.late:,} {m.unit}" if now.late else ""
    missing = f"未报 {now.missing:,} {m.unit}" if now.missing and m.missing_word == filing.MISSING else ""
    return f"{m.clock}{'、'.join(part for part in (late, missing) if part)}" if late or missing else ""


def _not_reported(context: Context, month: str, region: str, shown: set[str], profile: Profile | None) -> tuple[str, ...]:
    if profile is None or not profile.get("filing", "inpatient_days"):
        return ()
    wanted = [clock for clock in clocks.CLOCKS if clock not in shown and (profile.scoring or clock in _NEEDED)]
    tables = dict.fromkeys(_NEEDED.get(clock, clock) for clock in wanted)
    brought = [records for records, _ in parts(context, month, region)]
    return tuple(t for t in tables if not any(records.reported(t) for records in brought))


def overdue(context: Context, looks: Looks, limit: int | None = None) -> tuple[OverdueStay, ...]:
    """Late and missing stays: the missing first, the longest overdue before others."""
    month, region = looks.month, looks.region
    cube = context.cube(month)
    context.position(cube, region)
    found: list[OverdueStay] = []
    for records, profile, territory in scopes(context, month, region):
        rows = filing.overdue(records, profile, territory.prefix or NATION, limit)
        rows = rows[holds(territory, rows["region_code"])]
        names = disease_names(records), institution_names(records)
        found += [_stay(cube, looks, row, *names) for row in rows.to_dict("records")]
    found.sort(key=lambda stay: (stay.state != filing.MISSING, -stay.days, stay.visit))
    looks.record(len(found[:limit]))
    return tuple(found[:limit])


def _stay(cube: MonthCube, looks: Looks, row: dict, diseases: dict, institutions: dict) -> OverdueStay:
    village = row["region_code"]
    return OverdueStay(
        region_code=village,
        place=place(cube, village, looks.region),
        visit=row["visit"],
        person=looks.told("人员编号", row["person"]),
        disease=disease_name(diseases, row["disease"] or ""),
        institution=institutions.get(row["institution"], row["institution"] or ""),
        filer=institutions.get(row["filer"], row["filer"] or ""),
        discharged=row["discharged"],
        due=row["due"],
        filed=row["filed"],
        state=row["state"],
        days=int(row["days"]),
    )
