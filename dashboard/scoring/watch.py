"""The blank-spot work list: the facts behind each village's flags, and what will become a flag soon."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from dashboard import months
from dashboard.scoring import columns, village
from dashboard.scoring.inputs import Inputs, VillageInputs
from dashboard.scoring.logic import BLANK, Ints
from dashboard.scoring.rules import Rules

FACT_COLUMNS = (
    "region_code", "region_name", "residents", "service_mode", "doctors", "doctors_unknown", "doctor_id", "doctor_age",
    "doctor_local", "doctor_mode", "doctor_villages", "clinic_code", "drugs", "drug_limit", "mobile",
)  # fmt: skip
WATCH_COLUMNS = ("region_code", "region_name", "reason", "due", "within_months", "value", "subject")
HORIZONS = (3, 6, 12)
NEAR_RESIDENTS = 50
NEAR_DRUGS = 5
"""How far above a limit is near: 800–850 residents, 61–65 and 51–55 kinds of drugs."""


def village_facts(inputs: Inputs, rules: Rules) -> pd.DataFrame:
    """Per judged village, what its flags rest on. Nullable numbers are blank where not reported.

    Columns FACT_COLUMNS: `doctors` certainly qualified, `doctors_unknown` perhaps; `doctor_*` of the sole one (else blank);
    `clinic_code, drugs, drug_limit, mobile` of the best-stocked clinic.
    """
    own = inputs.village
    n = len(own.units)
    sole, sure, possible = _sole(own, rules)
    doctors = own.doctors
    age, _ = village.birthdays_passed(doctors.birth, rules.as_of)
    clinics = own.clinics
    order = np.lexsort((-clinics.drugs, village.low_on_drugs(clinics, rules).may, clinics.village))
    best = np.full(n, BLANK, dtype=np.int64)
    first = np.unique(clinics.village[order], return_index=True)
    best[first[0]] = order[first[1]]
    known = np.full(n, inputs.village.doctors_known)
    frame = pd.DataFrame(
        {
            "region_code": pd.Series(own.units.codes, dtype="str"),
            "region_name": pd.Series(own.units.names, dtype="str"),
            "residents": _nullable(own.units.residents),
            "service_mode": pd.Series(own.service_mode, dtype="str"),
            "doctors": _nullable(np.where(known, sure, BLANK)),
            "doctors_unknown": _nullable(np.where(known, possible - sure, BLANK)),
            "doctor_id": pd.Series(_taken(doctors.id, sole), dtype="str"),
            "doctor_age": _nullable(_taken_number(age, sole)),
            "doctor_local": pd.array(_taken_number(doctors.local.astype(np.int64), sole), dtype="Int64"),
            "doctor_mode": pd.Series(_taken(np.array(doctors.mode_words or [""], dtype=object)[doctors.mode], sole), dtype="str"),
            "doctor_villages": _nullable(_taken_number(doctors.served, sole)),
            "clinic_code": pd.Series(_taken(clinics.code, best), dtype="str"),
            "drugs": _nullable(_taken_number(clinics.drugs, best)),
            "drug_limit": _nullable(_taken_number(village.drug_limit(clinics, rules), best)),
            "mobile": pd.array(_taken_number(clinics.mobile.astype(np.int64), best) == 1, dtype="boolean"),
        }
    )
    frame["doctor_local"] = frame["doctor_local"].where(frame["doctor_local"] != BLANK).astype("boolean")
    frame.loc[best == BLANK, "mobile"] = pd.NA
    return frame[list(FACT_COLUMNS)]


def village_watch(inputs: Inputs, rules: Rules, horizon_months: int = 12) -> pd.DataFrame:
    """Villages that carry no such flag yet and will, or nearly do: one row per village and reason.

    `reason`: `turns_old` (sole doctor passes the age limit), `certificate` (of a sole doctor) or `term` (of a sole or posted
    doctor) ends, `residents` (sole young doctor, residents just at or above the limit), `drugs` (best clinic just above its
    limit).
    `due` and `within_months` (3, 6 or 12) are blank where nothing is dated; `value` is the doctor's age, the residents or the
    kinds; `subject` the doctor or clinic.
    """
    own, doctors, names = inputs.village, inputs.village.doctors, inputs.village.units
    sole, _, _ = _sole(own, rules)
    at = np.flatnonzero(sole != BLANK)
    who = sole[at]
    age, _ = village.birthdays_passed(doctors.birth[who], rules.as_of)
    turns = _birthday(doctors.birth[who], rules["village.old.age"] + 1)
    expires = doctors.certificate_until[who] + np.timedelta64(1, "D")
    parts = [
        _dated(inputs, rules, horizon_months, at, who, "turns_old", turns, age),
        _dated(inputs, rules, horizon_months, at, who, "certificate", expires, age),
    ]
    fit = village.qualified(doctors, rules).must
    posted = columns.in_words(doctors.mode, doctors.mode_words, rules["village.outsider.modes"])
    ends = np.flatnonzero(fit & (posted | np.isin(np.arange(len(fit)), who)))
    last_day = doctors.ends[ends] + np.timedelta64(1, "D")
    parts.append(_dated(inputs, rules, horizon_months, doctors.village[ends], ends, "term", last_day, _ages(inputs, rules, ends)))
    limit = rules["village.young.residents_below"]
    residents = names.residents[at]
    young = (age >= 0) & (age <= rules["village.young.age"])
    near = young & (residents >= limit) & (residents <= limit + NEAR_RESIDENTS)
    parts.append(_undated(inputs, at[near], "residents", residents[near], doctors.id[who[near]]))
    facts = village_facts(inputs, rules)
    margin = (facts["drugs"] - facts["drug_limit"]).fillna(BLANK).to_numpy(np.int64)
    close = np.flatnonzero((margin > 0) & (margin <= NEAR_DRUGS))
    kinds = facts["drugs"].fillna(BLANK).to_numpy(np.int64)[close]
    parts.append(_undated(inputs, close, "drugs", kinds, facts["clinic_code"].to_numpy(object)[close]))
    joined = pd.concat(parts, ignore_index=True)
    return joined.sort_values(["region_code", "reason", "subject"], ignore_index=True)[list(WATCH_COLUMNS)]


def _sole(own: VillageInputs, rules: Rules) -> tuple[Ints, Ints, Ints]:
    """Pair of the certainly only qualified doctor per village (else BLANK); certain and possible numbers of doctors."""
    n, fit = len(own.units), village.qualified(own.doctors, rules)
    sure = np.bincount(own.doctors.village[fit.must], minlength=n)
    possible = np.bincount(own.doctors.village[fit.may], minlength=n)
    pairs = np.flatnonzero(fit.must & (possible[own.doctors.village] == 1))
    sole = np.full(n, BLANK, dtype=np.int64)
    sole[own.doctors.village[pairs]] = pairs
    return sole, sure, possible


def _birthday(birth: np.ndarray, age: int) -> np.ndarray:
    """The day on which that age is completed; 29 February becomes 1 March in a common year."""
    month = birth.astype("datetime64[M]")
    return (month + np.timedelta64(12 * age, "M")).astype("datetime64[D]") + (birth - month.astype("datetime64[D]"))


def _ages(inputs: Inputs, rules: Rules, pairs: np.ndarray) -> Ints:
    return village.birthdays_passed(inputs.village.doctors.birth[pairs], rules.as_of)[0]


def _dated(
    inputs: Inputs, rules: Rules, horizon: int, villages: np.ndarray, pairs: np.ndarray, reason: str, due: np.ndarray, value: Ints
) -> pd.DataFrame:
    """Rows whose `due` lies after the as-of date and within the horizon."""
    as_of = np.datetime64(rules.as_of, "D")
    steps = sorted(number for number in {*HORIZONS, horizon} if number <= horizon)
    ends = {number: np.datetime64(_later(rules.as_of, number), "D") for number in steps}
    within = np.full(len(due), BLANK, dtype=np.int64)
    for number in sorted(ends, reverse=True):
        within[due <= ends[number]] = number
    chosen = ~np.isnat(due) & (due > as_of) & (within != BLANK)
    subject = inputs.village.doctors.id[pairs[chosen]]
    frame = _undated(inputs, villages[chosen], reason, value[chosen], subject)
    return frame.assign(due=due[chosen].astype("datetime64[s]"), within_months=pd.array(within[chosen], dtype="Int64"))


def _later(day: date, number: int) -> date:
    """The month-end `number` months after a month-end."""
    return months.as_of(months.shift(f"{day.year:04d}-{day.month:02d}", number))


def _undated(inputs: Inputs, villages: np.ndarray, reason: str, value: Ints, subject: np.ndarray) -> pd.DataFrame:
    units = inputs.village.units
    return pd.DataFrame(
        {
            "region_code": pd.Series(units.codes[villages], dtype="str"),
            "region_name": pd.Series(units.names[villages], dtype="str"),
            "reason": pd.Series(reason, index=range(len(villages)), dtype="str"),
            "due": np.full(len(villages), "NaT", dtype="datetime64[s]"),
            "within_months": pd.array([pd.NA] * len(villages), dtype="Int64"),
            "value": _nullable(value),
            "subject": pd.Series(subject, dtype="str"),
        }
    )


def _nullable(values: Ints) -> pd.Series:
    return pd.Series(pd.arrays.IntegerArray(values.astype(np.int64), values == BLANK))


def _taken(values: np.ndarray, at: Ints) -> np.ndarray:
    return np.append(values, "").astype(object)[at]  # −1 is the appended ""


def _taken_number(values: Ints, at: Ints) -> Ints:
    return np.append(values, BLANK)[at]
