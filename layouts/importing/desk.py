"""数据导入: the form, the step under way, what waits for publication, versions and the ledger of what was sent."""

from __future__ import annotations

from typing import Any

import feffery_antd_components as fac
from dash import dcc, html

from dashboard.importing.ledger import Entry
from dashboard.records import TABLES
from dashboard.services.imports_models import Desk, VersionRow, Waiting
from layouts import ids, words
from layouts.address import Address
from layouts.importing import refusals
from layouts.trust import parts

PATH = "/import"
_LARGEST_MB = 2048
_ACTIONS = {"publish": "发布", "roll_back": "恢复"}


def page(desk: Desk, step: Any, upload_id: str, on_server: bool, address: Address) -> html.Article:
    """`step`: the report or progress of what was started last; `on_server`: the viewer may name files on the server."""
    waiting = [_waiting(one, address) for one in desk.waiting]
    return html.Article(
        [
            html.H1(_finding(desk)),
            html.P(
                "上传只是试导入，不改动任何数据；存入后可预览变化，发布是另外一步。每一行或被接受、或被退回，不会丢失。",
                className="small",
            ),
            html.Div(id=ids.alone(ids.Import.SAID), role="alert", className="import-said"),
            html.Div(step, id=ids.alone(ids.Import.STEP)),
            *waiting,
            _form(desk, upload_id, on_server, address),
            _versions(desk.versions, address),
            _ledger(desk.sent, dict(desk.areas)),
        ],
        className="trust importing",
    )


def _finding(desk: Desk) -> str:
    if not desk.waiting:
        return "没有待发布的数据"
    refused = sum(one.refused for one in desk.waiting)
    said = f"有 {len(desk.waiting)} 份数据等待发布"
    return f"{said}，其中 {refused:,} 行被退回，待更正" if refused else f"{said}，没有被退回的行"


def _form(desk: Desk, upload_id: str, on_server: bool, address: Address) -> html.Section:
    newest = max((row.month for row in desk.versions), default="")
    month = (desk.waiting[0].month if desk.waiting else "") or address.selection.month or newest
    areas = [{"value": code, "label": name} for code, name in desk.areas]
    whole = len(desk.areas[0][0]) <= 2
    kinds = [{"value": "add", "label": "补报更正：只带要改、要补的行，按关键字段并入"}]
    kinds.append({"value": "national", "label": "国家系统导出的数据：只与已发布的本月数据比对，不改动任何数据"})
    if whole:
        kinds.insert(0, {"value": "whole", "label": "整月数据：替换该范围已发布的本月数据"})
    path = [
        html.Label(
            [
                html.Span("或服务器上的路径"),
                dcc.Input(
                    id=ids.field("path"), type="text", placeholder="大文件可先放到服务器，填绝对路径", className="wide-input"
                ),
            ]
        )
    ]
    return parts.section(
        "导入新的数据",
        html.Div(
            [
                html.Label(
                    [html.Span("月份"), dcc.Input(id=ids.field("month"), type="text", value=month, placeholder="2020-06")]
                ),
                html.Label(
                    [
                        html.Span("范围"),
                        fac.AntdSelect(id=ids.field("area"), options=areas, value=areas[0]["value"], allowClear=False),
                    ]
                ),
                html.Div(
                    [
                        html.Span("性质"),
                        fac.AntdRadioGroup(id=ids.field("kind"), options=kinds, value=kinds[0]["value"], direction="vertical"),
                    ],
                    className="kinds",
                ),
                html.Div(_upload(upload_id), className="files"),
                dcc.Store(id=ids.field("upload"), data=upload_id),
                *(path if on_server else []),
                html.Button("试导入", id=ids.act("try"), className="run"),
            ],
            className="import-form",
        ),
        html.Details(
            [html.Summary("各表的填报模板"), html.Div(_templates(), className="templates")],
        ),
    )


def _upload(upload_id: str) -> fac.AntdDraggerUpload:
    return fac.AntdDraggerUpload(
        id=ids.field("files"),
        apiUrl=f"{PATH}/upload",
        uploadId=upload_id,
        multiple=True,
        fileTypes=["zip", "csv", "xlsx", "parquet"],
        fileMaxSize=_LARGEST_MB,
        showPercent=True,
        showSuccessMessage=False,
        text="把一个月的 .zip，或若干个表的文件拖到这里",
        hint="文件以表名命名，如 诊疗费用.csv、乡镇卫生院监测.xlsx；csv 的编码、分隔符自动识别",
    )


