"""Village clinics month by month (T05), village doctors (T06), township physicians (T06b) and signing teams (T13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard.demo import cells
from dashboard.demo.cells import NEVER
from dashboard.demo.clock import Clock
from dashboard.demo.institutions import CLINIC, COMMUNITY, GENERAL, MOBILE, TOWNSHIP, Institutions
from dashboard.demo.monitoring import Monitoring, reports
from dashboard.demo.places import Places

YEAR = 365.25
DOCTORLESS = 0.14
"""Share of villages without a qualified doctor where hardship is 1 (falls with its square)."""

QUALIFICATIONS = ("乡村医生", "执业助理医师", "执业医师", "无")
MODES = ("常驻", "巡诊", "派驻")
VILLAGES_PER_TEAM = 4


@dataclass(frozen=True, slots=True)
class Staff:
    """Clinic arrays (by `clinic`, institution rows), doctor arrays, and teams (`team_of` per village)."""

    clinic: np.ndarray
    drugs: np.ndarray
    restocked: np.ndarray
    more: np.ndarray
    doctor_village: np.ndarray
    doctor_second: np.ndarray
    birth: np.ndarray
    qualification: np.ndarray
    expires: np.ndarray
    renewed: np.ndarray
    mode: np.ndarray
    local: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    doctor_ids: pa.Array
    team_of: np.ndarray
    team_home: np.ndarray
    team_ids: pa.Array


def staff(place: Places, every: Institutions, clock: Clock, seed: int) -> Staff:
    rng = cells.stream(seed, "staff")
    hard = place.counties["hardship"].to_numpy()[place.villages["county"]]
    clinic = every.rows(CLINIC, MOBILE)
    clinic_hard = hard[every.table["village"].to_numpy()[clinic]]
    drugs = np.where(
        rng.random(len(clinic)) < 0.04 + 0.12 * clinic_hard, rng.integers(28, 61, len(clinic)), rng.integers(61, 140, len(clinic))
    )
    low = drugs <= 60
    restocked = np.where(low & (rng.random(len(clinic)) < 0.6), rng.integers(clock.first_day, clock.end_day, len(clinic)), NEVER)
    village, begins = _posts(place, hard, clock, rng)
    n = len(village)
    age = np.clip(rng.normal(46, 11.5, n), 21, 74)
    outside = rng.random(n) < 0.06 + 0.16 * hard[village]
    expires = rng.integers(clock.first_day + 30, clock.end_day + 1800, n)
    second = np.where(rng.random(n) < 0.015, village + 1, -1)
    second = np.where(
        (second < len(hard))
        & (
            place.villages["township"].to_numpy()[np.minimum(second, len(hard) - 1)]
            == place.villages["township"].to_numpy()[village]
        ),
        second,
        -1,
    )
    team_of, team_home = _teams(place, every)
    return Staff(
        clinic=clinic,
        drugs=drugs,
        restocked=restocked.astype(np.int32),
        more=rng.integers(8, 50, len(clinic)),
        doctor_village=village,
        doctor_second=second,
        birth=(clock.first_day - age * YEAR).astype(np.int32),
        qualification=rng.choice(4, n, p=[0.78, 0.14, 0.07, 0.01]),
        expires=expires.astype(np.int32),
        renewed=np.where(rng.random(n) < 0.97, expires + rng.integers(-90, 12, n), NEVER).astype(np.int32),
        mode=np.where(outside, rng.choice(3, n, p=[0.25, 0.45, 0.30]), rng.choice(3, n, p=[0.96, 0.03, 0.01])),
        local=~outside,
        begins=begins,
        ends=np.where(rng.random(n) < 0.015, rng.integers(clock.first_day, clock.end_day, n), NEVER).astype(np.int32),
        doctor_ids=cells.serials(f"DEMO-{place.province}-Y", n, 5),
        team_of=team_of,
        team_home=team_home,
        team_ids=cells.serials(f"DEMO-{place.province}-T", len(team_home), 5),
    )


def _posts(place: Places, hard: np.ndarray, clock: Clock, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The village and first day of every doctor; villages without one get theirs in the course of the months, mostly."""
    rows = np.flatnonzero(place.villages["administrative"])
    count = rng.choice([1, 2, 3], len(rows), p=[0.58, 0.33, 0.09])
    lacking = rng.random(len(rows)) < 0.002 + DOCTORLESS * hard[rows] ** 2.5
    count = np.where(lacking, 1, count)
    arrives = np.where(lacking, clock.first_day + rng.integers(10, 460, len(rows)), clock.base_day - 900)
    village, begins = np.repeat(rows, count), np.repeat(arrives, count)
    return village.astype(np.int32), begins.astype(np.int32)


