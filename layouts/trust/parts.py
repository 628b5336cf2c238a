"""Pieces that the four pages share: the finding, sections, tables, and how a filing stands in a symbol and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from dash import dcc, html

from dashboard.filing.duties import RETURNED, UNKNOWN
from dashboard.ratio import Ratio
from dashboard.services.filing_models import ClockCounts, ClockMatrix
from dashboard.services.models import RegionRef
from layouts import words
from layouts.address import Address
from layouts.drawn import drawn

_CHINA = timezone(timedelta(hours=8))
SYMBOLS = {"按时": "●", "迟报": "▲", "未报": "✕", "日期不明": "◇", "未到期": "○", RETURNED: "↩", UNKNOWN: "—", "无记录": "✕"}
TONES = {"按时": "met", "迟报": "late", "未报": "missing", "日期不明": "undated", RETURNED: "missing"}


def page(finding: str, stamp: str, *content: Any) -> html.Article:
    return html.Article([html.H1(finding), html.P(stamp, className="small"), *content], className="trust")


def time(iso: str) -> str:
    """UTC as kept; the reader's clock is China's."""
    return datetime.fromisoformat(iso).astimezone(_CHINA).strftime("%Y-%m-%d %H:%M")


def policies(note: str) -> list[html.P]:
    """Says by which policies the areas are counted, where it is not one for all."""
    return [html.P(f"{note}。", role="note")] if note else []


def section(title: str, *content: Any, note: str = "") -> html.Section:
    said = [html.P(note, className="small")] if note else []
    return html.Section([html.H2(title), *said, *content])


def table(head: Sequence[Any], rows: Iterable[Sequence[Any]], empty: str, numbers: frozenset[int] = frozenset()) -> Any:
    """Travels as one component; `numbers` are the columns to align right; `empty` where there are no rows."""
    made = plain(head, rows, empty, numbers)
    return drawn(made) if isinstance(made, html.Div) else made


def plain(head: Sequence[Any], rows: Iterable[Sequence[Any]], empty: str, numbers: frozenset[int] = frozenset()) -> Any:
    """The same of components, for cells with buttons and fields that callbacks listen to."""
    body = [html.Tr([_cell(cell, n in numbers, head[n]) for n, cell in enumerate(row)]) for row in rows]
    if not body:
        return html.P(empty, className="small")
    top = html.Thead(html.Tr([heading(cell, n in numbers) for n, cell in enumerate(head)]))
    return html.Div(html.Table([top, html.Tbody(body)]), className="rows", tabIndex="0")


def heading(said: Any, number: bool = False) -> html.Th | html.Td:
    """Of a column; one that needs no words is no heading to those who listen."""
    shown = "number" if number else ""
    return html.Th(said, className=shown, scope="col") if said else html.Td(className=shown)


def _cell(cell: Any, number: bool, head: Any) -> html.Td:
    """On a phone each cell says its column."""
    told: dict[str, Any] = {"data-head": head} if isinstance(head, str) else {}
    if isinstance(cell, html.Td):
        for name, said in told.items():
            setattr(cell, name, said)
        return cell
    return html.Td(f"{cell:,}" if isinstance(cell, int) else cell, className="number" if number else "", **told)


def region(ref: RegionRef, address: Address) -> Any:
    """A region's name as the way into it; a village has nothing below."""
    if ref.level == "village":
        return ref.name
    return dcc.Link(ref.name, href=address.href(region=ref.code, list=""), className="into")


def state(word: str, days: int | None) -> html.Span:
    """▲ 迟报 3 天."""
    said = {"迟报": f" {days} 天", "未报": f" 超 {days} 天", "未到期": f" 余 {days} 天", RETURNED: f" 超 {days} 天"}.get(word, "")
    shown = said if days else " 今日截止" if word == "未到期" else ""
    return html.Span(f"{SYMBOLS.get(word, '')} {word}{shown}", className=f"state {TONES.get(word, '')}".strip())


_GAPS = ((0, "met"), (2, "gap2"), (5, "gap5"), (10, "gap10"))
"""Percent not on time, inclusive: the classes of the map."""


def counts(cell: ClockCounts | None, matrix: ClockMatrix) -> html.Td:
    """A cell of the matrix: the worst first, everything in its title, coloured by the share that is not on time."""
    if cell is None or not cell.total:
        return html.Td("", className="cell none", title="没有应填报的记录，或当月数据未发布")
    bad = ((matrix.missing_word, cell.missing), ("迟报", cell.late), ("日期不明", cell.undated))
    named = (("按时", cell.on_time), *bad, ("未到期", cell.pending))
    told = "，".join(f"{name} {n:,} {matrix.unit}" for name, n in named if n)
    shown = " ".join(f"{SYMBOLS[name]}{n:,}" for name, n in bad if n)
    return html.Td(shown or ("●" if cell.on_time else "○"), className=f"cell {_tone(matrix.ratio(cell))}", title=told)


def _tone(ratio: Ratio) -> str:
    if not ratio.denominator:
        return "undated"
    return next((name for limit, name in _GAPS if 100 * ratio.missing <= limit * ratio.denominator), "gap")


def rate(ratio: Ratio) -> str:
    return f"{words.percent(ratio)}（{words.fraction(ratio)}）" if ratio.denominator else "无数据"


def more(text: str, address: Address, **keys: str) -> dcc.Link:
    return dcc.Link(text, href=address.href(**keys), className="more")


def back(address: Address) -> dcc.Link:
    return dcc.Link("← 返回", href=address.href(**dict.fromkeys((key for key, _ in address.own), "")), className="more")
