"""青卫财务〔2020〕29号 一(二)3(1): the four items of a county hospital."""

from __future__ import annotations

import numpy as np

from dashboard.scoring.inputs import CountyInputs
from dashboard.scoring.logic import BLANK, Bools, Bounds, Tri, after_deductions
from dashboard.scoring.rates import Share, in_county_points
from dashboard.scoring.rules import Rules

ITEMS = ("equipment", "service", "policy", "in_county_rate")
DEPARTMENTS = ("内科", "外科", "妇产科", "儿科", "急诊科")
TCM = "中医院"
_VISITS = {"all": ("县域内就诊人次", "贫困人口就诊总人次"), "inpatient": ("县域内住院人次", "住院总人次")}


def eligible(inputs: CountyInputs, rules: Rules) -> Bools:
    """Public general and TCM hospitals of the county; those of a city or province only where listed (C-1, C-10, C-11)."""
    places = inputs.places
    counted = np.isin(places.category, rules["county.eligible.categories"])
    public = (places.ownership == "") | np.isin(places.ownership, rules["county.eligible.ownership"])
    by_place = places.located & np.isin(places.layer, rules["county.eligible.layers_by_place"])
    by_service = places.listed & np.isin(places.layer, rules["county.eligible.layers_by_service"])
    return counted & public & (by_place | by_service)


def share(inputs: CountyInputs, rules: Rules) -> Share:
    """The in-county share of each county in the base year, by the visits that C-8 counts."""
    blank = np.full(len(inputs.units), BLANK, dtype=np.int64)
    year = inputs.visits.get(rules.base_year, {})
    inside, total = _VISITS[rules["county.in_county_rate.visits"]]
    everything = rules["county.in_county_rate.visits"] == "all"
    percent = year.get("县域内就诊率", blank) if everything else blank
    computed = inputs.computed if everything else (blank, blank)
    return Share.choose([year.get(inside, blank)], year.get(total, blank), percent, computed)


def devices(inputs: CountyInputs) -> dict[str, Tri]:
    """CT and ultrasound: present and operable."""
    return {
        "ct": Tri.of(inputs.flags["是否有CT"]) & Tri.of(inputs.flags["CT能否操作"]),
        "ultrasound": Tri.of(inputs.flags["是否有彩超"]) & Tri.of(inputs.flags["彩超能否操作"]),
    }


def team_minimum(inputs: CountyInputs, rules: Rules) -> np.ndarray:
    """How many a support team must have: fewer in a TCM hospital (C-2)."""
    return np.where(inputs.places.category == TCM, rules["county.policy.team_min_tcm"], rules["county.policy.team_min"])


def policies(inputs: CountyInputs, rules: Rules) -> dict[str, Tri]:
    """One-stop settlement, telemedicine, support team: the number wins over the 是/否 answer, which includes its bracket."""
    counted = inputs.team != BLANK
    answer = Tri.of(inputs.flags["帮扶团队是否不少于5人"])
    enough = counted & (inputs.team >= team_minimum(inputs, rules))
    return {
        "one_stop": Tri.of(inputs.flags["是否实现一站式结算"]),
        "telemedicine": Tri.of(inputs.flags["是否开展远程医疗"]),
        "team": Tri(np.where(counted, enough, answer.must), np.where(counted, enough, answer.may)),
    }


def items(inputs: CountyInputs, rules: Rules) -> dict[str, Bounds]:
    """Points of each item per (hospital, county) pair, in the order of ITEMS."""

    def of(item: str, conditions: list[Tri]) -> Bounds:
        return after_deductions(rules[f"county.{item}.maximum"], rules[f"county.{item}.deduction"], conditions)

    rate = in_county_points(rules, share(inputs, rules))
    unit = inputs.places.unit
    found = {
        "equipment": of("equipment", list(devices(inputs).values())),
        "service": of("service", [Tri.of(inputs.flags[name]) for name in DEPARTMENTS]),
        "policy": of("policy", list(policies(inputs, rules).values())),
        "in_county_rate": Bounds(rate.low[unit], rate.high[unit]),
    }
    return {name: points.at_worst() for name, points in found.items()} if rules.blanks_are_worst else found
