"""A village on one card: its clinics, doctors and flags, who is nearest, and its cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from dashboard.access import personal
from dashboard.blankspots import FLAG_MARKS, lacking, watched, why
from dashboard.publishing import MonthCube
from dashboard.records import MonthRecords
from dashboard.scoring import village as rules_of_villages
from dashboard.scoring.gathering_villages import gather_villages
from dashboard.scoring.inputs import Units, VillageInputs
from dashboard.scoring.logic import BLANK
from dashboard.scoring.rules import Rules
from dashboard.services import blank_spots, ledger
from dashboard.services.base import Context, Unknown
from dashboard.services.geometry import Geometry
from dashboard.services.models import NOT_JUDGED
from dashboard.services.nearby import nearby
from dashboard.services.persons import Looks
from dashboard.services.rulesets import rules_of
from dashboard.services.rulewords import RuleWords
from dashboard.services.scopes import kept, parts
from dashboard.services.village_models import Clinic, Doctor, VillageCard

_NO_SCORES = "本区划的口径方案没有村卫生室监测标准（无适用口径）"
_COMMUNITY = "不是行政村（社区、居委会），不在评定范围"
_COUNTY_DIGITS = 6


def card(context: Context, geometry: Geometry, looks: Looks, preset: str) -> VillageCard:
    """The card of the village that `looks` names. Unknown for a region that is no village."""
    month, code = looks.month, looks.region
    cube = context.cube(month)
    here = context.ref(cube, context.position(cube, code))
    if here.level != "village":
        raise Unknown(f"{here.name}不是村级区划，请进入其下的村。")
    verdict = _row(cube, "verdicts", code, preset)
    facts = _row(cube, "village_facts", code)
    rules = rules_of(context, code, month, preset)
    inputs, names = kept(context, month, ("village", code), lambda: _gathered(context, cube, month, code))
    near = nearby(context, geometry, month, [code], all_cells=True)
    flags = tuple(flag for flag in (verdict["flags"] or "").split(";") if flag) if verdict else ()
    doctors = _doctors(looks, inputs, names, rules) if rules and inputs else ()
    looks.record(len(doctors))
    words = RuleWords.of(context, code, month)
    since = blank_spots.begun(
        context, month, code, preset, [{"region_code": code, "group": verdict["status"]}] if verdict else []
    )
    clinics = _clinics(inputs, rules, verdict["institution_code"] if verdict else "") if rules and inputs else ()
    return VillageCard(
        region=here,
        path=context.path(cube, code),
        month=month,
        status=verdict["status"] if verdict else NOT_JUDGED,
        not_judged="" if verdict else _COMMUNITY if rules else _NO_SCORES,
        reason=_reason(facts, flags, verdict, rules),
        flags=tuple((FLAG_MARKS[flag], words.flag(flag), words.flag_clause(flag)) for flag in flags) if words else (),
        ahead=_ahead(cube, code, facts, rules),
        since=since[code].month if code in since else "",
        since_or_before=code in since and since[code].or_before,
        residents=facts["residents"] if facts else _residents(cube, code),
        service_mode=facts["service_mode"] or "" if facts else "",
        clinics=clinics,
        doctors=doctors,
        masked=looks.masked,
        nearest_doctor=near.doctors.get(code),
        nearest_clinic=near.clinics.get(code),
        cases=ledger.cases_of(context, month, code, {code, *(clinic.code for clinic in clinics)}),
    )


def _row(cube: MonthCube, name: str, code: str, preset: str | None = None) -> dict[str, Any] | None:
    rows = cube.under(name, code, preset).to_pylist() if cube.judged else []
    return rows[0] if rows else None


def _reason(facts: dict[str, Any] | None, flags: tuple[str, ...], verdict: dict[str, Any] | None, rules: Rules | None) -> str:
    if facts is None or verdict is None or rules is None:
        return ""
    return why(flags, facts, rules["village.young.residents_below"]) or (lacking(facts) if verdict["status"] == "缺报" else "")


def _ahead(cube: MonthCube, code: str, facts: dict[str, Any] | None, rules: Rules | None) -> tuple[str, ...]:
    if facts is None or rules is None:
        return ()
    ages = (rules["village.young.age"], rules["village.old.age"])
    rows = cube.under("village_watch", code).to_pylist()
    return tuple(dict.fromkeys(watched(row["reason"], row["due"], row["value"], facts, ages) for row in rows))


def _residents(cube: MonthCube, code: str) -> int | None:
    rows = cube.regions.filter(pc.equal(cube.regions["code"], code))
    return rows["residents"][0].as_py() if len(rows) else None


def _gathered(context: Context, cube: MonthCube, month: str, code: str) -> tuple[VillageInputs | None, dict[str, str]]:
    """The village's clinics and doctors as the engine sees them, and the doctors' names."""
    county = cube.regions.filter(pc.starts_with(cube.regions["code"], code[:_COUNTY_DIGITS])).to_pandas()
    own = county[county["code"] == code]
    units = Units(
        np.array([code], dtype=object),
        own["name"].to_numpy(dtype=object),
        own["residents"].fillna(BLANK).to_numpy(dtype=np.int64),
    )
    for records, _ in parts(context, month, code):
        inputs = gather_villages(records, units, county)
        return inputs, _names(records, set(inputs.doctors.id))
    return None, {}


def _names(records: MonthRecords, ids: set[str]) -> dict[str, str]:
    frame = records.frame("村医", ["村医编号", "姓名"])
    frame = frame[frame["村医编号"].isin(ids)]
    return {row["村医编号"]: "" if pd.isna(row["姓名"]) else row["姓名"] for row in frame.to_dict("records")}


def _doctors(looks: Looks, inputs: VillageInputs, names: dict[str, str], rules: Rules) -> tuple[Doctor, ...]:
    """Qualified ones first."""
    rows = inputs.doctors
    fit = rules_of_villages.qualified(rows, rules)
    age, _ = rules_of_villages.birthdays_passed(rows.birth, rules.as_of)
    found = [
        Doctor(
            name=personal(looks.viewer, looks.region, "姓名", names.get(str(rows.id[n]), "")),
            age=None if age[n] == BLANK else int(age[n]),
            local=None if rows.local[n] == BLANK else bool(rows.local[n]),
            mode=_word(rows.mode_words, rows.mode[n]),
            licence=_word(rows.licence_words, rows.licence[n]),
            certificate_until=None if np.isnat(rows.certificate_until[n]) else rows.certificate_until[n].item(),
            qualified=True if fit.must[n] else None if fit.may[n] else False,
            villages=int(rows.served[n]),
        )
        for n in range(len(rows.id))
        if not rows.left[n]
    ]
    return tuple(sorted(found, key=lambda doctor: (doctor.qualified is not True, doctor.name)))


def _word(words: Any, at: int) -> str:
    return str(words[at]) if 0 <= at < len(words) else ""


def _clinics(inputs: VillageInputs, rules: Rules, decides: str) -> tuple[Clinic, ...]:
    rows = inputs.clinics
    limits = rules_of_villages.drug_limit(rows, rules)
    return tuple(
        Clinic(
            code=str(rows.code[n]),
            name=str(rows.name[n]) or str(rows.code[n]),
            mobile=bool(rows.mobile[n]),
            drugs=None if rows.drugs[n] == BLANK else int(rows.drugs[n]),
            drug_limit=int(limits[n]),
            decides=str(rows.code[n]) == decides,
        )
        for n in range(len(rows.code))
    )
