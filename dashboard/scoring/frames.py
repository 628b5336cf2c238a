"""Verdicts, items and institutions as the contract's data frames."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.scoring import best, county, township
from dashboard.scoring.best import Flagged, Rated
from dashboard.scoring.display import bounds_columns, flag_words, hundredths, json_rows, number_words, scaled, share_words
from dashboard.scoring.inputs import CountyInputs, Inputs, Places, TownshipInputs, Units
from dashboard.scoring.logic import BLANK, HUNDRED
from dashboard.scoring.rules import Rules
from dashboard.scoring.turning import Sensitivity
from dashboard.scoring.village import FLAGS

VERDICT_COLUMNS = (
    "tier", "region_code", "region_name", "institution_code", "total", "low", "high", "status", "flags",
    "reading_sensitive", "readings", "institutions", "institutions_passing",
)  # fmt: skip
ITEM_COLUMNS = (
    "tier", "region_code", "institution_code", "item", "points", "maximum", "state", "low", "high", "clause", "inputs",
)  # fmt: skip
INSTITUTION_COLUMNS = (
    "institution_code", "institution_name", "category", "tier", "region_code", "total", "low", "high", "status", "decides",
    "eligible", "reported", "official_score", "difference",
)  # fmt: skip
COMPUTED = ("按台账计算分子", "按台账计算分母")
"""The count by the records, shown beside what was reported."""
SCORED, MISSING, NOT_APPLICABLE = "scored", "missing", "not_applicable"
_MILLIONTHS_PER_HUNDREDTH = 10**4


def rated_verdicts(tier: str, units: Units, places: Places, rated: Rated, turning: Sensitivity) -> pd.DataFrame:
    """verdicts.csv rows of counties or townships; the bounds are the unit's, the institution is the deciding one."""
    none = rated.decides == BLANK
    codes = np.append(places.code, "")[np.where(none, len(places), rated.decides)]
    return _verdicts(
        tier,
        units,
        turning,
        {
            "institution_code": codes,
            "total": hundredths(rated.low, none | (rated.low < rated.high)),
            "low": hundredths(rated.low, none),
            "high": hundredths(rated.high, none),
            "status": np.array(best.STATUS, dtype=object)[rated.status],
            "flags": np.full(len(units), "", dtype=object),
            "institutions": rated.institutions,
            "institutions_passing": rated.passing,
        },
    )


def village_verdicts(inputs: Inputs, flagged: Flagged, turning: Sensitivity) -> pd.DataFrame:
    """verdicts.csv rows of villages."""
    units = inputs.village.units
    raised = sum(flagged.flags[name].must.astype(np.int64) << bit for bit, name in enumerate(FLAGS))
    words = np.array(
        [";".join(f for bit, f in enumerate(FLAGS) if mask >> bit & 1) for mask in range(1 << len(FLAGS))], dtype=object
    )
    empty = np.full(len(units), "", dtype=object)
    code = np.append(inputs.village.clinics.code, "")[flagged.decides]  # −1 is the appended ""
    return _verdicts(
        "village",
        units,
        turning,
        {
            "institution_code": code,
            "total": empty,
            "low": empty,
            "high": empty,
            "status": np.array(best.VILLAGE_STATUS, dtype=object)[flagged.status],
            "flags": words[raised],
            "institutions": flagged.clinics,
            "institutions_passing": flagged.passing,
        },
    )


def _verdicts(tier: str, units: Units, turning: Sensitivity, found: dict[str, np.ndarray]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "tier": pd.Series(tier, index=range(len(units)), dtype="str"),
            "region_code": pd.Series(units.codes, dtype="str"),
            "region_name": pd.Series(units.names, dtype="str"),
            "reading_sensitive": turning.sensitive[tier].astype(np.int64),
            "readings": pd.Series(turning.readings[tier], dtype="str"),
            **{name: _column(values) for name, values in found.items()},
        }
    )
    return frame[list(VERDICT_COLUMNS)]


def _column(values: np.ndarray) -> pd.Series:
    return pd.Series(values, dtype="str") if values.dtype == object else pd.Series(values)


def county_items(inputs: CountyInputs, rated: Rated, rules: Rules) -> pd.DataFrame:
    """items.csv rows of the eligible hospitals."""
    flags = inputs.flags
    described = {
        "equipment": {name: flag_words(flags[name]) for name in ("是否有CT", "CT能否操作", "是否有彩超", "彩超能否操作")},
        "service": {name: flag_words(flags[name]) for name in county.DEPARTMENTS},
        "policy": {
            **{name: flag_words(flags[name]) for name in ("是否实现一站式结算", "是否开展远程医疗")},
            "帮扶团队人数": number_words(inputs.team),
            "帮扶团队是否不少于5人": flag_words(flags["帮扶团队是否不少于5人"]),
            "帮扶团队应有人数": number_words(county.team_minimum(inputs, rules)),
        },
        "in_county_rate": _per_unit(
            {
                **share_words(county.share(inputs, rules), ("县域内就诊人次", "贫困人口就诊总人次")),
                COMPUTED[0]: number_words(inputs.computed[0]),
                COMPUTED[1]: number_words(inputs.computed[1]),
            },
            inputs.places.unit,
        ),
    }
    return _items("county", inputs.units, inputs.places, rated, rules, described, {})


