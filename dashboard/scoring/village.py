"""青卫财务〔2020〕29号 一(二)3(3): the flags of a village, Z1 and Z2 for the blank spot itself."""

from __future__ import annotations

from datetime import date

import numpy as np

from dashboard.scoring import columns
from dashboard.scoring.inputs import Clinics, Doctors, VillageInputs
from dashboard.scoring.logic import BLANK, Bools, Ints, Tri
from dashboard.scoring.rules import Rules

FLAGS = ("Z1", "Z2", "1", "2", "3", "4")
BLANK_SPOTS = ("Z1", "Z2")


def qualified(doctors: Doctors, rules: Rules) -> Tri:
    """V-14: licence, certificate, term and post on the as-of date; 是否合格 = 否 disqualifies, 是 overrides nothing."""
    day = np.datetime64(rules.as_of, "D")
    licensed = Tri.certain(
        columns.in_words(doctors.licence, doctors.licence_words, rules["village.doctor.licences"])
    ).unless_blank(columns.in_words(doctors.licence, doctors.licence_words, [""]))
    valid = Tri.certain(doctors.certificate_until >= day).unless_blank(np.isnat(doctors.certificate_until))
    in_term = (np.isnat(doctors.starts) | (doctors.starts <= day)) & (np.isnat(doctors.ends) | (doctors.ends >= day))
    serving = in_term & ~doctors.left & (doctors.declared != 0)
    if rules["village.doctor.counts_in"] == "home":  # V-13 strict
        serving &= doctors.home
    return licensed & valid & Tri.certain(serving)


def birthdays_passed(birth: np.ndarray, as_of: date) -> tuple[Ints, Bools]:
    """Completed years on `as_of` (−1 where the birth date is blank), and whether that day is the birthday itself."""
    blank = np.isnat(birth)
    safe = np.where(blank, np.datetime64(as_of, "D"), birth)
    month = safe.astype("datetime64[M]")
    year = safe.astype("datetime64[Y]").astype(np.int64) + 1970
    in_year = month.astype(np.int64) % 12 * 100 + (safe - month.astype("datetime64[D]")).astype(np.int64) + 1
    today = (as_of.month - 1) * 100 + as_of.day
    return np.where(blank, BLANK, as_of.year - year - (in_year > today)), ~blank & (in_year == today)


def doctor_risks(inputs: VillageInputs, rules: Rules) -> dict[str, Tri]:
    """①–③ of each (doctor, village) pair, as if the doctor were the only one."""
    doctors = inputs.doctors
    age, on_birthday = birthdays_passed(doctors.birth, rules.as_of)
    unborn = age == BLANK
    limit = rules["village.young.age"]
    young = Tri.certain(age <= limit if rules["village.young.age_included"] else age < limit).unless_blank(unborn)
    limit = rules["village.old.age"]
    past = (age > limit) | ((age == limit) & ~on_birthday) if rules["village.old.measure"] == "after_birthday" else age > limit
    old = Tri.certain(past).unless_blank(unborn)
    outsider = ~Tri.of(doctors.local)
    unsaid = columns.in_words(doctors.mode, doctors.mode_words, [""])
    visits = columns.in_words(doctors.mode, doctors.mode_words, rules["village.outsider.modes"])
    visiting = Tri.certain(visits).unless_blank(unsaid)
    served = rules["village.young.residents_of"] == "served"
    residents = doctors.served_residents if served else inputs.units.residents[doctors.village]
    return {
        "1": young & few_residents(residents, rules),
        "2": old,
        "3": outsider | visiting if rules["village.outsider.join"] == "or" else outsider & visiting,
    }


def few_residents(residents: Ints, rules: Rules) -> Tri:
    """Fewer than 800, exactly 800 is not (V-8)."""
    return Tri.certain(residents < rules["village.young.residents_below"]).unless_blank(residents == BLANK)


