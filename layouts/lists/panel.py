"""S02 三率面板: which units miss the target, by how many persons, and how sure that rank is."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.rollup.slices import AGE_BANDS, CATEGORIES, CLASSES, SEXES
from dashboard.services.list_models import Panel, PanelRow
from dashboard.statistics import Trend
from layouts import words
from layouts.address import Address
from layouts.lists import parts
from layouts.trust.parts import table

_ARROWS = {1: "↑ 上升", -1: "↓ 下降", 0: ""}
_NUMBERS = frozenset({0, 3, 4, 5})


def page(panel: Panel, address: Address) -> html.Article:
    rows = sorted(panel.rows, key=_by_rate) if address.get("sort") == "rate" else list(panel.rows)
    most = max((row.missing for row in rows), default=0)
    head = ["序号", "地区", "", f"还差（{panel.info.unit}）", "已做到/应做到", "率", "95%区间", "名次区间", "走势"]
    body = [_row(n, row, most, panel, address) for n, row in enumerate(rows, 1)]
    whole = panel.whole
    aim = f"目标 {words.target(whole.target)}（{whole.target_clause}）" if whole.target else "本口径没有目标"
    links = [
        dcc.Link("漏斗图", href=address.href("/funnel"), className="more"),
        dcc.Link("缺口名单", href=address.href("/missing"), className="more"),
    ]
    return parts.page(
        _finding(panel),
        f"{words.month(panel.month)} · {aim}",
        _filters(panel, address),
        table(head, body, "没有下级地区。", _NUMBERS),
        html.P(_NOTE, className="small"),
        tools=links,
    )


_NOTE = (
    "率按政策口径精确比较，不因统计推断改变。区间为威尔逊95%区间；名次区间按同时置信区间（Klein 等，2020）推出，"
    "区间重叠的单位名次不可分；"
    "走势经曼—肯德尔检验（至少5个月，p≤0.05）才画箭头。筛选后的人群不另设目标。"
)


def _finding(panel: Panel) -> str:
    name = f"{panel.region.name}{panel.info.name}"
    where = "".join(f"（{word}）" for word in (_told(panel),) if word)
    if panel.total is None:
        return f"{name}{where}：没有应计入的对象。"
    behind = [row for row in panel.rows if row.missing]
    top = f"；缺口最大的是{behind[0].region.name}，差 {behind[0].missing:,} {panel.info.unit}" if behind else ""
    gap = f"还差 {panel.total.missing:,} {panel.info.unit}" if panel.total.missing else "无缺口"
    short = panel.whole.short if panel.total == panel.whole.ratio else None
    aim = f"（其中达到目标须 {short:,} {panel.info.unit}）" if short and short < panel.total.missing else ""
    if short == 0 and panel.whole.target and panel.total.missing:
        aim = "（目标已达到）"
    return f"{name}{where} {words.percent(panel.total)}（{words.fraction(panel.total)}），{gap}{aim}{top}。"


def _told(panel: Panel) -> str:
    where = panel.where
    disease = dict(panel.diseases).get(where.disease, where.disease)
    ages = f"{_ages(where.ages)}" if where.ages else ""
    return "、".join(word for word in (disease, where.category, where.batch, where.sex, ages) if word)


def _ages(band: str) -> str:
    low, _, high = band.partition("-")
    return f"{low}–{high}岁" if high else f"{low}岁及以上"


def _filters(panel: Panel, address: Address) -> html.Div:
    rates = [
        dcc.Link(name, href=address.href(layer=i), className="chip active" if i == panel.info.id else "chip")
        for i, name in panel.indicators
    ]
    sorts = [("", "缺口人数"), ("rate", "率")]
    return html.Div(
        [
            html.Nav([html.Small("指标"), *rates], className="filter"),
            parts.chips("排序", "sort", sorts, address, every=None),
            parts.menu("病种", "disease", panel.diseases, address),
            parts.chips("三个一批", "batch", [(c, c) for c in CLASSES], address),
            parts.chips("人群", "category", [(c, c) for c in CATEGORIES], address),
            parts.chips("性别", "sex", [(s, s) for s in SEXES], address),
            parts.chips("年龄", "ages", [(b, _ages(b)) for b in AGE_BANDS], address),
        ],
        className="filters",
    )


def _row(n: int, row: PanelRow, most: int, panel: Panel, address: Address) -> list[Any]:
    small = [html.Small(" 小样本", title="分母低于小样本线，率波动大")] if row.small_sample else []
    low, high = row.interval or (None, None)
    return [
        n,
        html.Td(parts.into(row.region, address), className="name"),
        html.Td(parts.bar(row.missing, most, "gap"), className="wide"),
        row.missing,
        words.fraction(row.ratio),
        html.Td([words.percent(row.ratio), *small], className="number"),
        f"{low:.1f}–{high:.1f}%" if low is not None and high is not None else "",
        parts.places(row.places),
        html.Td(_arrow(row.trend), title=_tested(row.trend)),
    ]


def _arrow(trend: Trend | None) -> str:
    return "" if trend is None else _ARROWS[trend.direction]


def _tested(trend: Trend | None) -> str:
    if trend is None:
        return "筛选人群不画走势"
    if trend.p_value is None:
        return f"只有 {trend.months} 个月，不检验"
    return f"{trend.months} 个月，曼—肯德尔检验 p={trend.p_value:.3f}"


def _by_rate(row: PanelRow) -> tuple:
    return row.ratio is None, row.ratio.value if row.ratio else 0, -row.missing
