"""A village in place of the ranking: its verdict, clinics, doctors, flags, who is nearest and its cases on one card."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.services.oversight_models import Nearest
from dashboard.services.village_models import Clinic, Doctor, VillageCard
from layouts import words
from layouts.address import Address
from layouts.cases import cases
from layouts.palette import LOOKS

_QUALIFIED = {True: ("●", "合格", "无风险"), False: ("▲", "不合格", "有风险"), None: ("◇", "资质待核", "缺报")}


def card(found: VillageCard, address: Address) -> html.Section:
    """The card; its links keep month and preset."""
    return html.Section(
        [
            html.H2([found.region.name, _status(found)]),
            html.P(_said(found), className="village-why"),
            *_flags(found),
            *_group("村卫生室", [_clinic(one, address) for one in found.clinics], "没有村卫生室"),
            *_group("村医", [_doctor(one) for one in found.doctors], "没有在岗村医", "姓名按权限隐去" if found.masked else ""),
            *_group("最近可求助处", _nearest(found), "周边没有可求助的医生或卫生室"),
            *cases(found.cases, html.H3),
            html.P(_ways(found, address), className="village-ways"),
        ],
        className="village-card",
    )


def _status(found: VillageCard) -> html.Span:
    look = LOOKS.get(found.status)
    return html.Span([look.symbol if look else "", f" {found.status}"], className=f"status symbol-{found.status}")


def _said(found: VillageCard) -> str:
    people = f"常住 {words.count(found.residents)} 人" if found.residents is not None else "常住人口未填"
    since = f"自{words.month(found.since)}{'或更早' if found.since_or_before else ''}" if found.since else ""
    parts = [found.not_judged or found.reason, *(f"临近：{text}" for text in found.ahead), people, found.service_mode, since]
    return "；".join(part for part in parts if part)


def _flags(found: VillageCard) -> list[Any]:
    if not found.flags:
        return []
    items = [
        html.Li([html.Strong(mark), f" {said}", html.Span(clause, className="clause")]) for mark, said, clause in found.flags
    ]
    return [html.H3("标记"), html.Ul(items, className="village-flags")]


def _group(title: str, rows: list[Any], none: str, note: str = "") -> list[Any]:
    head = html.H3([title, html.Small(note)] if note else title)
    return [head, html.Ul([html.Li(row) for row in rows]) if rows else html.P(none, className="small")]


def _clinic(one: Clinic, address: Address) -> list[Any]:
    drugs = f"药品 {one.drugs} 种" if one.drugs is not None else "药品种数未填"
    told = [drugs, f"须多于 {one.drug_limit} 种", *(["流动"] if one.mobile else [])]
    return [
        dcc.Link(one.name, href=address.href(f"/institution/{one.code}"), className="unit-name"),
        html.Span("　" + "，".join(told), className="small"),
    ]


def _doctor(one: Doctor) -> list[Any]:
    mark, word, tone = _QUALIFIED[one.qualified]
    local = {True: "本地", False: "非本地", None: ""}[one.local]
    certificate = f"证书至 {one.certificate_until:%Y-%m-%d}" if one.certificate_until else "证书有效期未填"
    age = f"{one.age} 岁" if one.age is not None else "年龄未填"
    served = f"服务 {one.villages} 个村" if one.villages > 1 else ""
    licence = "无执业资格" if one.licence == "无" else one.licence
    told = "，".join(part for part in (age, f"{local}{one.mode}", licence, certificate, served) if part)
    return [
        html.Span([html.Span(mark, className=f"symbol symbol-{tone}"), f"{one.name or '姓名未填'} {word}"]),
        html.Span("　" + told, className="small"),
    ]


def _nearest(found: VillageCard) -> list[Any]:
    return [_place(word, near) for word, near in (("医", found.nearest_doctor), ("室", found.nearest_clinic)) if near is not None]


def _place(word: str, near: Nearest) -> list[Any]:
    about = "约 " if near.schematic else ""
    who = near.name if word == "室" else f"{near.name} {near.role} {near.person}".strip()
    note = "（位置示意，直线）" if near.schematic else "（直线）"
    return [
        html.Span(word, className="tag"),
        html.Strong(f"{about}{near.km:,.1f} 公里"),
        html.Span(f"　{who}{note}", className="small"),
    ]


def _ways(found: VillageCard, address: Address) -> list[Any]:
    links = [("/villages", "空白点清单"), ("/duties", "签约与随访工作单"), ("/treatment", "大病救治工作单")]
    return [
        dcc.Link(said, href=address.href(path, find="", region=found.region.code if path != "/villages" else found.path[-2].code))
        for path, said in links
    ]
