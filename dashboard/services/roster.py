"""S19: what changed in the list, region by region, and how much of a trend break it explains."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from dashboard import months, roster
from dashboard.policy import Profile
from dashboard.publishing import MonthCube
from dashboard.ratio import Ratio
from dashboard.records import MonthRecords
from dashboard.services import kept
from dashboard.services.base import Context, Unknown
from dashboard.services.models import RegionRef
from dashboard.services.persons import Looks, place
from dashboard.services.roster_models import ChangedPerson, DenominatorEffect, ListMark, RosterRow, RosterView
from dashboard.services.scopes import holds, parts, policy_note
from dashboard.territory import Territory, territories


def list_marks(context: Context, region: str) -> tuple[ListMark, ...]:
    """The months from which the region is counted on another list, over all published months: marks for trend charts."""
    years = [(month, _list_year(context, month, region)) for month in context.months()]
    return tuple(
        ListMark(change.month, change.before, change.after, f"{months.label(change.month)}起按{change.after}年名单统计")
        for change in roster.list_changes(years)
    )


def _list_year(context: Context, month: str, region: str) -> int | None:
    years = context.cube(month).list_years.items()
    own = [year for province, year in years if year is not None and (region == "0" or region.startswith(province))]
    return max(own, default=None)


def view(context: Context, month: str, region: str) -> RosterView:
    """The latest change of list up to `month`; without one, `month` against the month before."""
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, region))
    marks = list_marks(context, region)
    pair = _pair(context, month, marks)
    if pair is None:
        said = f"{here.name}：只有{months.label(month)}一个月的名单，没有可比的上一版。"
        return RosterView(here, context.path(cube, region), month, None, None, None, None, said, None, (), (), marks)
    found = _flows(context, *pair, region)
    children = [context.ref(cube, int(i)) for i in cube.tree.children(region)]
    rows = [_row(found, child) for child in children]
    rows.sort(key=lambda row: (-(row.new + row.removed + row.moved_in + row.moved_out + row.recategorised), row.region.code))
    total = _row(found, here)
    years = (_list_year(context, pair[0], region), _list_year(context, pair[1], region))
    effects = tuple(_effect(context, effect) for effect in roster.effects(found, region))
    finding = _finding(here, pair, years, total, effects)
    return RosterView(
        region=here,
        path=context.path(cube, region),
        month=month,
        before=pair[0],
        after=pair[1],
        before_year=years[0],
        after_year=years[1],
        finding=finding,
        total=total,
        rows=tuple(rows),
        effects=effects,
        marks=marks,
        policy_note=policy_note(context, pair[1], region),
    )


def _pair(context: Context, month: str, marks: tuple[ListMark, ...]) -> tuple[str, str] | None:
    """The months on the two sides of the change."""
    known = [name for name in context.months() if name <= month]
    after = next((mark.month for mark in reversed(marks) if mark.month <= month), month)
    earlier = [name for name in known if name < after]
    return (earlier[-1], after) if earlier else None


def _flows(context: Context, before: str, after: str, region: str) -> pd.DataFrame:
    """Flows of every province of the region, each under the policy in force; kept per pair of versions."""
    sides = {name: _by_province(context, name, region) for name in (before, after)}
    shared = sorted(set(sides[before]) & set(sides[after]))
    if not shared:
        raise Unknown(f"{months.label(before)}没有这一地区的数据，无法比较名单。")
    found = []
    for province in shared:
        old, new = sides[before][province], sides[after][province]
        for earlier, later, territory in _governed(context, province, region, before, after):
            build = partial(roster.flows, old, earlier, new, later)
            rows = kept.of_months(context, (before, after), f"roster-{province}-{earlier.id}-{later.id}", build)
            home = rows["target"].where(rows["target"] != "", rows["source"])
            # a folder may hold several provinces, a province several policies: each flow counts once
            found.append(rows[home.str.startswith(province) & holds(territory, home)])
    if not found:
        raise Unknown("该地区没有适用的政策口径，无法确定名单中的统计人群。")
    return pd.concat(found, ignore_index=True)


def _governed(
    context: Context, province: str, region: str, before: str, after: str
) -> Iterator[tuple[Profile, Profile, Territory]]:
    """The part of the region that lies in the province by the policies of both months, each village once."""
    area = region if len(region) > len(province) else province
    for later, territory in territories(context.book, area, {province}, months.as_of(after)):
        if earlier := context.profile(territory.prefix or province, before):
            yield earlier, later, territory


def _by_province(context: Context, month: str, region: str) -> dict[str, MonthRecords]:
    version = context.store.version(month, context.store.current()[month])
    return {code: r for r, _ in parts(context, month, region) for code in version.parts[r.root.name].provinces}


def _row(found: pd.DataFrame, region: RegionRef) -> RosterRow:
    change = roster.difference(found, region.code)
    return RosterRow(
        region,
        change.before,
        change.after,
        change.new,
        change.removed,
        change.moved_in,
        change.moved_out,
        change.moved_within,
        change.recategorised,
    )


def _effect(context: Context, effect: roster.Effect) -> DenominatorEffect:
    info = context.indicator_infos[effect.indicator]
    return DenominatorEffect(
        indicator=effect.indicator,
        name=info.name,
        unit=info.unit,
        before=Ratio(*effect.before),
        after=Ratio(*effect.after),
        new=effect.new,
        removed=effect.removed,
        moved_in=effect.moved_in,
        moved_out=effect.moved_out,
        staying=effect.staying,
        same_before=Ratio(*effect.same_before),
        same_after=Ratio(*effect.same_after),
    )


def _finding(
    here: RegionRef, pair: tuple[str, str], years: tuple, total: RosterRow, effects: tuple[DenominatorEffect, ...]
) -> str:
    """青海省2020年名单（5月起）较2019年名单新增 n 人、移出 n 人；签约率由 x% 变为 y%，两版名单都在的人为 a% → b%。"""
    if years[0] != years[1]:
        lists = f"{years[1]}年名单（{months.label(pair[1])}起）较{years[0]}年名单"
    else:
        lists = f"{months.label(pair[1])}名单较{months.label(pair[0])}"
    said = f"{here.name}{lists}新增 {total.new:,} 人、移出 {total.removed:,} 人、类别变更 {total.recategorised:,} 人"
    moved = [effect for effect in effects if effect.before.denominator and effect.after.denominator]
    if not moved:
        return f"{said}。"
    most = max(moved, key=lambda e: abs(_points(e.before, e.after) - _points(e.same_before, e.same_after)))
    return (
        f"{said}；{most.name}由 {most.before.percent()}% 变为 {most.after.percent()}%，"
        f"其中两版名单都在的人由 {most.same_before.percent() or '—'}% 变为 {most.same_after.percent() or '—'}%。"
    )


def _points(before: Ratio, after: Ratio) -> float:
    if before.value is None or after.value is None:
        return 0.0
    return float(100 * (after.value - before.value))


def changed_persons(context: Context, looks: Looks, kind: str | None, limit: int | None = None) -> tuple[ChangedPerson, ...]:
    """Who is new, removed, moved or in another category, in the comparison of `view`."""
    month, region = looks.month, looks.region
    cube = context.cube(month)
    context.position(cube, region)
    pair = _pair(context, month, list_marks(context, region))
    if pair is None:
        return ()
    sides = [_by_province(context, name, region) for name in pair]
    found: list[ChangedPerson] = []
    for province in sorted(set(sides[0]) & set(sides[1])):
        for earlier, later, territory in _governed(context, province, region, *pair):
            area = territory.prefix or province
            rows = roster.persons(sides[0][province], earlier, sides[1][province], later, area, kind, limit)
            home = rows["target"].where(rows["target"] != "", rows["source"])
            own = rows[~home.str.startswith(territory.without or ("-",))]
            found += [_person(cube, looks, row) for row in own.to_dict("records")]
    looks.record(len(found[:limit]))
    return tuple(found[:limit])


def _person(cube: MonthCube, looks: Looks, row: dict) -> ChangedPerson:
    return ChangedPerson(
        person=looks.told("人员编号", row["person"]),
        kind=row["kind"],
        source=place(cube, row["source"], looks.region) if row["source"] else "",
        target=place(cube, row["target"], looks.region) if row["target"] else "",
        source_categories=row["source_categories"],
        target_categories=row["target_categories"],
    )
