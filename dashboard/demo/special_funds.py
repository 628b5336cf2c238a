"""A fund county's ledgers (T17 慢病投药, T18 专项基金台账, T19 医疗减免台账), from the same signings, check-ups and visits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dashboard.demo import cells, services
from dashboard.demo.cells import NEVER, calendar_date
from dashboard.demo.diseases import Diagnoses
from dashboard.demo.institutions import COMMUNITY, GENERAL, TOWNSHIP
from dashboard.demo.people import People
from dashboard.demo.visits import STAY, Visits

if TYPE_CHECKING:
    from dashboard.demo.world import World

SIGNING_FEN, CHECKUP_FEN, CAP_FEN = 800, 15_000, 100_000
DRUGS = {"I10": "高血压", "E14": "糖尿病", "A15": "结核病", "F20": "重性精神病"}
STATES = ("审核中", "已拨付")
USES = ("慢病签约", "健康体检", "慢病投药", "大病、重病兜底")
PAID_AFTER_DAYS = 50
"""The county pays about seven weeks after the month's end."""

FREE, OFF = ("挂号费", "肌肉注射费", "院内会诊费", "一般物理降温费"), ("床位费", "检验(40项)", "CT", "手术", "MRI")
PRICES_FEN = {"挂号费": 500, "肌肉注射费": 250, "院内会诊费": 6_000, "一般物理降温费": 800}
PRICES_FEN |= {"床位费": 21_000, "检验(40项)": 18_500, "CT": 23_000, "手术": 160_000, "MRI": 55_000}
WRONG_AMOUNT, WRONG_ORDER = 97, 193
"""One voucher in so many."""


def carried(v: Visits, ill: Diagnoses, folk: People, county: np.ndarray, funded: np.ndarray) -> Visits:
    """The fund bears what the insurers leave of a listed patient's compliant costs of a stay; self-pay is so much less."""
    major = np.isin(v.disease, np.unique(ill.disease[ill.major]))
    due = np.where(funded[county[v.person]] & (v.kind == STAY) & major, np.maximum(0, v.own - v.outside_catalogue), 0)
    return replace(v, fund=due, own=v.own - due)


def drugs_table(w: World, as_of: int) -> pa.Table:
    """T17: a voucher per patient of the four diseases and month of the year; the fund pays what 新农合 leaves, to the cap."""
    person, disease, when, total, insured, fund = _drugs(w, as_of)
    return pa.table(
        {
            "人员编号": cells.pick(w.folk.person_ids, person),
            "年度": cells.whole(np.full(len(person), calendar_date(as_of).year)),
            "单据号": cells.serials(f"DEMO-{w.place.province}-Y", len(person), 7),
            "病种": cells.words(disease, list(DRUGS.values())),
            "药费总额": cells.yuan(total),
            "新农合报销": cells.yuan(insured),
            "基金支付": cells.yuan(fund),
            "日期": cells.dates(when),
        }
    )


def _drugs(w: World, as_of: int) -> tuple[np.ndarray, ...]:
    """person, disease (of DRUGS), day, total, insured, fund: in order of month, so that a later month adds rows at the end."""
    rng = cells.stream(w.seed, "free drugs")
    code = np.array([*w.catalogue.codes])[w.ill.disease]
    names = list(DRUGS)
    mine = np.isin(code, names) & ~w.ill.excluded & (w.ill.verified < NEVER) & _of_funded(w)[w.ill.person]
    person, first = np.unique(w.ill.person[mine], return_index=True)
    disease = np.array([names.index(c) for c in code[mine]], dtype=np.int64)[first]
    since = w.ill.verified[mine][first]
    monthly = (4_500 * rng.lognormal(0, 0.75, len(person))).astype(np.int64)
    insured = (monthly * rng.uniform(0.4, 0.6, len(person))).astype(np.int64)
    ends = _month_ends(as_of)
    rows = [np.flatnonzero(since <= end) for end in ends]
    nth = np.concatenate([np.full(len(part), n) for n, part in enumerate(rows)]) if rows else np.zeros(0, np.int64)
    at = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    day = np.array(ends, np.int64)[nth] - (person[at] * 7) % 20
    left = (monthly - insured)[at]
    started = np.maximum(0, np.searchsorted(np.array(ends), since)[at])  # the month of the year in which the vouchers begin
    before = left * (nth - started)
    fund = np.clip(CAP_FEN - before, 0, left)
    return person[at], disease[at], day, monthly[at], insured[at], fund


