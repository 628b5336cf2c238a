"""青卫财务〔2020〕29号 一(二)3(2): the items of a township hospital (③ in its two halves)."""

from __future__ import annotations

import numpy as np

from dashboard.scoring.gathering import ANY_LAYER, DEVICES, DISEASES, FOLLOW_UP, SIGNING
from dashboard.scoring.inputs import TownshipInputs
from dashboard.scoring.logic import BLANK, HUNDRED, Bools, Bounds, Ints, Tri, after_deductions, awarded, either
from dashboard.scoring.rates import Share, basic_share_points, coverage_points
from dashboard.scoring.rules import Rules

ITEMS = ("equipment", "physicians", "signing", "follow_up", "drugs", "basic_share")
DEVICE_IDS = dict(zip(("ecg", "xray", "biochemistry"), DEVICES, strict=True))


def eligible(inputs: TownshipInputs, rules: Rules) -> Bools:
    """乡镇卫生院 and 社区卫生服务中心 of any ownership that stand in the township or list it (T-18)."""
    return np.isin(inputs.places.category, rules["township.eligible.categories"])


def share(inputs: TownshipInputs, rules: Rules) -> Share:
    """The base-level share of each township in the base year; by grade alone where the option of T-17 can count it so."""
    blank = np.full(len(inputs.units), BLANK, dtype=np.int64)
    year = inputs.visits.get(rules.base_year, {})
    parts = [year.get(name, blank) for name in ("乡村两级未评级医院诊疗人次", "乡村两级一级医院诊疗人次")]
    total, percent = year.get("诊疗总人次", blank), year.get("基层诊疗占比", blank)
    by_grade = _by_grade(inputs, rules)
    reported = [np.where(by_grade, blank, column) for column in (*parts, total, percent)]
    return Share.choose(reported[:2], reported[2], reported[3], visits_by_records(inputs, rules))


def _by_grade(inputs: TownshipInputs, rules: Rules) -> Bools:
    """Townships whose visits the records gave by grade alone, where T-17's option asks for them."""
    return (rules["township.basic_share.layers"] == "any") & (inputs.computed[ANY_LAYER][1] != BLANK)


def visits_by_records(inputs: TownshipInputs, rules: Rules) -> tuple[Ints, Ints]:
    """M-09 by the records, under the reading of T-17."""
    by_grade, usual = inputs.computed[ANY_LAYER], inputs.computed["M-09"]
    chosen = _by_grade(inputs, rules)
    return np.where(chosen, by_grade[0], usual[0]), np.where(chosen, by_grade[1], usual[1])


def devices(inputs: TownshipInputs) -> dict[str, Tri]:
    """The three devices: present and operable."""
    return {
        name: Tri.of(inputs.flags[f"是否有{device}"]) & Tri.of(inputs.flags[f"{device}能否操作"])
        for name, device in DEVICE_IDS.items()
    }


def large(inputs: TownshipInputs, rules: Rules) -> Tri:
    """More than 10 000 residents, per institution (T-5)."""
    limit = rules["township.physicians.large_above"]
    residents = inputs.units.residents[inputs.places.unit]
    over = residents >= limit if rules["township.physicians.large_includes"] else residents > limit
    return Tri.certain(over).unless_blank(residents == BLANK)


def licensed(inputs: TownshipInputs, rules: Rules) -> tuple[Ints, Ints]:
    """Fewest and most licensed physicians that are possible, capped where more give nothing (T-7)."""
    enough = len(rules["township.physicians.by_number"]) - 1
    counted = [inputs.numbers["执业医师数"]]
    if rules["township.physicians.assistants_count"]:
        counted.append(inputs.numbers["执业助理医师数"])
    least = np.sum([np.where(number == BLANK, 0, number) for number in counted], axis=0)
    most = np.sum([np.where(number == BLANK, enough, number) for number in counted], axis=0)
    return np.minimum(least, enough), np.minimum(most, enough)


def physician_points(rules: Rules, by_number: Ints, gp: Bools) -> Ints:
    """Points of ② in hundredths: the GP's beside the physicians', or deducted from them (T-1, T-2)."""
    points, worth = HUNDRED * by_number, HUNDRED * rules["township.physicians.gp_points"]
    if rules["township.physicians.gp_mode"] == "component":
        return points + worth * gp
    return np.maximum(0, points - worth * ~gp)


