"""Signing (T14), follow-up (T15) and check-up (T16) of the family doctors, and the counts townships report from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo import cells, effort
from dashboard.demo.cells import NEVER, calendar_date, day
from dashboard.demo.clock import Clock
from dashboard.demo.diseases import Catalogue, Diagnoses
from dashboard.demo.people import People
from dashboard.demo.places import Places
from dashboard.demo.staff import Staff

TERM_DAYS = 365
INTERVAL_DAYS = 92
NOT_SIGNED = ("不同意", "外出", "未联系上", "团队未落实", "其他")
FOLLOW_UP_FROM_DAYS = 100
"""Follow-ups are kept from this many days before the first month: the interval, and some."""


@dataclass(frozen=True, slots=True)
class Signings:
    """Rows ordered by entry day: a household (person −1) or one person (house −1); who has not signed has `signed` NEVER and a
    `reason`."""

    house: np.ndarray
    person: np.ndarray
    signed: np.ndarray
    entered: np.ndarray
    reason: np.ndarray
    ids: pa.Array


@dataclass(frozen=True, slots=True)
class Rounds:
    """Follow-ups and check-ups, each ordered by entry day."""

    person: np.ndarray
    visited: np.ndarray
    entered: np.ndarray
    disease: np.ndarray
    ids: pa.Array
    checked: np.ndarray
    check_day: np.ndarray
    check_entered: np.ndarray


def signings(folk: People, ill: Diagnoses, place: Places, clock: Clock, seed: int) -> Signings:
    """Households sign for a year and renew about its end, late if it falls into the festival season; others sign one by one."""
    rng = cells.stream(seed, "signings")
    chronic_house = np.zeros(len(folk.house_village), bool)
    chronic = np.unique(ill.person[~ill.major])
    chronic_house[folk.house[chronic]] = True
    hard = place.counties["hardship"].to_numpy()[place.villages["county"].to_numpy()[folk.house_village]]
    team_ready = rng.random(len(place.villages))[folk.house_village]  # whole villages sign well or badly
    chance = np.where(chronic_house, 0.985 - 0.13 * hard, 0.70 - 0.18 * hard) - 0.10 * (team_ready < 0.08)
    early = rng.random(len(chance)) < chance
    first = clock.first_day - rng.integers(1, TERM_DAYS, len(chance))
    in_year = ~early & (rng.random(len(chance)) < np.where(chronic_house, 0.62, 0.35))
    first = np.where(early, first, np.where(in_year, rng.integers(clock.first_day, clock.end_day, len(chance)), NEVER))
    signing = np.flatnonzero(first < NEVER)
    rounds = [(signing, first[signing])]
    while len(rounds[-1][0]):
        last_house, last_day = rounds[-1]
        wait = np.where(rng.random(len(last_day)) < 0.72, -rng.integers(0, 25, len(last_day)), rng.integers(1, 50, len(last_day)))
        again = clock.put_off(last_day + TERM_DAYS + wait, rng, 0.35)
        stays = (again < clock.end_day) & (rng.random(len(again)) < 0.99)
        rounds.append((last_house[stays], again[stays]))
    own_house = np.concatenate([r[0] for r in rounds])
    days = np.concatenate([r[1] for r in rounds])
    alone = chronic[(first >= NEVER)[folk.house[chronic]]]
    signs = rng.random(len(alone)) < 0.55
    alone_day = np.where(signs, rng.integers(clock.first_day - 150, clock.end_day, len(alone)), NEVER)
    person = np.concatenate([np.full(len(own_house), -1), alone])
    house = np.concatenate([own_house, folk.house[alone]])
    signed = np.concatenate([days, alone_day])
    asked = rng.integers(clock.first_day - 150, clock.end_day, len(signed))
    entered = np.where(signed < NEVER, signed + rng.integers(0, 8, len(signed)), asked)
    entered = np.maximum(entered, np.where(person >= 0, folk.listed[person], folk.house_listed[house]))
    keep = np.flatnonzero((entered < clock.end_day) & (signed + TERM_DAYS >= clock.first_day - 30))
    keep = keep[np.lexsort((person[keep], entered[keep]))]
    return Signings(
        house=np.where(person >= 0, -1, house)[keep].astype(np.int32),
        person=person[keep].astype(np.int32),
        signed=signed[keep].astype(np.int32),
        entered=entered[keep].astype(np.int32),
        reason=rng.choice(len(NOT_SIGNED), len(keep), p=[0.3, 0.34, 0.2, 0.1, 0.06]),
        ids=cells.serials(f"DEMO-{place.province}-S", len(keep), 7),
    )


def covered(s: Signings, folk: People, as_of: int) -> np.ndarray:
    """Per person the latest signing day valid and known on `as_of`; −1 where none."""
    good = (s.signed <= as_of) & (s.signed + TERM_DAYS > as_of) & (s.entered <= as_of)
    by_house = np.full(len(folk.house_village), -1, np.int64)
    by_person = np.full(len(folk.house), -1, np.int64)
    house, one = good & (s.house >= 0), good & (s.person >= 0)
    np.maximum.at(by_house, s.house[house], s.signed[house])
    np.maximum.at(by_person, s.person[one], s.signed[one])
    return np.maximum(by_person, by_house[folk.house])


def rounds(folk: People, ill: Diagnoses, s: Signings, catalogue: Catalogue, place: Places, clock: Clock, seed: int) -> Rounds:
    """A visit about every eleven weeks to each chronic patient who ever signs, put off or missed; yearly check-ups."""
    rng = cells.stream(seed, "rounds")
    ever = np.zeros(len(folk.house), bool)
    ever[s.person[s.person >= 0]] = True
    signing_house = np.zeros(len(folk.house_village), bool)
    signing_house[s.house[s.house >= 0]] = True
    chronic = ~ill.major | catalogue.both[ill.disease]
    patients, row = np.unique(ill.person[chronic], return_index=True)
    disease = ill.disease[chronic][row]
    seen = ever[patients] | signing_house[folk.house[patients]]
    patients, disease = patients[seen], disease[seen]
    start = clock.first_day - FOLLOW_UP_FROM_DAYS
    hard = place.counties["hardship"].to_numpy()[place.villages["county"].to_numpy()[folk.village[patients]]]
    slack = rng.random(len(patients)) < 0.05 + 0.17 * hard  # patients whom the team reaches too seldom
    pace = np.where(slack, 132, 77)
    count = (clock.end_day - start) // 60 + 2
    gaps = np.maximum(30, rng.normal(pace[:, None], 11, (len(patients), count)))
    gaps[:, 0] *= rng.random(len(patients))
    days = clock.put_off((start + gaps.cumsum(axis=1)).astype(np.int64), rng, 0.45)
    person, kind = np.repeat(patients, count), np.repeat(disease, count)
    visited = days.ravel()
    entered = np.maximum(visited + rng.integers(0, 7, len(visited)), folk.listed[person])
    shares, county = effort.missed_share(place, clock, seed), place.villages["county"].to_numpy()[folk.village[person]]
    missed = effort.missed(shares, county, visited, clock, cells.stream(seed, "missed visits"))
    keep = np.flatnonzero((entered < clock.end_day) & ~missed)
    keep = keep[np.lexsort((person[keep], entered[keep]))]
    checked, check_day = _checkups(folk, clock, rng)
    check_entered = np.maximum(check_day + rng.integers(0, 10, len(check_day)), folk.listed[checked])
    shown = np.flatnonzero(check_entered < clock.end_day)
    shown = shown[np.lexsort((checked[shown], check_entered[shown]))]
    return Rounds(
        person[keep], visited[keep].astype(np.int32), entered[keep].astype(np.int32), kind[keep],
        cells.serials(f"DEMO-{place.province}-V", len(keep), 7),
        checked[shown], check_day[shown].astype(np.int32), check_entered[shown].astype(np.int32),
    )  # fmt: skip


def _checkups(folk: People, clock: Clock, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Person and day: once in every year of the demo, mostly from April to October, nine in ten of the eligible."""
    years = sorted({int(month[:4]) for month in clock.months})
    people, days = [], []
    for year in years:
        start = day(calendar_date(clock.base_day).replace(year=year))
        who = np.flatnonzero(folk.eligible & (rng.random(len(folk.eligible)) < 0.93))
        people.append(who)
        days.append(start + 20 + (345 * rng.beta(2.6, 2.4, len(who))).astype(np.int64))
    return np.concatenate(people), np.concatenate(days)


