"""S11 填报及时性: one matrix per clock, and the overdue stays."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.filing.counts import STAYS
from dashboard.services.filing_models import ClockMatrix, DataYearRow, FilingView, MatrixRow, OverdueStay
from layouts import words
from layouts.address import Address
from layouts.trust import parts

_LEGEND = "● 按时　▲ 迟报　✕ 未报（随访为无记录）　◇ 没有填报日期　○ 未到期　斜纹：没有应填报的记录；底色越深，未按时的占比越高"


def page(view: FilingView, address: Address) -> html.Article:
    late = f"；本月未报送：{'、'.join(view.not_reported)}" if view.not_reported else ""
    stamp = f"数据截至 {words.day(view.as_of)} · 第{view.version}版{late}"
    matrices = [_matrix(matrix, address) for matrix in view.matrices]
    return parts.page(
        view.finding,
        stamp,
        *parts.policies(view.policy_note),
        html.P(_LEGEND, className="small"),
        html.Div(matrices, className="matrices"),
        *_data_years(view, address),
    )


def _data_years(view: FilingView, address: Address) -> list[html.Section]:
    """Per region (or institution) the data years side by side: entered of expected."""
    if not view.data_years:
        return []
    years = sorted({row.year for row in view.data_years})
    found: dict[tuple[str, str], dict[int, DataYearRow]] = {}
    for row in view.data_years:
        found.setdefault((row.region.code, row.institution), {})[row.year] = row
    body = []
    whole_first = sorted(found.values(), key=lambda own: (not _whole(own, view), -_gap(own)))
    for own in whole_first:
        first = next(iter(own.values()))
        name = first.institution or (first.region.name if _whole(own, view) else parts.region(first.region, address))
        cells = [parts.rate(own[year].ratio) if year in own else "—" for year in years]
        body.append([html.Td(name, className="name"), _gap(own), *cells])
    note = "首次救治在该年度的病例中，患者当年已有诊疗费用记录的（应录入 = 救治台账的病例数）。"
    head = ["定点医院" if len(view.region.code) >= 6 else "地区", "缺（例）", *(f"{year} 年度" for year in years)]
    table = parts.table(head, body, "", frozenset({1, *range(2, 2 + len(years))}))
    return [parts.section("救治信息录入完整性", table, note=f"{note}　{view.data_years_clause}")]


def _whole(own: dict[int, DataYearRow], view: FilingView) -> bool:
    """The row of the region itself, not of a child or of one of its institutions."""
    first = next(iter(own.values()))
    return first.region.code == view.region.code and not first.institution


def _gap(own: dict[int, DataYearRow]) -> int:
    """Cases without a visit, all years together: the column by which the rows stand."""
    return sum(row.expected - row.entered for row in own.values())


def _matrix(matrix: ClockMatrix, address: Address) -> html.Section:
    total = matrix.total
    head = ["地区", *(f"{int(month[5:])}月" for month in matrix.months), "按时率"]
    rows = [_row(total.region.name, total, matrix)]
    rows += [_row(parts.region(row.region, address), row, matrix) for row in matrix.rows]
    overdue = total.total.late + total.total.missing
    listed = []
    if matrix.clock == STAYS and overdue:
        listed = [parts.more(f"查看迟报、未报 {overdue:,} 例", address, list="overdue")]
    title = f"{matrix.clock}　{parts.rate(matrix.ratio(total.total))}"
    shown = parts.table(head, rows, "没有数据。", frozenset({len(head) - 1}))
    return parts.section(title, *listed, shown, note=f"{matrix.rule}　{matrix.clause}")


def _row(name: Any, row: MatrixRow, matrix: ClockMatrix) -> list[Any]:
    cells = [parts.counts(cell, matrix) for cell in row.months]
    return [html.Td(name, className="name"), *cells, html.Td(parts.rate(matrix.ratio(row.total)), className="number")]


def overdue(rows: tuple[OverdueStay, ...], view: FilingView, most: int, address: Address) -> html.Article:
    """The stays behind the count, the longest overdue first."""
    head = ["村", "状态", "出院", "应报", "实报", "病种", "就诊机构", "填报机构", "就诊编号", "人员编号"]
    body = [_stay(stay) for stay in rows]
    note = f"只显示最久的 {most:,} 例，全部请导出。" if len(rows) == most else ""
    rule = next((matrix.rule for matrix in view.matrices if matrix.clock == STAYS), "")
    listed = parts.section("住院信息迟报、未报名单", parts.table(head, body, "没有迟报或未报的住院信息。"), note=note)
    return parts.page(view.finding, rule, parts.back(address), listed)


def _stay(stay: OverdueStay) -> list[Any]:
    when = [_date(day) for day in (stay.discharged, stay.due, stay.filed)]
    what = [stay.disease, stay.institution, stay.filer or "未填", stay.visit, stay.person]
    return [stay.place, parts.state(stay.state, stay.days), *when, *what]


def _date(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day else "—"
