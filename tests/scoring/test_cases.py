"""YAML cases per rule, and the test vectors of the rules."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
import yaml

from dashboard import scoring
from tests.reference.scoring import DEPARTMENTS
from tests.scoring import build

CASES = Path(__file__).parents[1] / "policies" / "scoring"
COUNTY, TOWNSHIP, VILLAGE, SECOND = "630121", "630121100", "630121100201", "630121100202"
Tables = dict[str, list[dict[str, Any]]]


@cache
def read(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def hospital(code: str = "H1") -> tuple[dict[str, Any], dict[str, Any]]:
    row: dict[str, Any] = {"机构编码": code, "帮扶团队人数": 5}
    row |= dict.fromkeys(
        ("是否有CT", "CT能否操作", "是否有彩超", "彩超能否操作", *DEPARTMENTS, "是否实现一站式结算", "是否开展远程医疗"), True
    )
    return {"机构编码": code, "机构类别": "综合医院", "机构层级": "县", "举办性质": "公立", "所在区划代码": COUNTY}, row


def county_tables() -> Tables:
    institution, row = hospital()
    visits = {"县代码": COUNTY, "年度": 2019, "县域内就诊人次": 80, "贫困人口就诊总人次": 100}
    return {"医疗卫生机构": [institution], "县级医院监测": [row], "县域就诊汇总": [visits]}


def township_tables() -> Tables:
    devices = [name for d in ("心电图", "X光机", "生化分析仪") for name in (f"是否有{d}", f"{d}能否操作")]
    row = {"机构编码": "T1", **dict.fromkeys(devices, True), "执业医师数": 3, "全科医师数": 1, "药品种数": 60}
    row |= {f"三种慢病{name}人数": number for name, number in (("应签约", 100), ("已签约", 95), ("应随访", 100), ("已随访", 95))}
    visits = {
        "乡代码": TOWNSHIP,
        "年度": 2019,
        "诊疗总人次": 100,
        "乡村两级未评级医院诊疗人次": 30,
        "乡村两级一级医院诊疗人次": 10,
    }
    place = {"机构编码": "T1", "机构类别": "乡镇卫生院", "机构层级": "乡", "所在区划代码": TOWNSHIP}
    return {"医疗卫生机构": [place], "乡镇卫生院监测": [row], "乡镇诊疗汇总": [visits]}


def village_tables() -> Tables:
    place = {"机构编码": "V1", "机构类别": "村卫生室", "机构层级": "村", "所在区划代码": VILLAGE}
    doctor = {
        "村医编号": "D1", "出生日期": date(1975, 1, 1), "执业资格类型": "乡村医生", "证书有效期": date(2025, 1, 1),
        "服务行政村代码": [VILLAGE], "服务方式": "常驻", "是否本地村医": True,
    }  # fmt: skip
    row = {"机构编码": "V1", "行政村代码": VILLAGE, "药品种数": 80}
    return {"医疗卫生机构": [place], "村卫生室监测": [row], "村医": [doctor]}


def stored(table: str, cells: dict[str, Any]) -> dict[str, Any]:
    """YAML cells as the columns' types."""
    types = {name: column.type for name, column in build.TABLES[table].columns.items()}
    return {name: Decimal(value) if types[name] == "decimal" and value is not None else value for name, value in cells.items()}


class Bench:
    """Many cases in one month: each stands in a prefecture of its own, so that one run of the engine judges them all."""

    def __init__(self, tier: str) -> None:
        self.tier = tier
        self.groups: dict[str, tuple[dict[str, Any], Tables, list[tuple[str, int | None]], list[Any]]] = {}
        self.place: dict[str, tuple[str, str]] = {}  # case name -> group, prefix

    def add(self, case: dict[str, Any], tables: Tables, places: list[tuple[str, int | None]]) -> None:
        """A case joins the cases that are judged alike."""
        assert case["name"] not in self.place
        prefix = str(1001 + len(self.place))
        alike = {name: case[name] for name in ("preset", "readings", "values", "without") if name in case}
        key = json.dumps({**alike, "counts": "counts" in case}, ensure_ascii=False)
        _, month, regions, counts = self.groups.setdefault(key, (alike, {name: [] for name in tables}, [("0", None)], []))
        for name, rows in tables.items():
            month[name] += [{column: moved(column, value, prefix) for column, value in row.items()} for row in rows]
        regions += [(moved("", code, prefix), residents) for code, residents in places]
        counts += [(moved("", f"{TOWNSHIP}201", prefix), indicator, n, d) for indicator, n, d in case.get("counts", ())]
        self.place[case["name"]] = key, prefix

    @cache  # noqa: B019 - lives as long as the test module
    def result(self, key: str) -> scoring.Scored:
        """The judged month of a group."""
        alike, tables, places, counts = self.groups[key]
        kept = {name: rows for name, rows in tables.items() if name not in alike.get("without", ())}
        rows = pd.DataFrame(counts, columns=list(build.NO_COUNTS.columns)) if counts else build.NO_COUNTS
        with TemporaryDirectory() as root:
            inputs = build.gathered(Path(root), kept, build.regions(places), rows)
        rules = build.rules(alike.get("preset", "default"), alike.get("readings")).with_values(alike.get("values", {}))
        return scoring.score(inputs, rules)

    def judged(self, name: str) -> tuple[Any, pd.DataFrame]:
        """The verdict of the case's unit, its institution code as the case knows it, and the items of that institution."""
        key, prefix = self.place[name]
        result = self.result(key)
        verdicts = result.verdicts
        row = verdicts[(verdicts["tier"] == self.tier) & verdicts["region_code"].str.startswith(prefix)].iloc[0].copy()
        items = result.items[(result.items["tier"] == self.tier) & (result.items["institution_code"] == row["institution_code"])]
        row["institution_code"] = row["institution_code"].partition("-")[0]
        return row, items.set_index("item")