def ledger_table(w: World, as_of: int) -> pa.Table:
    """T18: what each institution applies for by use and month of the year; what is older than seven weeks is paid."""
    towns, hospitals = len(w.place.townships), w.every.first_of("county", len(w.place.counties), GENERAL)
    home = w.every.first_of("township", towns, TOWNSHIP, COMMUNITY)
    town = w.place.villages["township"].to_numpy()[w.folk.village]
    mine = _of_funded(w)
    person, _, drug_day, _, _, drug_fen = _drugs(w, as_of)
    year_start = _year_start(as_of)
    signed_before, rows = np.zeros(len(town), bool), []
    checked_before = np.zeros(len(town), bool)
    for end in _month_ends(as_of):
        start = max(year_start, int(end) - calendar_date(int(end)).day + 1)
        on = w.folk.on_list(calendar_date(int(end)).year)
        signed = mine & on & (services.covered(w.signings, w.folk, int(end)) >= 0) & ~signed_before
        signed_before |= signed
        checked = np.zeros(len(town), bool)
        r = w.rounds
        checked[r.checked[(r.check_day >= start) & (r.check_day <= end) & (r.check_entered <= as_of)]] = True
        checked &= mine & on & ~checked_before
        checked_before |= checked
        for use, heads, fen in ((0, signed, SIGNING_FEN), (1, checked, CHECKUP_FEN)):
            count = np.bincount(town[heads], minlength=towns)
            rows += [(use, home[t], n, fen, n * fen, end) for t, n in enumerate(count.tolist()) if n and home[t] >= 0]
        drugs = (drug_day >= start) & (drug_day <= end) & (drug_fen > 0)
        paid = np.bincount(town[person[drugs]], drug_fen[drugs], towns).astype(np.int64)
        heads_of = np.bincount(town[person[drugs]], minlength=towns)
        rows += [(2, home[t], int(heads_of[t]), 0, int(paid[t]), end) for t in np.flatnonzero(paid) if home[t] >= 0]
        v = w.visits
        stays = (v.ends >= start) & (v.ends <= end) & (v.fund > 0) & (v.known <= as_of)
        county = w.place.villages["county"].to_numpy()[w.folk.village[v.person[stays]]]
        cover = np.bincount(county, v.fund[stays], len(hospitals)).astype(np.int64)
        cases = np.bincount(county, minlength=len(hospitals))
        rows += [(3, hospitals[c], int(cases[c]), 0, int(cover[c]), end) for c in np.flatnonzero(cover) if hospitals[c] >= 0]
    kind, place, count_of, standard, amount, ended = np.array(rows, dtype=np.int64).reshape(-1, 6).T
    return pa.table(
        {
            "单据号": cells.serials(f"DEMO-{w.place.province}-Z", len(rows), 6),
            "年度": cells.whole(np.full(len(rows), calendar_date(as_of).year)),
            "用途": cells.words(kind, USES),
            "机构编码": cells.pick(w.every.ids, place),
            "人数": cells.whole(count_of),
            "标准": cells.yuan(standard, standard > 0),
            "金额": cells.yuan(amount),
            "审核状态": cells.words((as_of - ended >= PAID_AFTER_DAYS).astype(np.int8), STATES),
        }
    )


def reductions_table(w: World, as_of: int) -> pa.Table:
    """T19: free fees of outpatients and 20 % off items of stays in the county's own institutions, at their step of approval."""
    v, rng = w.visits, cells.stream(w.seed, "reductions")
    chance, draw, waits = rng.random(len(v.person)), rng.random(len(v.person)), rng.integers(4, 26, (len(v.person), 3))
    year_start = _year_start(as_of)
    at = np.flatnonzero(_of_funded(w)[v.person] & v.inside & (v.known <= as_of) & (v.ends >= year_start) & (chance < 0.9))
    stay = v.kind[at] == STAY
    item = np.where(
        stay, len(FREE) + np.minimum(draw[at] * 6, len(OFF) - 1).astype(np.int64), np.searchsorted([0.7, 0.92, 0.97], draw[at])
    )
    items = (*FREE, *OFF)
    price = np.array([PRICES_FEN[name] for name in items])[item] * (1 + at % 3)
    due = np.where(item < len(FREE), price, (price * 20 + 50) // 100)
    claimed = np.where(at % WRONG_AMOUNT == 0, due // 2, due)
    days = v.known[at][:, None] + waits[at].cumsum(axis=1)
    days[at % WRONG_ORDER == 0] = days[at % WRONG_ORDER == 0][:, [1, 0, 2]]
    return pa.table(
        {
            "单据号": cells.text([f"DEMO-{w.place.province}-JM{n:07d}" for n in at]),
            "机构编码": cells.pick(w.every.ids, v.institution[at]),
            "就诊编号": cells.pick(v.ids, at),
            "减免项目": cells.words(item, items),
            "原价": cells.yuan(price),
            "减免金额": cells.yuan(claimed),
            "卫计局审核日期": cells.dates(days[:, 0], days[:, 0] <= as_of),
            "扶贫办核准日期": cells.dates(days[:, 1], days[:, 1] <= as_of),
            "拨付日期": cells.dates(days[:, 2], days[:, 2] <= as_of),
        }
    )


def _of_funded(w: World) -> np.ndarray:
    """Per person, whether the person lives in a county with fund rules."""
    return w.funded[w.place.villages["county"].to_numpy()[w.folk.village]]


def _year_start(as_of: int) -> int:
    return cells.day(calendar_date(as_of).replace(month=1, day=1))


def _month_ends(as_of: int) -> list[int]:
    """Last days of the year's months up to `as_of`."""
    year = calendar_date(as_of).year
    starts = np.arange(f"{year}-02", f"{year + 1}-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return [int(day) - 1 for day in starts if day - 1 <= as_of]
