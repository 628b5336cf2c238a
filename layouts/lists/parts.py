"""Pieces that the list pages share: filters as links, files, money in words, what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.services.models import RegionRef
from layouts import access, words
from layouts.address import Address


def page(finding: str, stamp: str, *content: Any, tools: Sequence[Any] = ()) -> html.Article:
    """The finding first, then what proves it."""
    head = html.Div([html.P(stamp, className="small"), html.Div(list(tools), className="tools")], className="under-title")
    return html.Article([html.H1(finding), head, *content], className="trust lists")


def chips(label: str, key: str, options: Sequence[tuple[str, str]], address: Address, every: str | None = "全部") -> html.Nav:
    """One filter as links; `every` is the choice that does not filter."""
    chosen = address.get(key)
    offered = ([("", every)] if every is not None else []) + list(options)
    links = [
        dcc.Link(name, href=address.href(**{key: value}), className="chip active" if value == chosen else "chip")
        for value, name in offered
    ]
    return html.Nav([html.Small(label), *links], className="filter", **access.named(label))


def menu(label: str, key: str, options: Sequence[tuple[str, str]], address: Address) -> html.Details:
    """A filter with many choices: opens to a list of links."""
    chosen = address.get(key)
    names = dict(options)
    links = [
        dcc.Link(name, href=address.href(**{key: value}), className="chip active" if value == chosen else "chip")
        for value, name in [("", "全部"), *options]
    ]
    shown = f"{label}：{names.get(chosen, chosen) if chosen else '全部'}"
    return html.Details([html.Summary(shown), html.Div(links)], className="filter-menu")


def file(address: Address, path: str, **keys: str) -> html.A:
    """All rows as a workbook."""
    chosen = address.selection
    asked = {"region": chosen.region, "month": chosen.month, "preset": chosen.preset, **keys, "format": "xlsx"}
    query = urlencode({key: value for key, value in asked.items() if value is not None})
    return html.A("导出 Excel", href=f"/api/v1{path}?{query}", className="more", download="")


def into(ref: RegionRef, address: Address) -> Any:
    """A region's name as the way into it; a village has nothing below."""
    if ref.level == "village":
        return ref.name
    return dcc.Link(ref.name, href=address.href(region=ref.code), className="into")


def nothing(said: str, *ways: Any) -> html.Div:
    """Why there is nothing, and the ways on."""
    return html.Div([html.P(said), *ways], className="nothing")


def ways_on(refs: Sequence[RegionRef], address: Address) -> list[Any]:
    """Where it is to be found instead; nothing where nowhere."""
    if not refs:
        return []
    return [html.P("有这项内容的地区："), html.Ul([html.Li(into(ref, address)) for ref in refs], className="ways-on")]


def yuan(fen: int | None, unknown: str = "—") -> str:
    """`1,234.50`; a sum below zero keeps its sign."""
    if fen is None:
        return unknown
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def money(fen: int) -> str:
    """`214.13 万元` above ten thousand yuan, truncated; else `1,234.50 元`."""
    return f"{fen // 1_000_000:,}.{fen % 1_000_000 // 10_000:02d} 万元" if fen >= 1_000_000 else f"{yuan(fen)} 元"


def share(part: int, whole: int) -> str:
    """`12.3%`, truncated; empty without a whole."""
    return f"{part * 1000 // whole / 10:.1f}%" if whole > 0 else ""


def bar(part: int, whole: int, tone: str = "") -> html.Div:
    """A bar of a share of the longest."""
    width = 100 * part / whole if whole else 0
    return html.Div(html.Span(style={"width": f"{width:.2f}%"}) if part else None, className=f"lists-bar {tone}".strip())


def places(span: tuple[int, int] | None) -> str:
    """`第 3 位`, `第 4–6 位`; empty where no rank is given."""
    if span is None:
        return ""
    return f"第 {span[0]} 位" if span[0] == span[1] else f"第 {span[0]}–{span[1]} 位"


def day(when: date | None) -> str:
    return f"{when:%Y-%m-%d}" if when else ""


def stamp(as_of: date, *more: str) -> str:
    return " · ".join((f"数据截至 {when(as_of)}", *filter(None, more)))


def when(as_of: date) -> str:
    return f"{as_of.year}年{words.day(as_of)}"


def masked(hidden: bool) -> str:
    return "姓名、编号已按权限隐去" if hidden else "含个人信息，查看与导出均已记录"


def cut(shown: int, total: int) -> str:
    return f"列出前 {shown:,} 条，共 {total:,} 条；导出含全部" if shown < total else f"共 {total:,} 条"
