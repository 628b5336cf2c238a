"""Scores and flags one unit at a time, from the pseudo-code of the rules: plain values, Fractions, blanks by enumeration.

Rows are dictionaries by the tables' column names, None where blank. `cfg` maps a reading id to "strict" or "lenient".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import product
from math import floor
from typing import Any

Row = Mapping[str, Any]
Cfg = Mapping[str, str]
ANY = "any share at all"
DEPARTMENTS = ("内科", "外科", "妇产科", "儿科", "急诊科")
DISEASES = ("高血压", "糖尿病", "严重精神障碍")
STRICT = ("G-6", "C-1", "C-2", "C-9", "T-1", "T-3", "T-5", "T-9", "T-10", "T-11", "T-12", "T-15", "T-16", "T-18",
          "V-1", "V-4", "V-7", "V-11", "V-13", "V-15", "V-16")  # fmt: skip
LENIENT = ("G-3", "C-9", "T-7", "V-3", "V-5", "V-9")
PRESETS: dict[str, dict[str, str]] = {
    "default": {},
    "strict": dict.fromkeys(STRICT, "strict"),
    "lenient": dict.fromkeys(LENIENT, "lenient"),
}
OF_TIER = {"county": ("G-3", "G-6", "C-"), "township": ("G-3", "G-6", "T-"), "village": ("G-6", "V-")}


def strict(cfg: Cfg, reading: str) -> bool:
    return cfg.get(reading) == "strict"


def points(percent: Fraction, cfg: Cfg) -> Fraction:
    return percent if cfg.get("G-3") == "lenient" else Fraction(floor(percent))


def spread(
    row: Row, blanks: Mapping[str, Iterable[Any]], worth: Callable[[Row], Iterable[Fraction]]
) -> tuple[Fraction, Fraction]:
    """Lowest and highest worth over every way to fill the blank columns."""
    names = [name for name in blanks if row.get(name) is None]
    values = [
        value
        for filling in product(*(blanks[name] for name in names))
        for value in worth({**row, **dict(zip(names, filling, strict=True))})
    ]
    return Fraction(min(values)), Fraction(max(values))


YES_NO = (True, False)


def possible_shares(parts: list[int | None], whole: int | None, percent: Any, computed: tuple[int, int] | None) -> list[Any]:
    """Percentages (None for 0 of 0) that the reported counts leave possible."""
    if whole is not None and None not in parts:
        return [Fraction(100 * sum(parts), whole) if whole else None]
    if percent is not None:
        return [Fraction(str(percent))]
    if computed is not None:
        return [Fraction(100 * computed[0], computed[1]) if computed[1] else None]
    if whole is None:
        return [ANY]
    known = sum(part or 0 for part in parts)
    if whole == 0:
        return [None]
    return [Fraction(100 * n, whole) for n in range(known, max(whole, known) + 1)]


# --- county -----------------------------------------------------------------------------------------------------------


def county_items(h: Row, county: Row, cfg: Cfg) -> dict[str, tuple[Fraction, Fraction]]:
    flags = dict.fromkeys(("是否有CT", "CT能否操作", "是否有彩超", "彩超能否操作"), YES_NO)

    def equipment(r: Row) -> list[Fraction]:
        return [Fraction(10 if all(r[name] for name in flags) else 0)]

    def service(r: Row) -> list[Fraction]:
        return [Fraction(max(0, 10 - 10 * sum(not r[name] for name in DEPARTMENTS)))]

    minimum = 3 if h["机构类别"] == "中医院" and not strict(cfg, "C-2") else 5

    def policy(r: Row) -> list[Fraction]:
        team = r["帮扶团队是否不少于5人"] if r["帮扶团队人数"] is None else r["帮扶团队人数"] >= minimum
        n_no = (not r["是否实现一站式结算"]) + (not r["是否开展远程医疗"]) + (not team)
        return [Fraction(40 - min(40, 20 * n_no))]

    asked = dict.fromkeys(("是否实现一站式结算", "是否开展远程医疗", "帮扶团队是否不少于5人"), YES_NO)

    def rate(percent: Any) -> list[Fraction]:
        if percent is ANY or percent is None:
            return [Fraction(0), Fraction(40)]
        if percent <= 50:
            return [Fraction(0)]
        return [Fraction(40) if percent >= 90 else points(percent - 50, cfg)]

    shares = possible_shares(
        [county.get("县域内就诊人次")], county.get("贫困人口就诊总人次"), county.get("县域内就诊率"), county.get("M-08")
    )
    rates = [value for share in shares for value in rate(share)]
    return worst_if_strict(
        {
            "equipment": spread(h, flags, equipment),
            "service": spread(h, dict.fromkeys(DEPARTMENTS, YES_NO), service),
            "policy": spread(h, asked, policy),
            "in_county_rate": (min(rates), max(rates)),
        },
        cfg,
    )


def county_eligible(h: Row, cfg: Cfg) -> bool:
    kinds = ("综合医院",) if strict(cfg, "C-1") else ("综合医院", "中医院")
    placed = (h["located"] and h["机构层级"] == "县") or (h["listed"] and h["机构层级"] in ("市", "省"))
    return h["机构类别"] in kinds and h["举办性质"] in ("公立", None) and placed


# --- township ---------------------------------------------------------------------------------------------------------


def township_items(t: Row, town: Row, cfg: Cfg) -> dict[str, tuple[Fraction, Fraction]]:
    devices = ("心电图", "X光机", "生化分析仪")
    flags = dict.fromkeys([name for d in devices for name in (f"是否有{d}", f"{d}能否操作")], YES_NO)

    def equipment(r: Row) -> list[Fraction]:
        return [Fraction(15 - 5 * sum(not (r[f"是否有{d}"] and r[f"{d}能否操作"]) for d in devices))]

    def physicians(r: Row) -> list[Fraction]:
        large = r["常住人口数"] > 10000 or (strict(cfg, "T-5") and r["常住人口数"] == 10000)
        number = r["执业医师数"] + (r["执业助理医师数"] if cfg.get("T-7") == "lenient" else 0)
        score = {0: 0, 1: 10, 2: 15}.get(number, 20) if large else 20
        has_gp = r["全科医师数"] > 0 or (not large and not strict(cfg, "T-3"))
        if strict(cfg, "T-1"):
            return [Fraction(max(0, score - (0 if has_gp else 5)))]
        return [Fraction(score + (5 if has_gp else 0))]

    fillings = {"常住人口数": (1, 10000, 10001), "执业医师数": (0, 1, 2, 3), "执业助理医师数": (0, 1, 2, 3), "全科医师数": (0, 1)}
    shares = possible_shares(
        [town.get("乡村两级未评级医院诊疗人次"), town.get("乡村两级一级医院诊疗人次")],
        town.get("诊疗总人次"), town.get("基层诊疗占比"), town.get("M-09"),
    )  # fmt: skip
    if cfg.get("T-17") == "option" and town.get("M-09@T-17"):  # by grade alone: only the records can say so
        shares = possible_shares([None], None, None, town["M-09@T-17"])
    base = [value for share in shares for value in basic_share(share, cfg)]
    drugs = (0, 1000) if t["药品种数"] is None else (t["药品种数"],)
    return worst_if_strict(
        {
            "equipment": spread(t, flags, equipment),
            "physicians": spread({**t, "常住人口数": town.get("常住人口数")}, fillings, physicians),
            "signing": coverage(t, "应签约人数", "已签约人数", town.get("M-05"), cfg, "T-9"),
            "follow_up": coverage(t, "应随访人数", "已随访人数", town.get("M-06"), cfg, "T-10"),
            "drugs": (Fraction(10 * (min(drugs) > 10)), Fraction(10 * (max(drugs) > 10))),
            "basic_share": (min(base), max(base)),
        },
        cfg,
    )


def basic_share(percent: Any, cfg: Cfg) -> list[Fraction]:
    if percent is ANY or percent is None:
        return [Fraction(10), Fraction(30)]
    if percent <= 30:
        return [Fraction(10)]
    if percent > 50:
        return [Fraction(30)]
    if percent > 35:
        return [15 + points(percent - 35, cfg)]
    if strict(cfg, "T-15") or (percent == 35 and strict(cfg, "T-16")):
        return [Fraction(10)]
    return [10 + points(percent - 30, cfg)]


def coverage_pair(t: Row, due: str, done: str, computed: tuple[int, int] | None) -> tuple[int | None, int | None]:
    """(covered, due) of the three diseases together."""
    pair = []
    for name in (done, due):
        pooled, split = t[f"三种慢病{name}"], [t[f"{d}{name}"] for d in DISEASES]
        pair.append(sum(split) if pooled is None and None not in split else pooled)
    covered, whole = pair
    if whole == 0:
        return covered or 0, 0
    if None in pair and computed is not None:
        return computed
    return covered, whole


def coverage(t: Row, due: str, done: str, computed: tuple[int, int] | None, cfg: Cfg, at90: str) -> tuple[Fraction, Fraction]:
    nobody = Fraction(5 if strict(cfg, "T-12") else 10)

    def band(percent: Fraction) -> Fraction:
        return Fraction(10 if percent > 90 else 5 if percent < 90 or strict(cfg, at90) else 10)

    covered, whole = coverage_pair(t, due, done, computed)
    if whole is None:
        values = [Fraction(5), Fraction(10)]
    elif whole == 0:
        values = [nobody]
    else:
        values = [band(Fraction(100 * n, whole)) for n in ([covered] if covered is not None else range(whole + 1))]
    low, high = min(values), max(values)
    if strict(cfg, "T-11"):
        for disease in DISEASES:
            of, n = t[f"{disease}{due}"], t[f"{disease}{done}"]
            if of and n is not None:
                low, high = min(low, band(Fraction(100 * n, of))), min(high, band(Fraction(100 * n, of)))
    return low, high


def township_eligible(t: Row, cfg: Cfg) -> bool:
    return t["机构类别"] in ("乡镇卫生院", "社区卫生服务中心")


def township_states(t: Row, town: Row, cfg: Cfg, items: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, str]:
    found = states(items)
    residents = town.get("常住人口数")
    small = residents is not None and (residents < 10000 or (residents == 10000 and not strict(cfg, "T-5")))
    exempt = {
        "physicians": small and not strict(cfg, "T-3") and not (t["全科医师数"] or 0),
        "signing": coverage_pair(t, "应签约人数", "已签约人数", town.get("M-05"))[1] == 0,
        "follow_up": coverage_pair(t, "应随访人数", "已随访人数", town.get("M-06"))[1] == 0,
    }
    return {item: "not_applicable" if exempt.get(item) and state == "scored" else state for item, state in found.items()}


# --- both -------------------------------------------------------------------------------------------------------------


def worst_if_strict(items: dict[str, tuple[Fraction, Fraction]], cfg: Cfg) -> dict[str, tuple[Fraction, Fraction]]:
    return {name: (low, low) for name, (low, _) in items.items()} if strict(cfg, "G-6") else items


def states(items: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, str]:
    return {name: "missing" if low < high else "scored" for name, (low, high) in items.items()}


def judge(tier: str, institutions: list[Row], unit: Row, cfg: Cfg) -> dict[str, Any]:
    """The verdict of a county or township and its deciding institution."""
    scorer, eligible = (county_items, county_eligible) if tier == "county" else (township_items, township_eligible)
    absent_fails = strict(cfg, "C-9" if tier == "county" else "T-18")
    counted = sorted((i for i in institutions if eligible(i, cfg)), key=lambda i: i["机构编码"])
    if not counted:
        status = "未达标" if absent_fails else "无机构"
        return {"status": status, "decides": "", "low": None, "high": None, "institutions": 0, "passing": 0, "items": {}}
    items = {i["机构编码"]: scorer(i, unit, cfg) for i in counted}
    bounds = {code: tuple(sum(part[side] for part in found.values()) for side in (0, 1)) for code, found in items.items()}
    decides = max(bounds, key=lambda code: bounds[code])  # max keeps the first, that is the smaller code
    low, high = max(b[0] for b in bounds.values()), max(b[1] for b in bounds.values())
    silent = not any(i["reported"] for i in counted)
    if silent:
        status = "未达标" if strict(cfg, "G-6") or (tier == "county" and absent_fails) else "缺报"
    else:
        status = "达标" if low >= 70 else "未达标" if high < 70 else "缺报"
    passing = 0 if silent else sum(b[0] >= 70 for b in bounds.values())
    return {
        "status": status,
        "decides": decides,
        "low": low,
        "high": high,
        "institutions": len(counted),
        "passing": passing,
        "items": items,
    }


# --- readings ---------------------------------------------------------------------------------------------------------


def turning(tier: str, status_under: Callable[[Cfg], str]) -> tuple[bool, list[str]]:
    """Whether the presets disagree, and the readings to name."""
    base = status_under({})
    under = {preset: status_under(cfg) for preset, cfg in PRESETS.items()}
    if len(set(under.values())) == 1:
        return False, []
    order = sorted({r for r in STRICT + LENIENT if r.startswith(OF_TIER[tier])}, key=lambda r: ("GCTV".index(r[0]), int(r[2:])))
    alone = [
        r
        for r in order
        if (r in STRICT and status_under({r: "strict"}) != base) or (r in LENIENT and status_under({r: "lenient"}) != base)
    ]
    together = [r for r in order if any(r in PRESETS[preset] and under[preset] != base for preset in PRESETS)]
    return True, alone or together
