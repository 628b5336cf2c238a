"""Why a village is on the list, in one phrase that names the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

FLAG_MARKS = {"Z1": "Z1", "Z2": "Z2", "1": "①", "2": "②", "3": "③", "4": "④"}
WATCH_WORDS = {
    "turns_old": "村医将超龄",
    "certificate": "证书将到期",
    "term": "任期将满",
    "residents": "人口临近下限",
    "drugs": "药品临近下限",
}
"""Kinds of warnings ahead (`scoring.village_watch`) as a filter names them."""

Facts = Mapping[str, Any]
"""One row of `scoring.village_facts`; None where not reported."""


def why(flags: Iterable[str], facts: Facts, residents_below: int) -> str:
    """`唯一村医 66 岁，本地；药品 45 种，须多于 60 种`."""
    raised = set(flags)
    said = []
    if "Z1" in raised:
        said.append("没有村卫生室")
    if "Z2" in raised:
        said.append("没有合格村医")
    if raised & {"1", "2", "3"}:
        said.append(_doctor(raised, facts, residents_below))
    if "4" in raised:
        said.append(
            f"药品 {facts['drugs']} 种，须多于 {facts['drug_limit']} 种" if facts["drugs"] is not None else "药品种数不足"
        )
    return "；".join(said)


def _doctor(raised: set[str], facts: Facts, residents_below: int) -> str:
    age, local, mode = facts["doctor_age"], facts["doctor_local"], facts["doctor_mode"]
    said = f"唯一村医 {age} 岁" if age is not None else "唯一村医"
    if local is not None:
        said += f"，{'本地' if local else '非本地'}{mode if '3' in raised and mode else ''}"
    if "1" in raised:
        residents = facts["residents"]
        people = f"常住 {residents:,} 人，" if residents is not None else "常住"
        said += f"，{people}不足 {residents_below} 人"
    return said


def lacking(facts: Facts) -> str:
    """What has to be reported before the village can be judged."""
    said = []
    if facts["doctors"] is None:
        said.append("村医未报送")
    elif facts["doctors_unknown"]:
        said.append(f"{facts['doctors_unknown']} 名村医的资质或证书有效期未填")
    if facts["doctor_id"]:
        blanks = (("doctor_age", "出生日期"), ("doctor_local", "是否本地"), ("doctor_mode", "服务方式"))
        said += [f"唯一村医的{name}未填" for key, name in blanks if facts[key] in (None, "")]
    if facts["clinic_code"] and facts["drugs"] is None:
        said.append("药品种数未填")
    if facts["residents"] is None:
        said.append("常住人口未填")
    return "；".join(said) or "有未填报的内容"


def watched(reason: str, due: date | None, value: int | None, facts: Facts, ages: tuple[int, int]) -> str:
    """A warning ahead: `唯一村医 2020年8月3日满 66 岁`, `药品 63 种，限 60 种`. `ages`: the policy's young and old limits."""
    day = f"{due.year}年{due.month}月{due.day}日" if due else ""
    match reason:
        case "turns_old":
            return f"唯一村医 {day}满 {ages[1] + 1} 岁"
        case "certificate":
            return f"唯一村医证书 {day}起失效"
        case "term":
            return f"村医任期 {day}起届满"
        case "residents":
            return f"唯一村医 {ages[0]} 岁以下，常住 {value:,} 人，接近下限"
        case _:
            return f"药品 {value} 种，限 {facts['drug_limit']} 种"
