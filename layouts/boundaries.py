"""边界导入: upload, the report, old and new outlines on one map, replace after agreeing, versions with undo."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

import feffery_antd_components as fac
from dash import dcc, html

from dashboard.jobs import DONE, FAILED, Job
from dashboard.services.boundaries_models import BorderDesk, BorderVersion, Examined, LayerRow
from geodata.boundaries.drawing import Outlines
from geodata.boundaries.report import LEVEL_WORDS, SYSTEM_WORDS
from layouts import ids, words
from layouts.address import Address
from layouts.trust import parts

PATH = "/boundaries"
_LARGEST_MB = 2048
_EVERY_MS = 1000
_CHINA = timezone(timedelta(hours=8))
_MOST_PARENTS = 40
_SYSTEMS = {"auto": "自动判断", **SYSTEM_WORDS}
_PACK = "pack"


def page(desk: BorderDesk, step: Any, upload_id: str, address: Address) -> html.Article:
    """`step`: the examination started last, under way or done."""
    own = f"现行本单位边界为第 {desk.version.partition('-')[0].lstrip('0')} 次导入"
    return html.Article(
        [
            html.H1("现行边界为随系统附带的边界和示意边界" if desk.version == _PACK else own),
            html.P("上传后先核对、对比，不改动任何边界；确认启用后才替换，可以撤销。", className="small"),
            html.Div(id=ids.border(ids.Borders.SAID), role="alert", className="import-said"),
            html.Div(step, id=ids.border(ids.Borders.STEP)),
            _form(upload_id),
            _versions(desk.versions),
        ],
        className="trust importing borders",
    )


def _form(upload_id: str) -> html.Section:
    levels = [{"value": "", "label": "自动判断"}, *({"value": level, "label": said} for level, said in LEVEL_WORDS.items())]
    systems = [{"value": system, "label": said} for system, said in _SYSTEMS.items()]
    field = ids.border_field
    return parts.section(
        "导入边界文件",
        html.Div(
            [
                html.Label(
                    [html.Span("行政级别"), fac.AntdSelect(id=field("level"), options=levels, value="", allowClear=False)],
                ),
                html.Label(
                    [html.Span("坐标系"), fac.AntdSelect(id=field("system"), options=systems, value="auto", allowClear=False)],
                ),
                html.Label(
                    [
                        html.Span("或投影编号（坐标不是经纬度、又没有 .prj 时填写）"),
                        dcc.Input(id=field("epsg"), type="text", placeholder="如 EPSG:4525"),
                    ],
                ),
                html.Div(
                    fac.AntdDraggerUpload(
                        id=field("files"),
                        apiUrl=f"{PATH}/upload",
                        uploadId=upload_id,
                        multiple=True,
                        fileMaxSize=_LARGEST_MB,
                        showPercent=True,
                        showSuccessMessage=False,
                        text="把 zip、GeoJSON、GeoPackage，或 shp 连同 dbf、shx、prj 拖到这里",
                        hint="代码列、名称列、编码（含 GBK）和坐标偏移自动识别",
                    ),
                    className="files",
                ),
                dcc.Store(id=field("upload"), data=upload_id),
                html.Button("核对", id=ids.border_act("examine"), className="run"),
            ],
            className="import-form",
        ),
    )


def under_way(job: Job, looking: bool = True) -> html.Section:
    """Looks again every second while it is `looking`."""
    return html.Section(
        [
            html.H2("核对中"),
            html.P([html.Span(className="spinner"), job.step or "准备"], role="status"),
            dcc.Interval(id=ids.border(ids.Borders.LOOK), interval=_EVERY_MS) if looking else None,
        ],
        className="step",
    )


def failed(job: Job) -> html.Section:
    return html.Section([html.H2("没有核对成功，边界未改动"), html.P(job.problem)], className="step failed")


def of(job: Job, found: Examined | None, picture: Outlines | None, parent: str, address: Address) -> html.Section:
    """The examination as it stands; `found` None once its borders are in force."""
    if job.status == FAILED:
        return failed(job)
    if job.status != DONE:
        return under_way(job)
    if found is None:
        return html.Section(
            [html.H2("边界已启用"), dcc.Link("到地图上看", href=address.href("/", points="", find=""), className="more")],
            className="step done",
        )
    return _examined(job, found, picture, parent, address)


def _examined(job: Job, found: Examined, picture: Outlines | None, parent: str, address: Address) -> html.Section:
    counts = "、".join(f"{LEVEL_WORDS[level]} {words.count(number)} 个" for level, number in found.levels.items())
    left_out = sum(layer.left_out for layer in found.layers)
    out = f"，{words.count(left_out)} 个要素隔离不用" if left_out else ""
    return html.Section(
        [
            html.H2(f"核对完成：可启用{counts}{out}"),
            html.P("还没有改动任何边界。请对照下图，确认后启用。", className="small"),
            html.Div(
                [
                    html.Button(
                        f"启用这 {words.count(found.regions)} 个边界", id=ids.border_act("replace", job.id), className="run"
                    ),
                    html.Button("不用，放弃", id=ids.border_act("drop", job.id), className="plain"),
                ],
                className="import-buttons",
            ),
            _layers(found.layers),
            *_details(found.layers),
            *_picture(found, picture, parent, address),
        ],
        className="step done",
    )


def _layers(layers: tuple[LayerRow, ...]) -> Any:
    head = ["文件、图层", "行政级别", "坐标系", "要素", "按代码对上", "按名称对上", "未列代码", "修复", "隔离"]
    rows = [
        [
            layer.source,
            LEVEL_WORDS[layer.level],
            _system(layer),
            layer.features,
            layer.by_code,
            layer.by_name,
            layer.unlisted,
            layer.mended,
            html.Td(words.count(layer.left_out), className="number refused" if layer.left_out else "number"),
        ]
        for layer in layers
    ]
    return parts.plain(head, rows, "没有图层。", frozenset(range(3, 9)))


def _system(layer: LayerRow) -> str:
    distance = f"，相差约 {layer.distance_m:.0f} 米" if layer.distance_m is not None else ""
    return SYSTEM_WORDS.get(layer.system, layer.system) + distance


def _details(layers: tuple[LayerRow, ...]) -> list[Any]:
    notes = [html.Li(f"{layer.source}：{note}") for layer in layers for note in layer.notes]
    mended = [[code, html.Td(how, className="wrap")] for layer in layers for code, how in layer.repaired.items()]
    out = [
        [f"{one.source} 第 {one.row} 个", one.code, one.name, html.Td(one.reason, className="wrap")]
        for layer in layers
        for one in layer.quarantined
    ]
    shown: list[Any] = [html.Ul(notes, className="notes")] if notes else []
    if out:
        table = parts.plain(["位置", "代码", "名称", "原因"], out, "")
        shown.append(html.Details([html.Summary("隔离的要素及原因"), table], open=True))
    if mended:
        shown.append(html.Details([html.Summary("修复了什么"), parts.plain(["代码", "修复"], mended, "")]))
    return shown


def _picture(found: Examined, picture: Outlines | None, parent: str, address: Address) -> list[Any]:
    if picture is None:
        return []
    links = [
        dcc.Link(one.name, href=address.href(parent=one.code), className="chip active" if one.code == parent else "chip")
        for one in found.parents[:_MOST_PARENTS]
    ]
    more = len(found.parents) - _MOST_PARENTS
    rest = [html.Span(f"另有 {more} 个", className="small")] if more > 0 else []
    made = f"（其中示意 {picture.made_up} 个）" if picture.made_up else ""
    return [
        html.H2("对照"),
        html.Nav([*links, *rest], className="chips"),
        html.P(
            [
                html.Span([html.I(className="line before"), f"现行 {len(picture.before)} 个{made}"], className="key"),
                html.Span([html.I(className="line after"), f"导入 {len(picture.after)} 个"], className="key"),
            ],
            className="border-keys",
        ),
        html.Img(src=svg(picture), alt="现行边界（灰虚线）与导入边界（蓝实线）", className="border-picture"),
    ]


def svg(picture: Outlines) -> str:
    """A data URI: borders in force grey and dashed, the new ones blue and solid over them."""
    edge = 8
    box = f"{-edge} {-edge} {picture.width + 2 * edge} {picture.height + 2 * edge}"
    pen = 'vector-effect="non-scaling-stroke" fill-rule="evenodd"'
    before = "".join(path for _, _, path in picture.before)
    after = "".join(path for _, _, path in picture.after)
    drawn = (
        f'<path d="{after}" fill="#0072B2" fill-opacity=".08" stroke="#0072B2" stroke-width="1.6" {pen}/>'
        f'<path d="{before}" fill="none" stroke="#5B6770" stroke-width="1.1" stroke-dasharray="4 3" {pen}/>'
    )
    return "data:image/svg+xml," + quote(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{drawn}</svg>')


def _versions(rows: tuple[BorderVersion, ...]) -> html.Section:
    head = ["版本", "时间", "操作人", "状态", "文件", "启用", "隔离", ""]
    return parts.section("历次导入", parts.plain(head, [_version(row) for row in rows], "还没有导入过边界。", frozenset({5, 6})))


def _version(row: BorderVersion) -> list[Any]:
    state = html.Strong("现行") if row.in_force else "保留，可撤销回到" if row.behind else "已撤销"
    files = [html.Li(f"{layer.source}：{LEVEL_WORDS[layer.level]}") for layer in row.layers]
    kept = sum(layer.by_code + layer.by_name + layer.unlisted for layer in row.layers)
    undo = html.Button("撤销这次导入", id=ids.border_act("undo"), className="plain") if row.in_force else ""
    when = datetime.fromisoformat(row.at).astimezone(_CHINA).strftime("%Y-%m-%d %H:%M") if row.at else "—"
    left_out = sum(layer.left_out for layer in row.layers)
    number = f"第 {int(row.version.partition('-')[0])} 次"
    return [number, when, row.by or "命令行", state, html.Ul(files), kept, left_out, undo]