def _teams(place: Places, every: Institutions) -> tuple[np.ndarray, np.ndarray]:
    """Signing team of every village, and the institution each team belongs to: the township's, else the county's hospital."""
    towns = place.villages["township"].to_numpy()
    nth = place.villages.groupby("township").cumcount().to_numpy() // VILLAGES_PER_TEAM
    _, first, team_of = np.unique(towns.astype(np.int64) * 1000 + nth, return_index=True, return_inverse=True)
    own = every.first_of("township", len(place.townships), TOWNSHIP, COMMUNITY)[towns[first]]
    county = every.first_of("county", len(place.counties), GENERAL)[place.villages["county"].to_numpy()[first]]
    fallback = np.where(county >= 0, county, every.rows(TOWNSHIP, COMMUNITY)[0])
    return team_of, np.where(own >= 0, own, fallback)


def clinics_table(s: Staff, m: Monitoring, every: Institutions, place: Places, clock: Clock, month: str) -> pa.Table:
    """T05 村卫生室监测 of `month`: the clinics that stand, and one row without an institution per village that has none."""
    as_of = clock.as_of(month)
    t = every.table
    opened = t["opened"].to_numpy()[s.clinic]
    clinic_village = t["village"].to_numpy()[s.clinic]
    county_of = place.villages["county"].to_numpy()
    n = clock.months.index(month)
    heard = reports(m, county_of[clinic_village], clock, month) & ((s.clinic + n) % 211 != 0)
    at = np.flatnonzero((opened <= as_of) & heard)
    has = np.zeros(len(place.villages), bool)
    has[clinic_village[opened <= as_of]] = True
    bare = np.flatnonzero(place.villages["administrative"].to_numpy() & ~has & reports(m, county_of, clock, month))
    mobile = t["kind"].to_numpy()[s.clinic[at]] == MOBILE
    drugs = s.drugs[at] + np.where(s.restocked[at] <= as_of, s.more[at], 0)
    doctors = _qualified(s, as_of, len(has))
    village = np.concatenate([clinic_village[at], bare])
    real = np.arange(len(village)) < len(at)
    pad = np.zeros(len(bare), np.int64)
    return pa.table(
        {
            "机构编码": cells.pick(every.ids, np.concatenate([s.clinic[at], pad - 1])),
            "监测期": cells.const(month, len(village)),
            "行政村代码": cells.pick(place.village_codes(), village),
            "是否流动村卫生室": cells.flags(np.concatenate([mobile, pad > 0]), real),
            "村医疗服务方式": cells.words(np.concatenate([np.where(mobile, 1, 0), pad + 2]), ("独立设置", "流动村卫生室", "无")),
            "药品种数": cells.whole(np.concatenate([drugs, pad]), real & (np.arange(len(village)) % 307 != 0)),
            "合格村医数": cells.whole(doctors[village]),
            "填报日期": cells.dates(as_of - 1 - village % 9),
            "核实状态": cells.words((village % 8 != 0).astype(np.int8), ("未核实", "已核实")),
        }
    )


def _expires(s: Staff, as_of: int) -> np.ndarray:
    """Day until which each certificate is valid, as known on `as_of`: five more years once it is renewed."""
    return np.where(s.renewed <= as_of, s.expires + 1826, s.expires)


