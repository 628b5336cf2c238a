"""S25 数据质量: questions first, then reported against computed, contradictions, duplicates, blanks, what is not there."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.services.quality_models import BlankRow, HitRow, NationalView, QualityView, Question, QuestionRow
from layouts import words
from layouts.address import Address
from layouts.trust import national, parts

_MOST = 60


def page(view: QualityView, compared: NationalView | None, address: Address) -> html.Article:
    stamp = f"{words.month(view.month)} 第{view.version}版；以下均为需要核对的线索，不是结论。"
    return parts.page(
        view.finding,
        stamp,
        *parts.policies(view.policy_note),
        _questions(view, address),
        _reported(view, address),
        _contradictions(view, address),
        _duplicates(view),
        national.section(compared, address),
        _blanks(view, address),
        _absent(view),
    )


def _questions(view: QualityView, address: Address) -> html.Section:
    tested = "、".join(f"{title}（{n} 个地区）" for title, n in view.tested.items())
    note = f"已检验：{tested}。" if tested else "本月没有可以检验的数据。"
    cards = [_card(question, address) for question in view.questions]
    content = html.Ul(cards, className="questions") if cards else html.P("没有需要核对的分布。", className="small")
    return parts.section("请核对的分布", content, note=note)


def _card(q: Question, address: Address) -> html.Li:
    p = "p＜0.001" if q.p_value < 0.001 else f"p＝{q.p_value:.3f}"
    where, mark, asked = q.words.partition("：")
    details = [q.caution, f"单侧费舍尔精确检验，按地区数校正后 {p}。", f"{q.reason}。"]
    return html.Li(
        [
            html.H3(q.title),
            html.P([html.Strong(where), mark, html.Span(asked)]),
            html.P([html.Span(said) for said in details if said], className="small"),
            parts.more(f"查看 {q.hits:,} 条", address, list=q.test, region=q.region.code),
        ]
    )


def _reported(view: QualityView, address: Address) -> html.Section:
    rows = [
        [f"{r.parent_name} {r.region.name}".strip(), f"{r.points:+.1f}".replace("-", "−"), r.item, r.reported, r.computed]
        for r in view.reported[:_MOST]
    ]
    head = ["单位", "相差（百分点）", "比率", "上报", "按记录计算"]
    empty = "上报比率与按人员、就诊记录计算的结果相近，或没有可比的记录。"
    note = "请核对：上报数与系统记录的统计范围是否一致？"
    return parts.section("上报与计算", parts.table(head, rows, empty, frozenset({1})), note=note if rows else "")


def _contradictions(view: QualityView, address: Address) -> html.Section:
    rows = [[table, parts.more(rule, address, list="contradictions", rule=rule), n] for table, rule, n in view.contradictions]
    head = ["表", "规则", "行数"]
    return parts.section("自相矛盾的行", parts.table(head, rows, "没有自相矛盾的行。", frozenset({2})))


def _duplicates(view: QualityView) -> html.Section:
    rows = [[d.kind, d.table, "、".join(d.keys[:6]), "、".join(d.county_names)] for d in view.duplicates[:_MOST]]
    head = ["情形", "表", "编号", "县"]
    return parts.section("疑似重复", parts.table(head, rows, "没有疑似重复的记录。"))


def _blanks(view: QualityView, address: Address) -> html.Section:
    matters = [row for row in view.blanks if row.matters]
    rows = [_blank(row, address) for row in matters[:_MOST]]
    others = len(view.blanks) - len(matters)
    note = f"规则要用到的列，统计到县；另有 {others} 个其他列有空白。空白不按“否”或 0 处理。"
    head = ["表", "列", "空白", "占比", "最多的下级"]
    return parts.section("缺失", parts.table(head, rows, "规则要用到的列没有空白。", frozenset({2, 3})), note=note)


def _blank(row: BlankRow, address: Address) -> list[Any]:
    worst = [parts.region(row.worst, address), f" {row.worst_blank:,}"] if row.worst else "—"
    return [row.table, row.column, f"{row.blank:,}/{row.rows:,}", f"{row.percent:.1f}%", html.Td(worst)]


def _absent(view: QualityView) -> html.Section:
    rows = [[table, "整表未报送"] for table in view.not_reported]
    rows += [[table, "、".join(columns)] for table, columns in view.absent_columns]
    return parts.section("未报送", parts.table(["表", "缺什么"], rows, "规则要用到的表和列都已报送。"))


def question_rows(rows: tuple[QuestionRow, ...], title: str, most: int, address: Address) -> html.Article:
    """The rows behind a question."""
    body = [[row.region.name, row.key, row.detail] for row in rows]
    note = f"只显示前 {most:,} 条。" if len(rows) == most else ""
    listed = parts.table(["地区", "编号", "内容"], body, "没有这样的记录。")
    return parts.page(f"{title}：{len(rows):,} 条", note, parts.back(address), listed)


def hits(rows: tuple[HitRow, ...], most: int, address: Address) -> html.Article:
    """The contradicting rows of a rule."""
    body = [[row.region.name if row.region else "—", row.table, row.key, row.column, row.detail] for row in rows]
    note = f"只显示前 {most:,} 条。" if len(rows) == most else ""
    listed = parts.table(["地区", "表", "编号", "列", "内容"], body, "没有这样的记录。")
    return parts.page(f"{address.get('rule') or '自相矛盾的行'}：{len(rows):,} 条", note, parts.back(address), listed)