def low_on_drugs(clinics: Clinics, rules: Rules) -> Tri:
    """④ of each clinic against its own limit (V-9, V-10)."""
    limit = drug_limit(clinics, rules)
    low = clinics.drugs <= limit if rules["village.drugs.included"] else clinics.drugs < limit
    return Tri.certain(low).unless_blank(clinics.drugs == BLANK)


def drug_limit(clinics: Clinics, rules: Rules) -> Ints:
    return np.where(clinics.mobile, rules["village.drugs.mobile"], rules["village.drugs.fixed"])


def _count(of: np.ndarray, chosen: Bools, villages: int) -> Ints:
    return np.bincount(of[chosen], minlength=villages)


def _drug_flag(inputs: VillageInputs, rules: Rules) -> Tri:
    """All clinics low, or any, as V-1 and V-15 have it; no clinic raises no ④."""
    clinics, n = inputs.clinics, len(inputs.units)
    low = low_on_drugs(clinics, rules)
    every = _count(clinics.village, np.ones(len(clinics.village), bool), n)
    certain, possible = _count(clinics.village, low.must, n), _count(clinics.village, low.may, n)
    all_low = Tri((certain == every) & (every > 0), (possible == every) & (every > 0))
    any_low = Tri(certain > 0, possible > 0)
    mobile = _count(clinics.village, clinics.mobile, n)
    mixed = (mobile > 0) & (mobile < every)
    worst = np.full(n, rules["village.drugs.clinics"] == "worst") | (mixed & (rules["village.drugs.mixed_clinics"] == "worst"))
    return Tri(np.where(worst, any_low.must, all_low.must), np.where(worst, any_low.may, all_low.may))


def _doctor_flags(inputs: VillageInputs, rules: Rules, exempt: Bools) -> dict[str, Tri]:
    """Z2 and ①–③: how many doctors are certainly, and can be, qualified decides who may be the only one."""
    doctors, n = inputs.doctors, len(inputs.units)
    asked = Tri.certain(~exempt & bool(rules["village.no_doctor.flagged"]))
    if not inputs.doctors_known:  # nobody knows who serves: everything but ①'s residents is open
        unknown = Tri(np.zeros(n, bool), np.ones(n, bool))
        return {"Z2": unknown & asked, "1": unknown & few_residents(inputs.units.residents, rules), "2": unknown, "3": unknown}
    fit = qualified(doctors, rules)
    sure, possible = _count(doctors.village, fit.must, n), _count(doctors.village, fit.may, n)
    found = {"Z2": Tri(possible == 0, sure == 0) & asked}
    alone = fit.must & (possible[doctors.village] == 1)
    maybe_alone = (fit.must & (sure[doctors.village] == 1)) | (fit.may & (sure[doctors.village] == 0))
    for flag, risk in doctor_risks(inputs, rules).items():
        found[flag] = Tri(
            _count(doctors.village, alone & risk.must, n) > 0, _count(doctors.village, maybe_alone & risk.may, n) > 0
        )
    return found


def flags(inputs: VillageInputs, rules: Rules) -> dict[str, Tri]:
    """Every flag of every judged village. Strict G-6 or V-16 raises what could be true."""
    n = len(inputs.units)
    exempt = np.isin(inputs.service_mode, rules["village.exempt_service_modes"])
    if rules["village.exemptions"] == "ignored":  # V-4 strict
        exempt = np.zeros(n, bool)
    clinics = _count(inputs.clinics.village, np.ones(len(inputs.clinics.village), bool), n)
    none_seen = clinics == 0
    no_clinic = Tri(none_seen & inputs.clinics_known, none_seen)
    found = {"Z1": no_clinic & Tri.certain(~exempt), **_doctor_flags(inputs, rules, exempt), "4": _drug_flag(inputs, rules)}
    if not inputs.clinics_known:  # a clinic that nobody lists may still be low on drugs
        found["4"] = Tri(found["4"].must, found["4"].may | none_seen)
    if rules.blanks_are_worst or rules["village.blank"] == "flagged":
        found = {name: Tri(flag.may, flag.may) for name, flag in found.items()}
    return found