def moved(column: str, value: Any, prefix: str) -> Any:
    """A cell of a case in the prefecture `prefix`."""
    if isinstance(value, list):
        return [moved(column, one, prefix) for one in value]
    if column in ("机构编码", "村医编号"):
        return f"{value}-{prefix}"
    return prefix + value[4:] if isinstance(value, str) and value.startswith("6301") else value


def check(expect: dict[str, Any], row: pd.Series, items: pd.DataFrame) -> None:
    for name, value in expect.items():
        if name == "states":
            assert {item: items.loc[item, "state"] for item in value} == value
        elif name == "maximum":
            assert items.loc["physicians", "maximum"] == value
        elif name in items.index:
            assert items.loc[name, "points"] == value, name
        elif name == "flags":
            assert row["flags"] == ";".join(value)
        else:
            assert row[name] == value, name


def county_bench() -> Bench:
    bench = Bench("county")
    for case in read("county"):
        tables = county_tables()
        for table, cells in case.get("given", {}).items():
            tables[table][0] |= stored(table, cells)
        for other in case.get("institutions", ()):
            institution, row = hospital(other["机构编码"])
            tables["医疗卫生机构"].append(institution)
            if other["row"] is not None:
                tables["县级医院监测"].append(row | other["row"])
        bench.add(case, tables, [(COUNTY, None)])
    for vector, preset in vectors("county"):
        tables = county_tables()
        row = tables["县级医院监测"][0]
        row |= {"是否有CT": vector["ct"], "是否有彩超": vector["ultrasound"], "帮扶团队人数": vector["team"]}
        row |= {"是否实现一站式结算": vector["one_stop"], "是否开展远程医疗": vector["telemedicine"]}
        row |= dict.fromkeys(DEPARTMENTS[vector["departments"] :], False)
        if vector["tcm"]:
            tables["医疗卫生机构"][0]["机构类别"] = "中医院"
        tables["县域就诊汇总"] = [{"县代码": COUNTY, "年度": 2019, "县域内就诊率": Decimal(vector["percent"])}]
        bench.add(limited(vector, preset), tables, [(COUNTY, None)])
    return bench


def township_bench() -> Bench:
    bench = Bench("township")
    for case in read("township"):
        tables, given = township_tables(), dict(case.get("given", {}))
        residents = given.pop("行政区划", {}).get("常住人口数", 20000)
        for table, cells in given.items():
            tables[table][0] |= stored(table, cells)
        bench.add(case, tables, [(TOWNSHIP, residents)])
    for vector, preset in vectors("township"):
        tables = township_tables()
        row = tables["乡镇卫生院监测"][0]
        for number, device in enumerate(("心电图", "X光机", "生化分析仪")):
            row[f"{device}能否操作"] = number < vector["devices"]
        row |= {"执业医师数": vector["licensed"], "执业助理医师数": vector["assistants"], "全科医师数": int(vector["gp"])}
        row["药品种数"] = vector["drugs"]
        row["三种慢病已签约人数"], row["三种慢病应签约人数"] = int(Decimal(vector["signing"]) * 100), 10000
        row["三种慢病已随访人数"], row["三种慢病应随访人数"] = int(Decimal(vector["follow_up"]) * 100), 10000
        tables["乡镇诊疗汇总"] = [{"乡代码": TOWNSHIP, "年度": 2019, "基层诊疗占比": Decimal(vector["percent"])}]
        bench.add(limited(vector, preset), tables, [(TOWNSHIP, vector["residents"])])
    return bench


