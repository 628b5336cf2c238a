"""Random months whose values sit on and beside the edges of the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tests.reference.scoring import DEPARTMENTS, DISEASES

DAY = date(2020, 5, 31)
Row = dict[str, Any]


@dataclass
class Month:
    """Tables as records hold them, and the same facts per unit as the reference takes them."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    places: list[tuple[str, int | None]] = field(default_factory=list)
    counts: list[tuple[str, str, int, int]] = field(default_factory=list)
    counties: dict[str, tuple[list[Row], Row]] = field(default_factory=dict)
    townships: dict[str, tuple[list[Row], Row]] = field(default_factory=dict)
    villages: dict[str, tuple[Row, list[Row]]] = field(default_factory=dict)  # doctors are shared: tables["村医"]


def flag(rng: Random, yes: float = 0.85, blank: float = 0.06) -> bool | None:
    drawn = rng.random()
    return None if drawn < blank else drawn < blank + yes * (1 - blank)


def number(rng: Random, choices: list[int], blank: float = 0.06) -> int | None:
    return None if rng.random() < blank else rng.choice(choices)


def share(rng: Random, edges: list[int], blank: float) -> tuple[int | None, int | None]:
    """Counts at, just beside and far from a percentage; small enough to enumerate when one is blank."""
    whole = rng.choice([0, 1, 7, 20, 40, 100, 200, 1000])
    near = rng.choice(edges) * whole // 100 + rng.choice([-1, 0, 0, 1])
    part = max(0, min(whole, rng.choice([near, near, rng.randint(0, whole)])))
    return (None if rng.random() < blank else part), (None if rng.random() < blank else whole)


def hospital_month(rng: Random, units: int) -> Month:
    """Counties with up to four hospitals each."""
    month = Month(tables={"医疗卫生机构": [], "县级医院监测": [], "县域就诊汇总": []}, places=[("0", None)])
    for at in range(units):
        code = f"{11 + at // 9801}{1 + at // 99 % 99:02d}{at % 99 + 1:02d}"
        month.places.append((code, None))
        rows = []
        for which in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 4])):
            away = rng.random() < 0.1
            institution = {
                "机构编码": f"H{at:05d}{rng.randint(0, 9)}{which}",
                "机构类别": rng.choice(["综合医院", "综合医院", "中医院", "中医院", "妇幼保健院", "专科医院"]),
                "机构层级": rng.choice(["市", "省", "县"]) if away else rng.choice(["县"] * 8 + ["市"]),
                "举办性质": rng.choice(["公立"] * 7 + ["民营", None]),
                "所在区划代码": "9901" if away else rng.choice([code, code + "100"]),
                "服务区划代码列表": [code] if away or rng.random() < 0.05 else None,
            }
            month.tables["医疗卫生机构"].append(institution)
            answers = {name: flag(rng, 0.9) for name in ("是否有CT", "CT能否操作", "是否有彩超", "彩超能否操作")}
            answers |= {name: flag(rng, 0.95, 0.04) for name in DEPARTMENTS}
            answers |= {"是否实现一站式结算": flag(rng), "是否开展远程医疗": flag(rng)}
            answers["帮扶团队人数"] = number(rng, [0, 2, 3, 3, 4, 5, 5, 6, 8], 0.3)
            answers["帮扶团队是否不少于5人"] = flag(rng, 0.7, 0.3)
            reported = rng.random() < 0.9
            if reported:
                month.tables["县级医院监测"].append({"机构编码": institution["机构编码"], **answers})
            blank = dict.fromkeys(answers) if not reported else answers
            listed = institution["服务区划代码列表"] is not None
            rows.append({**institution, **blank, "reported": reported, "located": not away, "listed": listed})
        inside, total = share(rng, [50, 60, 70, 80, 90], 0.12)
        percent = rng.choice([None, None, Decimal("59.99"), Decimal("90"), Decimal("50.000001"), Decimal("79.999999")])
        visits = {"贫困人口就诊总人次": total, "县域内就诊人次": inside, "县域内就诊率": percent}
        known = rng.random() < 0.9
        if known:
            month.tables["县域就诊汇总"].append({"县代码": code, "年度": 2019, **visits})
            month.tables["县域就诊汇总"].append({"县代码": code, "年度": 2018, "县域内就诊率": Decimal("99")})
        county = dict(visits) if known else {}
        month.counties[code] = (rows, county)
    return month


