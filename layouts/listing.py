"""Parts that the list pages share: chips that filter by link, a plain table, the way to take it away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import dcc, html

from layouts import words
from layouts.address import Address
from layouts.drawn import drawn
from layouts.trust.parts import heading


def chip(address: Address, key: str, value: str, label: str, number: int | None = None, mark: str = "") -> dcc.Link:
    """A filter that is on or off; on, its link takes it off again."""
    active = address.get(key) == value
    shown = [html.Span(mark, className=f"symbol symbol-{label}")] if mark else []
    count = [html.Span(words.count(number), className="chip-count")] if number is not None else []
    return dcc.Link(
        [*shown, label, *count],
        href=address.href(**{key: "" if active else value}),
        className="chip active" if active else "chip" if number != 0 else "chip none",
        title="取消这项筛选" if active else None,
    )


def chips(said: str, items: Iterable[Any]) -> html.Div:
    return html.Div([html.Span(said, className="chips-said"), *items], className="chips")


def choice(address: Address, key: str, options: Sequence[tuple[str, str]], chosen: str) -> list[dcc.Link]:
    """Exactly one of several; the first is what an address without the key shows."""
    return [
        dcc.Link(label, href=address.href(**{key: value if n else ""}), className="chip active" if value == chosen else "chip")
        for n, (value, label) in enumerate(options)
    ]


def export(address: Address, kind: str, label: str) -> html.A:
    """Downloads the rows under the page's filters, all of them."""
    return html.A(label, href=address.href(f"/export/{kind}.xlsx", **dict(address.own)), className="export", download="")


def table(heads: Sequence[str], rows: Sequence[Any], numbers: Sequence[int] = (), class_name: str = "") -> html.Div:
    """`rows` are html.Tr or sequences of cells; columns in `numbers` stand right. On a phone each cell says its column."""
    return drawn(build(heads, rows, numbers, class_name))


def build(heads: Sequence[str], rows: Sequence[Any], numbers: Sequence[int] = (), class_name: str = "") -> html.Table:
    """The table itself, also to stand inside another."""
    return html.Table(
        [
            html.Thead(html.Tr([heading(head, n in numbers) for n, head in enumerate(heads)])),
            html.Tbody([row if isinstance(row, html.Tr) else line(heads, row, numbers) for row in rows]),
        ],
        className=f"listing {class_name}".strip(),
    )


def line(heads: Sequence[str], cells: Sequence[Any], numbers: Sequence[int] = (), class_name: str | None = None) -> html.Tr:
    told: list[dict[str, Any]] = [{"data-head": head} for head in heads]
    return html.Tr(
        [html.Td(cell, className="number" if n in numbers else None, **told[n]) for n, cell in enumerate(cells)],
        className=class_name,
    )


def two(main: Any, below: Any) -> html.Div:
    """A line and, smaller, what stands under it."""
    return html.Div([html.Div(main), html.Div(below, className="small")] if below else [html.Div(main)])


def more(shown: int, total: int, unit: str) -> html.P | None:
    """Says what is left out; the export holds all."""
    if shown >= total:
        return None
    return html.P(f"以上为前 {shown:,} {unit}，共 {total:,} {unit}；请筛选、进入下级，或导出全部。", className="small")
