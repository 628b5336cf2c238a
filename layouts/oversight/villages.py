"""S07 空白点清单: groups by severity, one village a row, chips that filter; the map beside shows the same region."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.blankspots import FLAG_MARKS, WATCH_WORDS
from dashboard.services.oversight_models import BlankSpot, BlankSpotList, Nearest
from layouts import words
from layouts.address import Address
from layouts.listing import chip, chips, export, line, more, table, two

_FLAG_SAID = {"Z1": "无卫生室", "Z2": "无合格村医", "1": "年轻且人少", "2": "超过65岁", "3": "非本地巡诊派驻", "4": "药品不足"}
_HEADS = ("行政村", "原因", "常住（人）", "最近可求助处", "自何月")
_MARKS = {"空白点": "■", "有风险": "▲", "缺报": "◇", "临近": "◔"}


def page(found: BlankSpotList, address: Address) -> html.Section:
    """The whole panel beside the map."""
    if found.absent_because:
        return html.Section(html.P(found.absent_because, className="small"), className="list")
    return html.Section(
        [
            html.Header([html.H2(found.finding), export(address, "worklist", "导出工作单")], className="list-head"),
            chips("结论", [chip(address, "group", g, g, n, _MARKS[g]) for g, n in found.groups.items()]),
            chips("标记", [chip(address, "flag", f, f"{FLAG_MARKS[f]} {_FLAG_SAID[f]}", n) for f, n in found.flags.items()]),
            chips("临近", [chip(address, "watch", w, WATCH_WORDS[w], n) for w, n in found.watches.items()]),
            table(_HEADS, _grouped(found, address), numbers=(2,), class_name="villages") if found.rows else _nothing(address),
            more(len(found.rows), found.total, "村"),
            html.P(_note(found), className="small"),
        ],
        className="list",
    )


def _nothing(address: Address) -> html.P:
    cleared = dcc.Link("清除筛选", href=address.href(group="", flag="", watch=""))
    return html.P(["没有这样的行政村。", cleared if address.own else ""], className="none-found")


def _note(found: BlankSpotList) -> str:
    left_out = f"居委会 {found.communities:,} 个不在评定范围。" if found.communities else ""
    return f"{left_out}距离为直线距离，“约”表示一端按村界示意点；姓名按权限隐去。级别按青卫财务〔2020〕29号 一(二)3(3)测算。"


def _grouped(found: BlankSpotList, address: Address) -> list[html.Tr]:
    rows: list[html.Tr] = []
    group = ""
    for spot in found.rows:
        if spot.group != group:
            group = spot.group
            mark = html.Span(_MARKS[group], className=f"symbol symbol-{group}")
            head = html.Td([mark, f"{group} {found.groups[group]:,} 村"], colSpan=len(_HEADS))
            rows.append(html.Tr(head, className="group-head"))
        rows.append(line(_HEADS, _cells(spot, address), numbers=(2,)))
    return rows


def _cells(spot: BlankSpot, address: Address) -> list[Any]:
    name = dcc.Link(spot.region.name, href=address.href(region=spot.region.code), className="unit-name")
    marks = "".join(FLAG_MARKS[flag] for flag in spot.flags if not flag.startswith("Z"))
    reason: list[Any] = [spot.reason or spot.ahead[0], html.Span(marks, className="flag-marks") if marks else ""]
    ahead = spot.ahead if spot.reason else spot.ahead[1:]
    below = "　".join(part for part in (_own(spot), "临近：" + "；".join(ahead) if ahead else "") if part)
    return [
        two(name, spot.place),
        two(reason, below),
        words.count(spot.residents) if spot.residents is not None else "未填",
        _near(spot, address),
        two(_since(spot), _case(spot, address)),
    ]


def _own(spot: BlankSpot) -> str:
    """The doctor and drugs that the village itself has, where the reason does not name them."""
    if "Z2" in spot.flags or not spot.doctors or set(spot.flags) & {"1", "2", "3"}:
        return ""
    age = f"，{spot.doctor_age} 岁{spot.doctor_mode}" if spot.doctor_age is not None else ""
    return f"本村合格村医 {spot.doctors} 人{age}"


def _near(spot: BlankSpot, address: Address) -> Any:
    if not spot.distance_known:
        return dcc.Link("进县查看", href=address.href(region=spot.region.code[:6]), className="small")
    lines = [_place("医", spot.nearest_doctor), _place("室", spot.nearest_clinic)]
    return html.Div([html.Div(one, className="near") for one in lines if one]) if any(lines) else "全省没有"


def _place(kind: str, near: Nearest | None) -> list[Any]:
    if near is None:
        return []
    about = "约 " if near.schematic else ""
    person = f" {near.person}" if near.person else ""
    who = near.name if kind == "室" else f"{near.name} {near.role}{person}"
    return [html.Span(kind, className="tag"), html.Strong(f"{about}{near.km:,.1f} 公里"), html.Span(f" {who}", className="small")]


def _since(spot: BlankSpot) -> str:
    if not spot.since:
        return "—"
    year, month = spot.since.split("-")
    return f"{year}年{int(month)}月" + ("或更早" if spot.since_or_before else "")


def _case(spot: BlankSpot, address: Address) -> Any:
    card = dcc.Link("村卡", href=address.href(f"/institution/{spot.clinic_code}")) if spot.clinic_code else ""
    state = f"督战：{spot.case_state}" if spot.case_state else ""
    return [state, " · " if state and card else "", card]
