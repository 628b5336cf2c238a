"""What was started last: under way, failed, or done with its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard.jobs import DONE, FAILED, Job
from dashboard.publishing.preview import TIER_NAMES
from dashboard.ratio import Ratio
from dashboard.services.imports_models import TryOut
from layouts import ids, words
from layouts.importing import refusals
from layouts.importing.desk import PATH
from layouts.trust import parts

_EVERY_MS = 1000
_TITLES = {"read": "试导入", "preview": "预览发布后的变化", "publish": "发布", "national": "国省比对"}
_NAMED = 8


def under_way(job: Job, looking: bool = True) -> html.Section:
    """Looks again every second while it is `looking`."""
    return html.Section(
        [
            html.H2(f"{_TITLES[job.kind]}中"),
            html.P([html.Span(className="spinner"), f"{job.about['month']} {job.step or '准备'}"], role="status"),
            dcc.Interval(id=ids.alone(ids.Import.LOOK), interval=_EVERY_MS) if looking else None,
        ],
        className="step",
    )


def failed(job: Job) -> html.Section:
    return html.Section([html.H2(f"{_TITLES[job.kind]}未完成"), html.P(job.problem)], className="step failed")


def published(job: Job) -> html.Section:
    month, version = job.result["month"], job.result["version"]
    link = dcc.Link("到地图上看", href=f"/?month={month}", className="more")
    return html.Section([html.H2(f"已发布 {words.month(month)} 第 {version} 版"), link], className="step done")


def compared(job: Job) -> html.Section:
    """How much a national export differs; the table itself stands in 数据质量."""
    result, about = job.result, job.about
    said = f"{result['tables']} 个表、{result['rows']:,} 处（表×县）与国家系统不一致" if result["rows"] else "与国家系统一致"
    left_out = f"国家系统的数据中有 {result['refused']:,} 行无法接受，未计入比对。" if result["refused"] else ""
    href = f"/quality?region={about['area']}&month={about['month']}&list=national"
    return html.Section(
        [html.H2(f"国省比对 {words.month(about['month'])}：{said}"), html.P(left_out, className="small"),
         dcc.Link("查看差异表", href=href, className="more")],
        className="step done",
    )  # fmt: skip


def tried(found: TryOut, job_id: str, kept: bool) -> html.Section:
    """The report of a dry run; `kept`: its rows were put into the staged month already."""
    if found.unreadable:
        rows = [[file, html.Td(reason, className="wrap")] for file, reason in found.unreadable]
        table = parts.plain(["文件", "原因"], rows, "")
        return html.Section([html.H2("有文件无法读取，没有接受任何数据"), table], className="step failed")
    said = f"共 {found.rows:,} 行，接受 {found.rows - found.refused:,} 行，退回 {found.refused:,} 行"
    whole = "替换该范围本月的数据" if found.whole else "按关键字段并入"
    button = html.Button(f"存入待发布数据（{whole}）", id=ids.act("stage", job_id), className="run")
    return html.Section(
        [
            html.H2(f"试导入 {words.month(found.month)}：{said}"),
            html.P("已存入待发布数据。" if kept else "还没有改动任何数据。", className="small"),
            html.Div([] if kept else [button], className="import-buttons"),
            parts.plain(
                ["文件", "表", "行数", "接受", "退回", "修正", "说明"],
                [_file(one) for one in found.files],
                "没有文件。",
                frozenset({2, 3, 4}),
            ),
            *(html.P(notice, className="small") for notice in found.notices),
            refusals.groups(found.groups, f"{PATH}/rejects.csv?job={job_id}") if found.refused else None,
        ],
        className="step done",
    )


def _file(one: Any) -> list[Any]:
    repairs = "，".join(f"{kind} {count:,}" for kind, count in one.repairs.items()) or "—"
    counts = (one.rows, one.accepted, html.Td(words.count(one.refused), className="number refused" if one.refused else "number"))
    return [
        one.file,
        one.table,
        *counts,
        html.Td(repairs, className="wrap"),
        html.Td("；".join(one.notices), className="wrap small"),
    ]


def previewed(job: Job) -> html.Section:
    """Which units and indicators would change."""
    result = job.result
    turned = [
        [TIER_NAMES[one["tier"]], one["was"], one["now"], len(one["names"]), html.Td(_names(one["names"]), className="wrap")]
        for one in result["turned"]
    ]
    moved = [
        [
            html.Td([one["name"], html.Span(one["indicator"], className="small")], className="wrap"),
            _ratio(one["was"]),
            _ratio(one["now"]),
            html.Td(_counties(one), className="wrap"),
        ]
        for one in result["moved"]
    ]
    with_version = f"与现行第 {result['version']} 版比较" if result["version"] else "没有可比的版本"
    return html.Section(
        [
            html.H2(result["finding"]),
            html.P(f"{words.month(job.about['month'])}，{with_version}。尚未发布。", className="small"),
            parts.plain(["层级", "现行", "发布后", "个数", "名称"], turned, "没有单位的结论改变。", frozenset({3})),
            parts.plain(["指标", "现行", "发布后", "县的变化"], moved, "没有指标改变。"),
        ],
        className="step done",
    )


def _names(names: list[str]) -> str:
    """Equal names (示例村 in several townships) are counted together."""
    counted = [f"{name}×{n}" if n > 1 else name for name, n in Counter(names[:_NAMED]).items()]
    return "、".join(counted) + (f" 等 {len(names):,} 个" if len(names) > _NAMED else "")


def _ratio(found: Mapping[str, int] | None) -> str:
    if found is None:
        return "无数据"
    ratio = Ratio(found["numerator"], found["denominator"])
    return f"{words.percent(ratio)}（{words.fraction(ratio)}）"


def _counties(one: Mapping[str, Any]) -> str:
    said = [f"达到目标：{_names(one['gained'])}"] if one["gained"] else []
    said += [f"不再达到：{_names(one['lost'])}"] if one["lost"] else []
    return "；".join(said) or "—"


def of(job: Job, tried_out: TryOut | None, kept: bool) -> html.Section:
    """The job as it stands."""
    if job.status == FAILED:
        return failed(job)
    if job.status != DONE:
        return under_way(job)
    if tried_out is not None:
        return tried(tried_out, job.id, kept)
    return {"preview": previewed, "national": compared}.get(job.kind, published)(job)