def township_month(rng: Random, units: int, computed: bool) -> Month:
    """Townships with up to three centres each; `computed`: the records gave counts of their own."""
    month = Month(tables={"医疗卫生机构": [], "乡镇卫生院监测": [], "乡镇诊疗汇总": []}, places=[("0", None)])
    for at in range(units):
        code = f"63{1 + at // 9801:02d}{1 + at // 99 % 99:02d}{100 + at % 99:03d}"
        residents = number(rng, [9999, 10000, 10000, 10001, 10001, 300, 20000, 25000], 0.08)
        month.places.append((code, residents))
        town: Row = {"常住人口数": residents}
        rows = [_centre(rng, month, code, at, which) for which in range(rng.choice([0, 1, 1, 1, 1, 2, 3]))]
        unrated, total = share(rng, [28, 30, 32, 34, 35, 35, 36, 48, 50, 51], 0.1)
        first = number(rng, [0, 0, 1, 3], 0.1)
        percent = rng.choice([None, None, Decimal("35"), Decimal("34.99"), Decimal("50"), Decimal("50.01"), Decimal("30.5")])
        visits = {
            "诊疗总人次": total,
            "乡村两级未评级医院诊疗人次": unrated,
            "乡村两级一级医院诊疗人次": first,
            "基层诊疗占比": percent,
        }
        if rng.random() < 0.9:
            month.tables["乡镇诊疗汇总"].append({"乡代码": code, "年度": 2019, **visits})
            town |= visits
        for indicator, edges in (
            (("M-05", [90]), ("M-06", [90]), ("M-09", [30, 35, 50]), ("M-09@T-17", [30, 35, 50])) if computed else ()
        ):
            covered, due = share(rng, edges, 0)
            if covered is None or due is None or rng.random() < 0.2:
                continue
            town[indicator] = (covered, due)
            owner = code if indicator.startswith("M-09") else f"{code}201"
            month.counts.append((owner, indicator, covered, due))
        month.townships[code] = (rows, town)
    return month


def _centre(rng: Random, month: Month, code: str, at: int, which: int) -> Row:
    institution = {
        "机构编码": f"T{at:05d}{rng.randint(0, 9)}{which}",
        "机构类别": rng.choice(["乡镇卫生院"] * 6 + ["社区卫生服务中心", "专科医院"]),
        "机构层级": "乡",
        "举办性质": rng.choice(["公立", "民营", None]),
        "所在区划代码": rng.choice([code, code + "201"]),
        "服务区划代码列表": None,
    }
    month.tables["医疗卫生机构"].append(institution)
    answers: Row = {}
    for device in ("心电图", "X光机", "生化分析仪"):
        answers |= {f"是否有{device}": flag(rng, 0.9), f"{device}能否操作": flag(rng, 0.9)}
    answers["执业医师数"] = number(rng, [0, 1, 1, 2, 2, 3, 4])
    answers["执业助理医师数"] = number(rng, [0, 0, 1, 2])
    answers["全科医师数"] = number(rng, [0, 0, 1, 2])
    answers["药品种数"] = number(rng, [0, 9, 10, 10, 11, 60])
    for due, done in (("应签约人数", "已签约人数"), ("应随访人数", "已随访人数")):
        covered, whole = share(rng, [90], 0.12)
        answers |= {f"三种慢病{due}": whole, f"三种慢病{done}": covered}
        split = rng.random() < 0.4
        for disease in DISEASES:
            part, of = share(rng, [90, 100], 0.08) if split else (None, None)
            answers |= {f"{disease}{due}": of, f"{disease}{done}": part}
    reported = rng.random() < 0.9
    if reported:
        month.tables["乡镇卫生院监测"].append({"机构编码": institution["机构编码"], **answers})
    return {**institution, **(answers if reported else dict.fromkeys(answers)), "reported": reported}