def village_bench() -> Bench:
    bench = Bench("village")
    for case in read("village"):
        tables = village_tables()
        if case.get("doctor") == "none":
            tables["村医"] = []
        else:
            tables["村医"][0] |= case.get("doctor", {})
        if case.get("clinic") == "none":
            tables["医疗卫生机构"], tables["村卫生室监测"] = [], []
        else:
            tables["村卫生室监测"][0] |= case.get("clinic", {})
            tables["医疗卫生机构"][0]["机构类别"] = case.get("category", "村卫生室")
        for number, clinic in enumerate(case.get("clinics", ()), 2):
            tables["医疗卫生机构"].append({**tables["医疗卫生机构"][0], "机构编码": f"V{number}"})
            tables["村卫生室监测"].append({"机构编码": f"V{number}", "行政村代码": VILLAGE, **clinic})
        if "mode" in case:
            tables["村卫生室监测"].append({"行政村代码": VILLAGE, "村医疗服务方式": case["mode"]})
        bench.add(case, tables, [(VILLAGE, case.get("village", {}).get("常住人口数", 900)), (SECOND, 400)])
    for vector, preset in vectors("village"):
        tables = village_tables()
        doctor, place = tables["村医"][0], tables["医疗卫生机构"][0]
        tables["村医"] = [
            {
                **doctor,
                "村医编号": f"D{at}",
                "出生日期": date(2020 - d["age"], 1, 15),
                "是否本地村医": d["local"],
                "服务方式": d["mode"],
            }
            for at, d in enumerate(vector["doctors"])
        ]
        tables["医疗卫生机构"] = [{**place, "机构编码": f"V{at}"} for at, _ in enumerate(vector["clinics"])]
        tables["村卫生室监测"] = [
            {"机构编码": f"V{at}", "行政村代码": VILLAGE, "药品种数": c["drugs"], "是否流动村卫生室": c["mobile"]}
            for at, c in enumerate(vector["clinics"])
        ]
        bench.add(limited(vector, preset), tables, [(VILLAGE, vector["residents"])])
    whole = village_tables()
    whole["村医"][0]["出生日期"] = date(1955, 1, 15)
    bench.add({"name": "VV5 whole strict", "preset": "strict"}, whole, [(VILLAGE, 900)])
    return bench


def vectors(tier: str) -> list[tuple[dict[str, Any], str]]:
    return [(vector, preset) for vector in read("vectors")[tier] for preset in scoring.PRESETS]


def limited(vector: dict[str, Any], preset: str) -> dict[str, Any]:
    """The preset of the vectors: only the readings they were computed with, set one by one."""
    own = build.rules().rule_set.readings
    readings = {r: preset for r in read("vectors")["readings"] if preset in own[r].settings}
    return {"name": f"{vector['id']} {preset}", "readings": readings}


BENCHES = {"county": county_bench(), "township": township_bench(), "village": village_bench()}


@pytest.mark.parametrize("tier", BENCHES)
def test_every_rule_has_its_case(tier: str) -> None:
    rules = {case["rule"] for case in read(tier) if "rule" in case}
    with_alternatives = {r.id for r in build.rules().rule_set.of_tier(tier)}
    assert with_alternatives <= rules


@pytest.mark.parametrize(("tier", "case"), [pytest.param(t, c, id=f"{t}: {c['name']}") for t in BENCHES for c in read(t)])
def test_case(tier: str, case: dict[str, Any]) -> None:
    check(case["expect"], *BENCHES[tier].judged(case["name"]))


@pytest.mark.parametrize("preset", scoring.PRESETS)
@pytest.mark.parametrize("vector", read("vectors")["county"], ids=lambda v: v["id"])
def test_county_vectors(vector: dict[str, Any], preset: str) -> None:
    verdict, items = BENCHES["county"].judged(f"{vector['id']} {preset}")
    points = [items.loc[name, "points"] for name in ("equipment", "service", "policy", "in_county_rate")]
    assert f"{'+'.join(points)} = {verdict['total']} {verdict['status']}" == vector["expect"][preset]


@pytest.mark.parametrize("preset", scoring.PRESETS)
@pytest.mark.parametrize("vector", read("vectors")["township"], ids=lambda v: v["id"])
def test_township_vectors(vector: dict[str, Any], preset: str) -> None:
    verdict, items = BENCHES["township"].judged(f"{vector['id']} {preset}")
    points = {name: items.loc[name, "points"] for name in items.index}
    third = str(int(points["signing"]) + int(points["follow_up"]))
    shown = [points["equipment"], points["physicians"], third, points["drugs"], points["basic_share"]]
    assert f"{'+'.join(shown)} = {verdict['total']} {verdict['status']}" == vector["expect"][preset]


@pytest.mark.parametrize("preset", scoring.PRESETS)
@pytest.mark.parametrize("vector", read("vectors")["village"], ids=lambda v: v["id"])
def test_village_vectors(vector: dict[str, Any], preset: str) -> None:
    verdict, _ = BENCHES["village"].judged(f"{vector['id']} {preset}")
    assert verdict["flags"] == ";".join(vector["expect"][preset])


def test_an_older_doctor_is_flagged_by_the_whole_strict_preset() -> None:
    """VV5 under strict V-7: 65 and past the birthday."""
    assert BENCHES["village"].judged("VV5 whole strict")[0]["flags"] == "2"