def _templates() -> list[Any]:
    return [html.A(name, href=f"{PATH}/template/{name}.xlsx", download=f"{name}.xlsx") for name in TABLES]


def _waiting(one: Waiting, address: Address) -> html.Section:
    key = f"{one.month}|{one.area}"
    kind = "整月数据" if one.whole else "补报更正，发布时并入现行版本"
    said = f"接受 {one.accepted:,} 行" + (f"，退回 {one.refused:,} 行" if one.refused else "，没有被退回的行")
    publish = (
        html.Button(f"发布其余 {one.accepted:,} 行", id=ids.act("publish-rest", key), className="run")
        if one.refused
        else html.Button("发布", id=ids.act("publish", key), className="run")
    )
    sent = [f"{entry.by} {parts.time(entry.at)}：{entry.rows:,} 行，退回 {entry.refused:,} 行" for entry in one.submissions]
    return html.Section(
        [
            html.H2(f"待发布：{words.month(one.month)} {one.area_name}"),
            html.P(f"{kind}。{said}。"),
            html.Div(
                [
                    html.Button("预览发布后的变化", id=ids.act("preview", key), className="plain"),
                    publish,
                    html.Button("放弃", id=ids.act("drop", key), className="plain"),
                ],
                className="import-buttons",
            ),
            refusals.groups(one.groups, f"{PATH}/rejects.csv?month={one.month}&area={one.area}") if one.refused else None,
            html.Details([html.Summary(f"收到 {len(sent)} 次"), html.Ul([html.Li(line) for line in sent])]),
        ],
        className="waiting",
    )


def _versions(rows: tuple[VersionRow, ...], address: Address) -> html.Section:
    head = ["月份", "版本", "状态", "时间", "操作人", "行数", "退回", "文件", "理由", ""]
    newest = {row.month: row for row in reversed(rows)}
    body = [_version(row, row is newest[row.month]) for row in rows]
    return parts.section("版本", parts.plain(head, body, "还没有发布任何版本。", frozenset({5, 6})))


def _version(row: VersionRow, now: bool) -> list[Any]:
    """`now`: the event that put the version in force which is."""
    files = [html.Li([html.Span(s["file"]), html.Code(str(s.get("sha256", ""))[:12], className="hash")]) for s in row.sources]
    shown = html.Details([html.Summary(f"{len(files)} 个"), html.Ul(files)]) if files else "—"
    done = _ACTIONS.get(row.action, row.action)
    mark = html.Span([done, html.Strong("　现行")]) if now else done
    key = f"{row.month}|{row.version}"
    back: Any = ""
    if not row.in_force and row.action == "publish":
        back = html.Details(
            [
                html.Summary("恢复此版本"),
                dcc.Input(id=ids.reason(key), type="text", placeholder="理由（必填，记入历史）"),
                html.Button("恢复", id=ids.act("roll-back", key), className="plain"),
            ]
        )
    when = [parts.time(row.at), row.by]
    return [words.month(row.month), f"第 {row.version} 版", mark, *when, row.rows, row.refused, shown, row.reason or "—", back]


def _ledger(entries: tuple[Entry, ...], names: dict[str, str]) -> html.Section:
    head = ["时间", "报送人", "月份", "范围", "行数", "接受", "退回", "文件"]
    body = [
        [parts.time(e.at), e.by, words.month(e.month), _area(e.area, names), e.rows, e.accepted, e.refused, _files(e)]
        for e in entries
    ]
    return parts.section("导入台账", parts.plain(head, body, "还没有人报送过数据。", frozenset({4, 5, 6})))


def _area(code: str, names: dict[str, str]) -> str:
    return "全部" if code == "0" else names.get(code, code)


def _files(entry: Entry) -> Any:
    lines = [
        html.Li([f"{f['file']}：{f['rows']:,} 行，退回 {f['refused']:,}", html.Code(f["sha256"][:12], className="hash")])
        for f in entry.files
    ]
    return html.Details([html.Summary(f"{len(lines)} 个"), html.Ul(lines)])
