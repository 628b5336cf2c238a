"""测算: values and inputs to try on the left, what would move on the right; a banner says that nothing of it is published."""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
from dash import dcc, html

from dashboard.services.oversight_models import Turned
from dashboard.services.whatif_models import TargetShift, TierShift, WhatIf
from dashboard.whatif import FIELDS, VALUES, Changes
from layouts import access, ids, words
from layouts.address import Address
from layouts.listing import export, more, table, two
from layouts.palette import LOOKS

_TITLES = {"county": "县级医院", "township": "乡镇卫生院", "village": "行政村"}


def page(found: WhatIf, changes: Changes, unit: str, fields: dict[str, int | None], address: Address) -> html.Article:
    """The form and its outcome."""
    if found.absent_because:
        return html.Article([html.H1("测算"), html.P(found.absent_because, className="none-found")], className="work-page")
    return html.Article(
        [
            html.Div(
                [html.Strong("测算"), "本页数字只是假设，不发布、不入库、不影响任何通报；导出文件带“测算”字样。"],
                className="whatif-banner",
                role="note",
            ),
            html.Div([_form(found, changes, unit, fields), _outcome(found, changes, address)], className="whatif-body"),
        ],
        className="work-page whatif",
    )


def _form(found: WhatIf, changes: Changes, unit: str, fields: dict[str, int | None]) -> html.Section:
    values, targets = dict(changes.values), dict(changes.targets)
    given = {name: number for (institution, name), number in changes.fields if institution == unit}
    options = [{"value": one.code, "label": f"{one.name}（{one.status}）"} for one in found.movable]
    return html.Section(
        [
            html.H2("政策值"),
            *(_number("v", key, VALUES[key].name, VALUES[key].unit, now, values.get(key)) for key, now in found.values.items()),
            html.H2("目标"),
            *(_number("t", t.indicator, t.name, "%", t.target_before, targets.get(t.indicator)) for t in found.targets),
            html.H2("机构投入"),
            fac.AntdSelect(
                id=ids.control(ids.WhatIf.UNIT),
                options=options,
                value=unit or None,
                placeholder="选一家机构，未达标的在前",
                showSearch=True,
                **access.named("机构"),
            ),
            *(_input(name, fields[name], given.get(name), unit) for name in fields),
            html.Div(
                [
                    html.Button("测算", id=ids.control(ids.WhatIf.RUN), className="run"),
                    html.Button("清除全部假设", id=ids.control(ids.WhatIf.CLEAR), className="clear"),
                ],
                className="whatif-buttons",
            ),
        ],
        className="whatif-form",
    )


def _number(kind: str, key: str, name: str, unit: str, now: int, tried: int | None) -> html.Label:
    field: Any = dcc.Input(
        id=ids.tried(kind, key), type="number", min=0, step=1, value=tried, placeholder=str(now), debounce=False
    )
    return html.Label(
        [html.Span(name), field, html.Span(unit, className="small")], className="tried" if tried is not None else None
    )


def _input(name: str, now: int | None, tried: int | None, unit: str) -> html.Label:
    field = FIELDS[name]
    if not field.flag:
        return _number("f", f"{unit}~{name}", name, field.unit, now if now is not None else "未填", tried)  # type: ignore[arg-type]
    said = {1: "是", 0: "否", None: "未填"}[now]
    options = [{"label": "是", "value": 1}, {"label": "否", "value": 0}]
    choose = dcc.Dropdown(id=ids.tried("f", f"{unit}~{name}"), options=options, value=tried, placeholder=said, searchable=False)
    return html.Label([html.Span(name), choose, html.Span()], className="tried" if tried is not None else None)


def _outcome(found: WhatIf, changes: Changes, address: Address) -> html.Section:
    if not changes:
        said = "还没有设定任何假设：左侧填一个数，按“测算”。下面是现状。"
    else:
        said = f"按假设，{found.region.name}有 {found.total:,} 个单位结论会变。"
    heads = ("单位", "现状", "测算")
    rows = [_turned(one, address) for one in found.turned]
    head: list[Any] = [html.H1(said)] + ([export(address, "whatif", "导出测算")] if changes else [])
    return html.Section(
        [
            html.Header(head, className="list-head"),
            table(
                ("层级", "状态", "现状", "测算", "变化"),
                [row for tier in found.tiers for row in _tier(tier)],
                (2, 3, 4),
                "shifts",
            ),
            table(("指标", "目标", "低于目标的县", "还差"), [_target(one) for one in found.targets], (), "shifts"),
            table(heads, rows) if rows else None,
            more(len(found.turned), found.total, "个单位"),
        ],
        className="whatif-outcome",
    )


def _tier(shift: TierShift) -> list[list[Any]]:
    rows = []
    for n, word in enumerate(shift.before):
        before, after = shift.before[word], shift.after[word]
        look = LOOKS[word]
        mark = html.Span([html.Span(look.symbol, className=f"symbol symbol-{word}"), word])
        moved = html.Strong(f"{after - before:+,}".replace("-", "−")) if after != before else "—"
        rows.append([_TITLES[shift.tier] if not n else "", mark, words.count(before), words.count(after), moved])
    return rows


def _target(one: TargetShift) -> list[Any]:
    return [
        one.name,
        _arrow(f"{one.target_before}%", f"{one.target_after}%"),
        f"{_arrow(words.count(one.under_before), words.count(one.under_after))}（共 {one.counties} 县）",
        f"{_arrow(words.count(one.short_before), words.count(one.short_after))} {one.unit}",
    ]


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _turned(one: Turned, address: Address) -> list[Any]:
    link = dcc.Link(one.region.name, href=address.href("/", region=one.region.code), className="unit-name")
    marks = [html.Span([html.Span(LOOKS[w].symbol, className=f"symbol symbol-{w}"), w]) for w in (one.before, one.after)]
    return [two(link, f"{one.place} · {words.TIER[one.tier]}"), *marks]