def township_items(inputs: TownshipInputs, rated: Rated, rules: Rules) -> pd.DataFrame:
    """items.csv rows of the eligible township institutions."""
    numbers, unit = inputs.numbers, inputs.places.unit
    by_records = township.visits_by_records(inputs, rules)
    described = {
        "equipment": {name: flag_words(values) for name, values in inputs.flags.items()},
        "physicians": {
            **{name: number_words(numbers[name]) for name in ("执业医师数", "执业助理医师数", "全科医师数")},
            "常住人口数": number_words(inputs.units.residents[unit]),
        },
        "drugs": {"药品种数": number_words(numbers["药品种数"])},
        "basic_share": _per_unit(
            {
                **share_words(township.share(inputs, rules), ("乡村两级未评级和一级诊疗人次", "诊疗总人次")),
                COMPUTED[0]: number_words(by_records[0]),
                COMPUTED[1]: number_words(by_records[1]),
            },
            unit,
        ),
    }
    for item, indicator, names in (
        ("signing", "M-05", ("三种慢病已签约人数", "三种慢病应签约人数")),
        ("follow_up", "M-06", ("三种慢病已随访人数", "三种慢病应随访人数")),
    ):
        described[item] = share_words(township.coverage(inputs, rules, item), names) | {
            COMPUTED[0]: number_words(inputs.computed[indicator][0][unit]),
            COMPUTED[1]: number_words(inputs.computed[indicator][1][unit]),
        }
    exempt = township.not_applicable(inputs, rules)
    return _items("township", inputs.units, inputs.places, rated, rules, described, exempt)


def _per_unit(fields: dict[str, np.ndarray], unit: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[unit] for name, values in fields.items()}


def _items(
    tier: str,
    units: Units,
    places: Places,
    rated: Rated,
    rules: Rules,
    described: dict[str, dict[str, np.ndarray]],
    not_applicable: dict[str, np.ndarray],
) -> pd.DataFrame:
    shown = np.flatnonzero(rated.eligible)
    parts = []
    for number, (item, points) in enumerate(rated.items.items()):
        state = np.where(points.open, MISSING, SCORED).astype(object)
        if item in not_applicable:
            state[not_applicable[item] & ~points.open] = NOT_APPLICABLE
        key = f"{tier}.{item}"
        frame = pd.DataFrame(
            {
                "tier": tier,
                "region_code": units.codes[places.unit[shown]],
                "institution_code": places.code[shown],
                "item": item,
                "maximum": scaled(HUNDRED * rules[f"{key}.maximum"], 2),
                "state": state[shown],
                **{name: values[shown] for name, values in bounds_columns(points).items()},
                "clause": rules.rule_set.clause(key),
                "inputs": json_rows({name: values[shown] for name, values in described[item].items()}),
            },
            dtype="str",
        )
        parts.append(frame.assign(_row=np.arange(len(shown)) * len(rated.items) + number))
    joined = pd.concat(parts, ignore_index=True).sort_values("_row", ignore_index=True)
    return joined[list(ITEM_COLUMNS)]


def rated_institutions(tier: str, units: Units, places: Places, rated: Rated) -> pd.DataFrame:
    """Every institution shown with its unit, eligible or not, its own total beside the official one."""
    decides = np.zeros(len(places), dtype=bool)
    decides[rated.decides[rated.decides != BLANK]] = True
    official, open_total = places.official, rated.total.open
    gap = rated.total.low - official // _MILLIONTHS_PER_HUNDREDTH
    frame = pd.DataFrame(
        {
            "institution_code": places.code,
            "institution_name": places.name,
            "category": places.category,
            "tier": np.full(len(places), tier, dtype=object),
            "region_code": units.codes[places.unit],
            "total": hundredths(rated.total.low, open_total),
            "low": hundredths(rated.total.low),
            "high": hundredths(rated.total.high),
            "status": np.array(best.STATUS, dtype=object)[rated.alone],
            "official_score": np.array([scaled(value, 6) for value in official.tolist()], dtype=object),
            "difference": hundredths(gap, open_total | (official == BLANK)),
        },
        dtype="str",
    )
    frame = frame.assign(decides=decides, eligible=rated.eligible, reported=places.reported)
    return frame[list(INSTITUTION_COLUMNS)]


def clinic_institutions(inputs: Inputs, flagged: Flagged) -> pd.DataFrame:
    """Every village clinic; its status speaks of its drugs only (④)."""
    clinics = inputs.village.clinics
    decides = np.zeros(len(clinics.code), dtype=bool)
    decides[flagged.decides[flagged.decides != BLANK]] = True
    low = flagged.low_on_drugs
    status = np.select([low.must, low.may], [best.RISK, best.OPEN], best.NO_RISK)
    empty = np.full(len(clinics.code), "", dtype=object)
    frame = pd.DataFrame(
        {
            "institution_code": clinics.code,
            "institution_name": clinics.name,
            "category": clinics.category,
            "tier": np.full(len(clinics.code), "village", dtype=object),
            "region_code": inputs.village.units.codes[clinics.village],
            "status": np.array(best.VILLAGE_STATUS, dtype=object)[status],
            **dict.fromkeys(("total", "low", "high", "official_score", "difference"), empty),
        },
        dtype="str",
    )
    frame = frame.assign(decides=decides, eligible=True, reported=clinics.reported)
    return frame[list(INSTITUTION_COLUMNS)]