def signings_table(s: Signings, folk: People, staff: Staff, as_of: int) -> pa.Table:
    """T14 签约 entered by `as_of`; one row in five leaves 有效期止 blank (one year then)."""
    rows = int(np.searchsorted(s.entered, as_of, side="right"))
    k = slice(0, rows)
    signed = s.signed[k]
    yes = signed < NEVER
    house = np.where(s.house[k] >= 0, s.house[k], folk.house[s.person[k]])
    return pa.table(
        {
            "签约编号": s.ids.slice(0, rows),
            "家庭编号": cells.pick(folk.house_ids, s.house[k]),
            "人员编号": cells.pick(folk.person_ids, s.person[k]),
            "团队编号": cells.pick(staff.team_ids, staff.team_of[folk.house_village[house]]),
            "签约日期": cells.dates(signed),
            "有效期止": cells.dates(signed + TERM_DAYS - 1, yes & (house % 5 != 0)),
            "服务包类型": cells.words((house % 6 == 0).astype(np.int8), ("综合健康管理", "个性化"), yes),
            "知情同意": cells.flags(yes),
            "未签约原因": cells.words(s.reason[k], NOT_SIGNED, ~yes),
            "录入日期": cells.dates(s.entered[k]),
        }
    )


def follow_ups_table(r: Rounds, folk: People, catalogue: Catalogue, as_of: int) -> pa.Table:
    """T15 随访 entered by `as_of`."""
    rows = int(np.searchsorted(r.entered, as_of, side="right"))
    k = slice(0, rows)
    n = np.arange(rows)
    return pa.table(
        {
            "随访编号": r.ids.slice(0, rows),
            "人员编号": cells.pick(folk.person_ids, r.person[k]),
            "疾病编码": cells.words(r.disease[k], catalogue.codes),
            "随访日期": cells.dates(r.visited[k]),
            "随访方式": cells.words(np.where(n % 10 < 7, 0, np.where(n % 10 < 9, 1, 2)), ("面对面", "电话", "其他")),
            "收缩压": cells.whole(112 + (r.person[k] * 7 + n) % 58, n % 10 < 7),
            "舒张压": cells.whole(68 + (r.person[k] * 5 + n) % 34, n % 10 < 7),
            "录入日期": cells.dates(r.entered[k]),
        }
    )


