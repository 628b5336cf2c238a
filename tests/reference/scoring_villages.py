"""Flags of one village at a time, blanks by filling them in every way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Any

from tests.reference.scoring import YES_NO, Cfg, Row, strict


def completed_years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def qualified(doctor: Row, day: date) -> bool | None:
    """None: cannot be said."""
    if doctor["执业资格类型"] == "无" or doctor["是否合格"] is False or doctor["在岗状态"] == "离岗":
        return False
    if (doctor["开始日期"] or day) > day or (doctor["结束日期"] or day) < day or (doctor["证书有效期"] or day) < day:
        return False
    return None if doctor["证书有效期"] is None or doctor["执业资格类型"] is None else True


def home_village(doctor: Row) -> str:
    served = doctor["服务行政村代码"]
    return doctor["户籍区划代码"] if doctor["户籍区划代码"] in served else served[0]


def village_flags(village: Row, doctors: list[Row], clinics: list[Row], day: date, cfg: Cfg) -> set[str]:
    """The flags when nothing is blank. `doctors`: the qualified ones, with 本地 as it holds in this village."""
    flags = set()
    if not clinics:
        flags.add("Z1")
    if not doctors and cfg.get("V-3") != "lenient":
        flags.add("Z2")
    if len(doctors) == 1:
        d = doctors[0]
        age = completed_years(d["出生日期"], day)
        if (age < 35 or (age == 35 and cfg.get("V-5") != "lenient")) and village["常住人口数"] < 800:
            flags.add("1")
        birthday = (d["出生日期"].month, d["出生日期"].day) == (day.month, day.day)
        if age > 65 or (strict(cfg, "V-7") and age == 65 and not birthday):
            flags.add("2")
        visiting = d["服务方式"] in ("巡诊", "派驻")
        if (not d["本地"] or visiting) if strict(cfg, "V-11") else (not d["本地"] and visiting):
            flags.add("3")
    low = []
    for c in clinics:
        limit = 50 if c["mobile"] else 60
        low.append(c["药品种数"] < limit if cfg.get("V-9") == "lenient" else c["药品种数"] <= limit)
    mixed = len({c["mobile"] for c in clinics}) == 2
    if clinics and (all(low) or (any(low) and (strict(cfg, "V-1") or (strict(cfg, "V-15") and mixed)))):
        flags.add("4")
    return flags


def judge_village(village: Row, doctors: list[Row] | None, clinics: list[Row], day: date, cfg: Cfg) -> dict[str, Any]:
    """Certain and possible flags by filling every blank in every way. `doctors` None: the month brought no 村医."""
    outcomes = [village_flags(*filled, day, cfg) for filled in _fillings(village, doctors, clinics, day, cfg)]
    certain, possible = set.intersection(*outcomes), set.union(*outcomes)
    if strict(cfg, "G-6") or strict(cfg, "V-16"):
        certain = possible
    if certain & {"Z1", "Z2"}:
        status = "空白点"
    elif certain:
        status = "有风险"
    else:
        status = "缺报" if possible else "无风险"
    return {"status": status, "flags": certain}


def _fillings(village: Row, doctors: list[Row] | None, clinics: list[Row], day: date, cfg: Cfg) -> Iterable[tuple[Any, ...]]:
    if doctors is None:
        someone = {"出生日期": None, "服务方式": None, "本地": None}
        teams: list[list[Row]] = [[], [someone]]
    else:
        mine = [d for d in doctors if village["区划代码"] in d["服务行政村代码"]]
        if strict(cfg, "V-13"):
            mine = [d for d in mine if home_village(d) == village["区划代码"]]
        placed = [{**d, "本地": d["是否本地村医"] if home_village(d) == village["区划代码"] else False} for d in mine]
        sure = [d for d in placed if qualified(d, day) is True]
        maybe = [d for d in placed if qualified(d, day) is None]
        teams = [
            sure + [d for d, taken in zip(maybe, chosen, strict=True) if taken] for chosen in product(YES_NO, repeat=len(maybe))
        ]
    blanks = {
        "常住人口数": (0, 10**6),
        "药品种数": (0, 10**4),
        "出生日期": (date(day.year - 25, 1, 1), date(day.year - 50, 1, 1), date(day.year - 80, 1, 1)),
        "服务方式": ("常驻", "巡诊"),
        "本地": YES_NO,
    }
    for team in teams:
        team = (
            team if len(team) < 2 else [{**d, "出生日期": day, "服务方式": "常驻", "本地": True} for d in team]
        )  # only one matters
        rows = [village, *team, *clinics]
        open_cells = [(at, name) for at, row in enumerate(rows) for name in blanks if name in row and row[name] is None]
        for values in product(*(blanks[name] for _, name in open_cells)):
            filled = [dict(row) for row in rows]
            for (at, name), value in zip(open_cells, values, strict=True):
                filled[at][name] = value
            yield filled[0], filled[1 : 1 + len(team)], filled[1 + len(team) :]
