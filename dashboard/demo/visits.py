"""Stays and outpatient visits with their costs (T11), from the base year to the last month; every payer to the fen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo import cells
from dashboard.demo.care import Care
from dashboard.demo.cells import NEVER
from dashboard.demo.clock import Clock
from dashboard.demo.diseases import Catalogue, Diagnoses
from dashboard.demo.institutions import CLINIC, COMMUNITY, GENERAL, GRADES, MOBILE, TOWNSHIP, Institutions
from dashboard.demo.monitoring import Monitoring
from dashboard.demo.people import People
from dashboard.demo.places import Places

TYPES = ("门诊", "住院", "慢病门诊")
OUTPATIENT, STAY, CHRONIC = range(3)

CHRONIC_VISITS, COMMON_VISITS = 0.55, 0.11
"""Visits a year: per chronic diagnosis, and per person for everything else."""

PAYERS = ("基本医保报销", "大病保险报销", "医疗救助", "商业健康保险", "其他补充保险", "医院兜底", "慈善救助")
DEDUCTIBLE_FEN = 300_000
FILING_DAYS = 15
STANDARD_PERCENT = 190
"""病种收费标准 of a major disease in percent of its typical cost: about one stay in thirteen is above it."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Parallel arrays ordered by the day the system knows the visit (`known`); costs in fen."""

    person: np.ndarray
    disease: np.ndarray
    kind: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    filed: np.ndarray
    known: np.ndarray
    institution: np.ndarray
    inside: np.ndarray
    heavy: np.ndarray
    total: np.ndarray
    outside_catalogue: np.ndarray
    payers: np.ndarray
    own: np.ndarray
    fund: np.ndarray
    """健康扶贫专项基金, where a county has one."""
    ids: pa.Array


def visits(
    ill: Diagnoses,
    c: Care,
    folk: People,
    catalogue: Catalogue,
    place: Places,
    every: Institutions,
    m: Monitoring,
    clock: Clock,
    seed: int,
) -> Visits:
    rng = cells.stream(seed, "visits")
    person, disease, kind, begins, heavy = _events(ill, c, folk, catalogue, clock, rng)
    n = len(person)
    ends = begins + np.where(kind == STAY, rng.integers(3, 15, n), 0)
    county = place.villages["county"].to_numpy()[folk.village[person]]
    late = np.where(m.late[county], 13.0, 5.0 + 3.0 * place.counties["hardship"].to_numpy()[county])
    filed = ends + np.minimum(rng.exponential(late), 120).astype(np.int32) + 1
    known = filed.copy()
    unfiled = rng.random(n) < 0.015  # collected automatically, never filed by hand
    known, filed = np.where(unfiled, ends + 3, known), np.where(unfiled, NEVER, filed)
    known = np.maximum(known, folk.listed[person])
    institution, inside = _where(person, kind, folk, place, every, m, rng)
    keep = np.flatnonzero((begins >= clock.base_day) & (known < clock.end_day) & (begins >= folk.birth[person]))
    keep = keep[np.lexsort((person[keep], known[keep]))]
    total, off, payers, own = _costs(kind[keep], disease[keep], catalogue, rng)
    return Visits(
        person[keep], disease[keep], kind[keep], begins[keep], ends[keep], filed[keep], known[keep], institution[keep],
        inside[keep], heavy[keep], total, off, payers, own, np.zeros(len(keep), np.int64),
        cells.serials(f"DEMO-{place.province}-F", len(keep), 7),
    )  # fmt: skip