def checkups_table(r: Rounds, folk: People, as_of: int) -> pa.Table:
    """T16 健康体检 entered by `as_of`."""
    rows = int(np.searchsorted(r.check_entered, as_of, side="right"))
    k = slice(0, rows)
    year = r.check_day[k].astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    return pa.table(
        {
            "人员编号": cells.pick(folk.person_ids, r.checked[k]),
            "年度": cells.whole(year),
            "体检日期": cells.dates(r.check_day[k]),
            "体检费用": cells.yuan(np.full(rows, 15_000)),
            "录入日期": cells.dates(r.check_entered[k]),
        }
    )


def key_counts(
    s: Signings, r: Rounds, ill: Diagnoses, folk: People, catalogue: Catalogue, place: Places, year: int, as_of: int
) -> dict[str, np.ndarray]:
    """Per township the persons with a key chronic disease who should sign, have signed, are due a follow-up, and had it."""
    key = catalogue.key[ill.disease] & (ill.verified <= as_of) & ~ill.excluded & folk.on_list(year)[ill.person]
    first = np.full(len(folk.house), NEVER, np.int64)
    np.minimum.at(first, ill.person[key], ill.verified[key])
    should = first < NEVER
    signing = covered(s, folk, as_of)
    signed = should & (signing >= 0)
    due = signed & (np.maximum(signing, first) <= as_of - INTERVAL_DAYS)
    done = np.zeros(len(should), bool)
    done[r.person[(r.visited > as_of - INTERVAL_DAYS) & (r.visited <= as_of) & (r.entered <= as_of)]] = True
    town = place.villages["township"].to_numpy()[folk.village]
    count = lambda mask: np.bincount(town[mask], minlength=len(place.townships))  # noqa: E731
    return {
        "三种慢病应签约人数": count(should),
        "三种慢病已签约人数": count(signed),
        "三种慢病应随访人数": count(due),
        "三种慢病已随访人数": count(due & done),
    }