def _qualified(s: Staff, as_of: int, villages: int) -> np.ndarray:
    """Qualified doctors at work per village, those who serve a second village counted in both."""
    good = (s.begins <= as_of) & (s.ends > as_of) & (s.qualification < 3) & (_expires(s, as_of) >= as_of)
    second = s.doctor_second[good]
    return np.bincount(s.doctor_village[good], minlength=villages) + np.bincount(second[second >= 0], minlength=villages)


def doctors_table(s: Staff, place: Places, as_of: int) -> pa.Table:
    """T06 村医 known on `as_of`."""
    rows = np.flatnonzero(s.begins <= as_of)
    codes = place.villages["code"].to_numpy()
    home, second = s.doctor_village[rows], s.doctor_second[rows]
    serves = [codes[a] if b < 0 else f"{codes[a]};{codes[b]}" for a, b in zip(home, second, strict=True)]
    expires = _expires(s, as_of)[rows]
    gone = s.ends[rows] <= as_of
    return pa.table(
        {
            "村医编号": s.doctor_ids.take(pa.array(rows)),
            "姓名": cells.names(rows),
            "身份证号": cells.masked_ids(rows),
            "出生日期": cells.dates(s.birth[rows], rows % 409 != 0),
            "性别": cells.words((rows % 3 == 0).astype(np.int8), ("男", "女")),
            "执业资格类型": cells.words(s.qualification[rows], QUALIFICATIONS),
            "证书编号": cells.serials("DEMO-Z", len(rows), 6),
            "证书有效期": cells.dates(expires, rows % 503 != 0),
            "服务行政村代码": cells.text(serves),
            "服务方式": cells.words(s.mode[rows], MODES),
            "是否本地村医": cells.flags(s.local[rows], rows % 607 != 0),
            "户籍区划代码": cells.text(codes[home], s.local[rows]),
            "在岗状态": cells.words(gone.astype(np.int8), ("在岗", "离岗")),
            "开始日期": cells.dates(s.begins[rows]),
            "结束日期": cells.dates(s.ends[rows], gone),
        }
    )


def physicians_table(m: Monitoring, every: Institutions, as_of: int) -> pa.Table:
    """T06b 卫生院医师: one row per licensed physician or assistant of a township hospital."""
    joined = (m.joins <= as_of).astype(np.int64)
    licensed = m.physicians + joined
    place_of = np.repeat(np.arange(len(m.township)), licensed + m.assistants)
    nth = np.arange(len(place_of)) - np.repeat(
        np.cumsum(licensed + m.assistants) - (licensed + m.assistants), licensed + m.assistants
    )
    assistant = nth >= licensed[place_of]
    return pa.table(
        {
            "机构编码": cells.pick(every.ids, m.township[place_of]),
            "医师编号": cells.text([f"DEMO-W{a:04d}{b:02d}" for a, b in zip(place_of, nth, strict=True)]),
            "姓名": cells.names(place_of * 5 + nth),
            "执业类别": cells.words(assistant.astype(np.int8), ("执业医师", "执业助理医师")),
            "是否全科": cells.flags(nth < np.minimum(m.gps, licensed)[place_of]),
        }
    )


def teams_table(s: Staff, every: Institutions) -> pa.Table:
    """T13 家医团队."""
    rows = np.arange(len(s.team_home))
    names = cells.names(rows).to_pylist()
    return pa.table(
        {
            "团队编号": s.team_ids,
            "团队名称": cells.text([f"示例家医团队{n + 1}" for n in rows]),
            "机构编码": cells.pick(every.ids, s.team_home),
            "成员姓名": cells.text(
                [f"{a};{b};{c}" for a, b, c in zip(names, names[1:] + names[:1], names[2:] + names[:2], strict=True)]
            ),
            "成员类型": cells.const("县医院医生;乡镇卫生院医生;村医", len(rows)),
            "APP激活标志": cells.flags(rows % 6 != 0),
        }
    )
