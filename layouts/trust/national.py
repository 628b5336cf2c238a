"""国省比对 of S25: where the national system and the published month differ, by table and by county."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import dcc, html

from dashboard.services.quality_models import NationalRow, NationalView
from layouts import listing, words
from layouts.address import Address
from layouts.trust import parts

_MOST = 200
_NUMBERS = ("国家", "省级", "国家−省级", "只在国家", "只在省级", "内容不同")
_NOTE = "以上为两个来源的差异，不说明哪一个正确。请核对：同步时间、统计范围、编号是否一致？"


def section(view: NationalView | None, address: Address) -> html.Section:
    """By table; the counties behind it are one click away."""
    sent = address.href("/import")
    if view is None:
        hint = html.P(["本月还没有比对。", dcc.Link("上传国家系统导出的数据", href=sent, className="more")], className="small")
        return parts.section("国省比对", hint)
    rows = [[table, *_sums(own)] for table, own in _by_table(view.rows)]
    head = ["表", *_NUMBERS, "涉及的县"]
    table = parts.table(head, rows, "两个来源一致。", frozenset(range(1, 8)))
    links: list[Any] = [dcc.Link("重新比对", href=sent, className="more")]
    if view.rows:
        links = [parts.more(f"按县查看 {len(view.rows):,} 处", address, list="national"), "　", *links]
    return parts.section("国省比对", table, html.P(links), note=_stamp(view))


def page(view: NationalView, address: Address) -> html.Article:
    """By table and county, the most rows apart first."""
    rows = sorted(view.rows, key=_apart, reverse=True)
    body = [
        [row.table, html.Td(parts.region(row.county, address) if row.county else "—"), *map(_number, _values(row))]
        for row in rows[:_MOST]
    ]
    finding = f"{view.region.name}{words.month(view.month)}：{len(rows):,} 处（表×县）与国家系统不一致"
    links: list[Any] = [parts.back(address), "　", listing.export(address, "national", "导出差异表")]
    table = parts.table(["表", "县", *_NUMBERS], body, "两个来源一致。", frozenset(range(2, 8)))
    return parts.page(
        finding,
        _stamp(view),
        html.Div(links, className="import-buttons"),
        table,
        listing.more(min(len(rows), _MOST), len(rows), "处"),
        html.P(_NOTE),
    )


def _by_table(rows: Iterable[NationalRow]) -> list[tuple[str, list[NationalRow]]]:
    found: dict[str, list[NationalRow]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row)
    return sorted(found.items(), key=lambda pair: sum(map(_apart, pair[1])), reverse=True)


def _values(row: NationalRow) -> tuple[int | None, ...]:
    return (row.national, row.provincial, row.difference, row.only_national, row.only_provincial, row.differing)


def _sums(rows: list[NationalRow]) -> list[Any]:
    columns = zip(*map(_values, rows), strict=True)
    sums = [None if all(value is None for value in column) else sum(value or 0 for value in column) for column in columns]
    return [*map(_number, sums), len({row.county.code for row in rows if row.county})]


def _number(value: int | None) -> Any:
    return "—" if value is None else value


def _apart(row: NationalRow) -> int:
    known = [value for value in (row.only_national, row.only_provincial, row.differing) if value is not None]
    return sum(known) if known else abs((row.national or 0) - (row.provincial or 0))


def _stamp(view: NationalView) -> str:
    told = [f"{view.area.name}，{view.by} {parts.time(view.at)} 与第{view.version}版比对（{'、'.join(view.files[:3])}）"]
    told += ["只有行数，没有明细，无从知道哪些行不同"] if view.counts_only else []
    told += [f"国家系统的数据中 {view.refused:,} 行无法接受，未计入"] if view.refused else []
    told += ["此后已发布新的版本，请重新比对"] if view.stale else []
    return "；".join(told) + "。"