def village_month(rng: Random, units: int) -> Month:
    """Villages with up to three clinics and doctors who may serve several of them."""
    month = Month(tables={"医疗卫生机构": [], "村卫生室监测": [], "村医": []}, places=[("0", None)])
    codes = [f"63{1 + at // 1000:02d}01100{at % 1000:03d}" for at in range(units)]
    for at, code in enumerate(codes):
        residents = number(rng, [100, 799, 799, 800, 801, 2000])
        month.places.append((code, residents))
        clinics = []
        for which in range(rng.choice([0, 1, 1, 1, 1, 2, 3])):
            category = rng.choice(["村卫生室", "村卫生室", "流动村卫生室"])
            institution = f"V{at:05d}{rng.randint(0, 9)}{which}"
            month.tables["医疗卫生机构"].append(
                {"机构编码": institution, "机构类别": category, "机构层级": "村", "所在区划代码": code}
            )
            said, drugs = flag(rng, 0.3, 0.7), number(rng, [40, 50, 50, 51, 60, 60, 61, 80])
            reported = rng.random() < 0.92
            if reported:
                row = {"机构编码": institution, "行政村代码": code, "是否流动村卫生室": said, "药品种数": drugs}
                month.tables["村卫生室监测"].append(row)
            said, drugs = (said, drugs) if reported else (None, None)
            mobile = category == "流动村卫生室" if said is None else said
            clinics.append({"机构编码": institution, "mobile": mobile, "药品种数": drugs})
        month.villages[code] = ({"区划代码": code, "常住人口数": residents}, clinics)
        month.tables["村医"] += [_doctor(rng, codes, at, which) for which in range(rng.choice([0, 1, 1, 1, 1, 2, 3]))]
    return month


def _doctor(rng: Random, codes: list[str], at: int, which: int) -> Row:
    born = [
        (1985, 5, 31),
        (1984, 6, 1),
        (1984, 5, 31),
        (1955, 5, 31),
        (1955, 5, 30),
        (1954, 6, 1),
        (1954, 5, 31),
        (1975, 3, 1),
        (1990, 2, 28),
    ]
    others = [codes[rng.randrange(max(0, at - 5), at + 1)] for _ in range(rng.choice([0, 0, 0, 1, 2]))]
    served = rng.sample([codes[at], *others], k=1 + len(others))
    return {
        "村医编号": f"D{at:05d}{which}",
        "出生日期": None if rng.random() < 0.05 else date(*rng.choice(born)),
        "执业资格类型": rng.choice(["乡村医生"] * 12 + ["执业医师", "执业助理医师", "无", None]),
        "证书有效期": rng.choice(
            [date(2020, 5, 31), date(2021, 1, 1), date(2022, 1, 1), date(2025, 1, 1)] * 3 + [date(2020, 5, 30), None]
        ),
        "是否合格": rng.choice([True, True, None, None, None, None, False]),
        "服务行政村代码": served,
        "服务方式": rng.choice(["常驻", "常驻", "巡诊", "派驻", None] + ["常驻"] * 4),
        "是否本地村医": flag(rng, 0.7),
        "户籍区划代码": rng.choice([None, codes[at], "110101001001"]),
        "在岗状态": rng.choice(["在岗", None, None, "在岗", "在岗", "离岗"]),
        "开始日期": rng.choice([None] * 6 + [date(2020, 5, 31), date(2020, 6, 1)]),
        "结束日期": rng.choice([None] * 6 + [date(2020, 5, 31), date(2020, 5, 30)]),
    }