def physicians(inputs: TownshipInputs, rules: Rules) -> Bounds:
    """Item ②: by number in a large township, full marks in a small one (T-3, T-4)."""
    scale = np.asarray(rules["township.physicians.by_number"], dtype=np.int64)
    least, most = licensed(inputs, rules)
    gp = _has_gp(inputs)
    is_large = large(inputs, rules)
    exempt = bool(rules["township.physicians.small_town_gp_exempt"])
    full = np.full(len(least), scale[-1])
    in_large = Bounds(physician_points(rules, scale[least], gp.must), physician_points(rules, scale[most], gp.may))
    in_small = Bounds(physician_points(rules, full, gp.must | exempt), physician_points(rules, full, gp.may | exempt))
    return either(is_large.may, in_large, ~is_large.must, in_small)


def _has_gp(inputs: TownshipInputs) -> Tri:
    number = inputs.numbers["全科医师数"]
    return Tri.certain(number > 0).unless_blank(number == BLANK)


def gp_exempt(inputs: TownshipInputs, rules: Rules) -> Bools:
    """A small township without a (certain) GP: the requirement does not apply (T-3)."""
    exempt = bool(rules["township.physicians.small_town_gp_exempt"])
    return exempt & ~large(inputs, rules).may & ~_has_gp(inputs).must


def coverage(inputs: TownshipInputs, rules: Rules, item: str) -> Share:
    """The pooled share of a half of ③, per institution."""
    if item == "signing":
        return inputs.signing
    return inputs.follow_up_strict if rules["township.follow_up.interval"] == "strict" else inputs.follow_up


def single_diseases(inputs: TownshipInputs, item: str) -> list[Share]:
    """The shares of the three diseases where an institution gives both counts and has patients; elsewhere not known."""
    due, done = SIGNING if item == "signing" else FOLLOW_UP
    found = []
    for disease in DISEASES:
        denominator, numerator = inputs.numbers[f"{disease}{due}"], inputs.numbers[f"{disease}{done}"]
        given = (denominator > 0) & (numerator != BLANK)
        numerator, denominator = np.where(given, numerator, BLANK), np.where(given, denominator, BLANK)
        found.append(Share(numerator, denominator, np.zeros_like(numerator), given.astype(np.int8)))
    return found


def _coverage_points(inputs: TownshipInputs, rules: Rules, item: str) -> Bounds:
    points = coverage_points(rules, item, coverage(inputs, rules, item))
    if rules[f"township.{item}.diseases"] == "lowest":  # T-11 strict
        for one in single_diseases(inputs, item):
            given = one.denominator != BLANK
            alone = coverage_points(rules, item, one)
            points = Bounds(
                np.where(given, np.minimum(points.low, alone.low), points.low),
                np.where(given, np.minimum(points.high, alone.high), points.high),
            )
    return points


def items(inputs: TownshipInputs, rules: Rules) -> dict[str, Bounds]:
    """Points of each item per (institution, township) pair, in the order of ITEMS."""
    unit = inputs.places.unit
    kinds = inputs.numbers["药品种数"]
    stocked = Tri.certain(kinds > rules["township.drugs.more_than"]).unless_blank(kinds == BLANK)
    base = basic_share_points(rules, share(inputs, rules))
    equipment = rules["township.equipment.maximum"], rules["township.equipment.deduction"]
    found = {
        "equipment": after_deductions(*equipment, list(devices(inputs).values())),
        "physicians": physicians(inputs, rules),
        "signing": _coverage_points(inputs, rules, "signing"),
        "follow_up": _coverage_points(inputs, rules, "follow_up"),
        "drugs": awarded(rules["township.drugs.maximum"], stocked),
        "basic_share": Bounds(base.low[unit], base.high[unit]),
    }
    return {name: points.at_worst() for name, points in found.items()} if rules.blanks_are_worst else found


def not_applicable(inputs: TownshipInputs, rules: Rules) -> dict[str, Bools]:
    """Items that score without anybody to judge: 无对象 in a half of ③, the GP of a small township."""
    return {
        "physicians": gp_exempt(inputs, rules),
        "signing": coverage(inputs, rules, "signing").empty,
        "follow_up": coverage(inputs, rules, "follow_up").empty,
    }