def _events(
    ill: Diagnoses, c: Care, folk: People, catalogue: Catalogue, clock: Clock, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Who went when for what: the treatment of each major case and later stays, chronic outpatient visits, all else."""
    years = (clock.end_day - clock.base_day) / 365
    treated = np.flatnonzero(c.treated < NEVER)
    first = c.case[treated]
    again = np.repeat(treated, rng.poisson(0.8, len(treated)))
    later = c.treated[again] + rng.integers(40, 400, len(again))
    stay_person = np.concatenate([ill.person[first], ill.person[c.case[again]]])
    stay_disease = np.concatenate([ill.disease[first], ill.disease[c.case[again]]])
    stay_day = np.concatenate([c.treated[treated], later])
    chronic = np.flatnonzero(~ill.major)
    chronic = np.repeat(chronic, rng.poisson(CHRONIC_VISITS * years, len(chronic)))
    chronic_day = clock.base_day + rng.integers(0, clock.end_day - clock.base_day, len(chronic))
    met = chronic_day >= ill.found[chronic]
    common = np.repeat(np.arange(len(folk.birth)), rng.poisson(COMMON_VISITS * years, len(folk.birth)))
    common_day = clock.base_day + rng.integers(0, clock.end_day - clock.base_day, len(common))
    common_kind = np.where(rng.random(len(common)) < 0.16, STAY, OUTPATIENT)
    common_disease = len(catalogue.rows) + rng.integers(0, len(catalogue.common), len(common))
    kind = [np.full(len(stay_person), STAY), np.where(rng.random(met.sum()) < 0.85, CHRONIC, STAY), common_kind]
    heavy = [ill.heavy[np.concatenate([first, c.case[again]])], np.zeros(met.sum() + len(common), bool)]
    person = np.concatenate([stay_person, ill.person[chronic[met]], common])
    disease = np.concatenate([stay_disease, ill.disease[chronic[met]], common_disease])
    days = np.concatenate([stay_day, clock.put_off(chronic_day[met], rng, 0.3), clock.put_off(common_day, rng, 0.4)])
    return (
        person.astype(np.int32),
        disease.astype(np.int32),
        np.concatenate(kind).astype(np.int8),
        days.astype(np.int32),
        np.concatenate(heavy),
    )


def _where(
    person: np.ndarray,
    kind: np.ndarray,
    folk: People,
    place: Places,
    every: Institutions,
    m: Monitoring,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """The institution of each visit and whether it lies in the county: shares of the township and county, stays go further up."""
    village = folk.village[person]
    county, town = (place.villages[level].to_numpy()[village] for level in ("county", "township"))
    stay = kind == STAY
    basic = np.where(stay, 0.45 * m.basic[town], np.minimum(1.12 * m.basic[town], 0.95))
    inside = np.where(stay, m.in_county[county] - 0.07, np.minimum(m.in_county[county] + 0.02, 0.99))
    draw = rng.random(len(person))
    clinic = every.first_of("village", len(place.villages), CLINIC, MOBILE)[village]
    hospital = every.first_of("township", len(place.townships), TOWNSHIP, COMMUNITY)[town]
    local = every.first_of("county", len(place.counties), GENERAL)[county]
    seat = place.counties.groupby("prefecture").head(1).index.to_numpy()
    away = every.first_of("county", len(place.counties), GENERAL)[seat[place.counties["prefecture"].to_numpy()[county]]]
    province = every.rows(GENERAL)[0]
    away = np.where((rng.random(len(person)) < 0.5) | (away < 0) | (away == local), province, away)
    chosen = np.where((draw < basic * 0.5) & ~stay & (clinic >= 0), clinic, np.where(hospital >= 0, hospital, local))
    chosen = np.where(draw < basic, chosen, np.where(draw < inside, local, away))
    chosen = np.where(chosen < 0, province, chosen)
    return chosen, every.table["county"].to_numpy()[chosen] == county


def _costs(
    kind: np.ndarray, disease: np.ndarray, catalogue: Catalogue, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Total, part outside the catalogue, payers (rows × PAYERS) and self-pay = total − Σ payers, all whole fen."""
    n = len(kind)
    typical = np.where(kind == STAY, catalogue.stay_yuan()[disease], np.where(kind == CHRONIC, 170, 75))
    total = (typical * rng.lognormal(0, 0.45, n) * 100).astype(np.int64) + 500
    off = (total * rng.uniform(0.02, 0.11, n)).astype(np.int64)
    covered = total - off
    stay = kind == STAY
    basic = (covered * np.where(stay, rng.uniform(0.62, 0.80, n), rng.uniform(0.40, 0.70, n))).astype(np.int64)
    rest = covered - basic
    major = np.where(stay, (np.maximum(rest - DEDUCTIBLE_FEN, 0) * 0.6).astype(np.int64), 0)
    rest = rest - major
    aid = np.where(stay & (rng.random(n) < 0.85), (rest * rng.uniform(0.45, 0.75, n)).astype(np.int64), 0)
    rest = rest - aid
    commercial = np.where(stay & (rng.random(n) < 0.10), (rest * 0.3).astype(np.int64), 0)
    supplement = np.where(stay & (rng.random(n) < 0.15), (rest * 0.2).astype(np.int64), 0)
    rest = rest - commercial - supplement
    capped = stay & (rng.random(n) < 0.5)  # the hospital bears what exceeds a tenth
    bottom = np.where(capped, np.clip(rest + off - total // 10, 0, rest), 0)
    rest = rest - bottom
    charity = np.where(stay & (rng.random(n) < 0.02), rest // 2, 0)
    payers = np.column_stack([basic, major, aid, commercial, supplement, bottom, charity])
    return total, off, payers, total - payers.sum(axis=1)


def visits_table(v: Visits, folk: People, every: Institutions, catalogue: Catalogue, as_of: int) -> pa.Table:
    """T11 诊疗费用 known on `as_of`."""
    rows = int(np.searchsorted(v.known, as_of, side="right"))
    k = slice(0, rows)
    at = v.institution[k]
    stay = v.kind[k] == STAY
    filed = v.filed[k]
    columns = {
        "就诊编号": v.ids.slice(0, rows),
        "人员编号": cells.pick(folk.person_ids, v.person[k]),
        "疾病编码": cells.words(v.disease[k], catalogue.codes),
        "就诊类型": cells.words(v.kind[k], TYPES),
        "就诊机构编码": cells.pick(every.ids, at),
        "机构等级": cells.words(every.table["grade"].to_numpy()[at], GRADES),
        "是否县域内": cells.flags(v.inside[k]),
        "入院日期": cells.dates(v.begins[k], stay),
        "出院日期": cells.dates(v.ends[k], stay),
        "就诊日期": cells.dates(v.begins[k], ~stay),
        "填报日期": cells.dates(filed, filed <= as_of),
        "采集方式": cells.words((filed >= NEVER).astype(np.int8), ("人工", "自动")),
        "医疗总费用": cells.yuan(v.total[k]),
        "合规费用": cells.yuan(v.total[k] - v.outside_catalogue[k]),
        "目录外自费": cells.yuan(v.outside_catalogue[k]),
    }
    for n, payer in enumerate(PAYERS):
        columns[payer] = cells.yuan(v.payers[k, n])
    if v.fund.any():
        columns["健康扶贫专项基金"] = cells.yuan(v.fund[k])
    columns |= {
        "个人自付": cells.yuan(v.own[k]),
        "是否一站式结算": cells.flags(np.arange(rows) % 8 != 0, stay),
        "病种收费标准": cells.yuan(
            catalogue.stay_yuan()[v.disease[k]] * STANDARD_PERCENT, stay & (v.disease[k] < catalogue.majors)
        ),
        "住院押金": cells.yuan(np.where(np.arange(rows) % 23 == 0, 50_000, 0), stay),
        "重病兜底标识": cells.flags(v.heavy[k]),
    }
    return pa.table(columns)
