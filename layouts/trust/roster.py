"""S19 花名册: what changed in the list, and what that did to every denominator."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.ratio import Ratio
from dashboard.services.roster_models import ChangedPerson, DenominatorEffect, RosterRow, RosterView
from layouts import words
from layouts.address import Address
from layouts.trust import parts

_HEAD = ["地区", "原名单", "新增", "移出", "迁入", "迁出", "现名单", "区内迁移", "类别变更"]
_NUMBERS = frozenset(range(1, 9))


def page(view: RosterView, address: Address) -> html.Article:
    stamp = "；".join(mark.words for mark in view.marks) or "已发布的各月都用同一年度的名单。"
    if view.total is None or view.before is None or view.after is None:
        return parts.page(view.finding, stamp, *parts.policies(view.policy_note))
    lists = f"{words.month(view.before)}（{view.before_year}年名单）→ {words.month(view.after)}（{view.after_year}年名单）"
    rows = [_row(view.total.region.name, view.total), *(_row(parts.region(row.region, address), row) for row in view.rows)]
    changed = view.total.new + view.total.removed + view.total.moved_within + view.total.recategorised
    listed = [parts.more("查看变动人员", address, list="persons")] if changed else []
    return parts.page(
        view.finding,
        stamp,
        *parts.policies(view.policy_note),
        _effects(view),
        parts.section(f"名单变动：{lists}", *listed, parts.table(_HEAD, rows, "没有下级地区。", _NUMBERS)),
    )


def _row(name: Any, row: RosterRow) -> list[Any]:
    return [
        html.Td(name, className="name"),
        row.before,
        _signed(row.new, "+"),
        _signed(row.removed, "−"),
        _signed(row.moved_in, "+"),
        _signed(row.moved_out, "−"),
        row.after,
        row.moved_within,
        row.recategorised,
    ]


def _signed(number: int, sign: str) -> str:
    return f"{sign}{number:,}" if number else "0"


def _effects(view: RosterView) -> html.Section:
    head = ["指标", "率", "其中两版都在的人", "原分母", "新增", "移出", "迁入", "迁出", "留存者增减", "现分母"]
    rows = [_effect(effect) for effect in view.effects]
    note = (
        "原分母 + 新增 − 移出 + 迁入 − 迁出 + 留存者增减 = 现分母。留存者增减来自新核实、新签约等，与名单无关；"
        "“其中两版都在的人”的变化与名单无关，它与“率”的变化之差即名单变动的影响。"
    )
    empty = "两个月没有可以一同统计的指标。"
    return parts.section("对各指标分母的影响", parts.table(head, rows, empty, frozenset(range(3, 10))), note=note)


def _effect(e: DenominatorEffect) -> list[Any]:
    staying = f"{e.staying:+,}".replace("-", "−") if e.staying else "0"
    return [
        html.Td(e.name, className="name"),
        _change(e.before, e.after),
        _change(e.same_before, e.same_after),
        e.before.denominator,
        _signed(e.new, "+"),
        _signed(e.removed, "−"),
        _signed(e.moved_in, "+"),
        _signed(e.moved_out, "−"),
        staying,
        e.after.denominator,
    ]


def _change(before: Ratio, after: Ratio) -> str:
    if before.value is None or after.value is None:
        return f"{words.percent(before)} → {words.percent(after)}"
    points = float(100 * (after.value - before.value))
    said = "持平" if abs(points) < 0.05 else f"{points:+.1f} 个百分点".replace("-", "−")
    return f"{words.percent(before)} → {words.percent(after)}（{said}）"


def persons(rows: tuple[ChangedPerson, ...], kinds: tuple[str, ...], finding: str, most: int, address: Address) -> html.Article:
    """The persons behind the counts, by kind of change."""
    chosen = address.get("kind")
    chips = [
        parts.more(kind or "全部", address, kind=kind) if kind != chosen else html.Strong(kind or "全部") for kind in ("", *kinds)
    ]
    head = ["人员编号", "变动", "原住村", "现住村", "原类别", "现类别"]
    body = [
        [p.person, p.kind, p.source or "—", p.target or "—", p.source_categories or "—", p.target_categories or "—"] for p in rows
    ]
    note = f"只显示前 {most:,} 人，全部请导出。" if len(rows) == most else ""
    listed = parts.section("变动人员", html.Div(chips, className="chips"), parts.table(head, body, "没有这样的人员。"), note=note)
    return parts.page(finding, "人员信息按权限显示", parts.back(address), listed)
