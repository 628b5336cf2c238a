"""The supervision ledger (T20), warned households and their measures (T21, T22), and filing duties (T23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from dashboard import months
from dashboard.demo import cells
from dashboard.demo.cells import NEVER, day
from dashboard.demo.clock import Clock
from dashboard.demo.institutions import CLINIC, MOBILE, Institutions
from dashboard.demo.monitoring import Monitoring
from dashboard.demo.people import People
from dashboard.demo.places import Places
from dashboard.demo.staff import Staff
from dashboard.demo.visits import STAY, Visits

OBJECTS = ("县级医院", "乡镇卫生院", "村卫生室")
STATES = ("核实中", "整改中", "已解决待复核", "已销号")
SOURCES = ("系统模型", "扶贫部门排查", "基层发现")
CONFIRMED = ("待确认", "已确认", "不予确认")
MEASURES = ("定期随访", "住院转诊", "用药指导", "康复管理", "医保政策", "临时救助", "慈善救助")
OFFICES = ("县卫生健康局", "县医保局", "县民政局")
OFFICE_OF_MEASURE = np.array([0, 0, 0, 0, 1, 2, 2])
LINE_FEN = 156_000
"""Per-capita self-pay above which a household is a candidate (青卫财务〔2020〕29号 二(一)1)."""

FIRST_ROUND = (5, 20)


@dataclass(frozen=True, slots=True)
class Supervision:
    """Problems (object kind, code, clause, day solved) and warned households (year, day found, source, decision and its day)."""

    kind: np.ndarray
    object: pa.Array
    clause: list[str]
    found: np.ndarray
    solved: np.ndarray
    house: np.ndarray
    year: np.ndarray
    warned: np.ndarray
    source: np.ndarray
    decided: np.ndarray
    decision: np.ndarray
    self_pay: np.ndarray
    sizes: np.ndarray


def supervision(
    place: Places, every: Institutions, m: Monitoring, s: Staff, folk: People, v: Visits, clock: Clock, seed: int
) -> Supervision:
    rng = cells.stream(seed, "supervision")
    kinds, objects, clauses, solved = [], [], [], []

    def add(kind: int, ids: pa.Array, clause: str, until: np.ndarray) -> None:
        kinds.append(np.full(len(ids), kind))
        objects.append(ids)
        clauses.extend([clause] * len(ids))
        solved.append(until)

    for kind, own, flags in ((0, m.county, m.county_flags), (1, m.township, m.township_flags)):
        for flag, days in flags.items():
            open_at_start = np.flatnonzero(days > clock.first_day)
            add(kind, cells.pick(every.ids, own[open_at_start]), f"{OBJECTS[kind]}：{flag}", days[open_at_start])
    low = np.flatnonzero(s.drugs <= 60)
    add(2, cells.pick(every.ids, s.clinic[low]), "村卫生室：药品种数④", s.restocked[low])
    opened = every.table["opened"].to_numpy()
    new = np.flatnonzero((opened > clock.first_day) & every.table["kind"].isin((CLINIC, MOBILE)).to_numpy())
    add(2, cells.pick(place.village_codes(), every.table["village"].to_numpy()[new]), "村卫生室：无卫生室Z1", opened[new])
    late = np.flatnonzero(s.begins > clock.first_day)
    add(2, cells.pick(place.village_codes(), s.doctor_village[late]), "村卫生室：无合格村医Z2", s.begins[late])
    count = sum(map(len, kinds))
    found = clock.first_day + rng.integers(5, 150, count)
    until = np.concatenate(solved)
    found = np.where(until <= found, clock.first_day + 3, found)
    warned = _warned(folk, v, clock, rng)
    decided = warned[2] + rng.integers(6, 70, len(warned[0]))
    source = np.where(warned[4], 0, rng.integers(1, 3, len(warned[0])))
    decision = rng.choice([1, 2], len(warned[0]), p=[0.9, 0.1])
    return Supervision(
        np.concatenate(kinds), pa.concat_arrays(objects), clauses, found, until, warned[0], warned[1], warned[2], source, decided,
        decision, warned[3], folk.sizes(clock.list_years[-1]),
    )  # fmt: skip


def _warned(folk: People, v: Visits, clock: Clock, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """House, list year of the warning, day it is found, running self-pay (house × the two years), whether the model found it."""
    size = folk.sizes(clock.list_years[-1])
    house = folk.house[v.person]
    counted = np.where(v.kind == STAY, v.ends, v.begins)
    pays = np.zeros((len(size), 2), np.int64)
    hits: dict[int, int] = {}
    for n, year in enumerate((clock.base_year, clock.base_year + 1)):
        first, last = day(date(year, 1, 1)), day(date(year, 12, 31))
        rows = np.flatnonzero((counted >= first) & (counted <= last))
        rows = rows[np.lexsort((v.known[rows], house[rows]))]
        np.add.at(pays[:, n], house[rows], v.own[rows])
        running = np.cumsum(v.own[rows])
        new = np.concatenate([[True], house[rows][1:] != house[rows][:-1]]) if len(rows) else np.zeros(0, bool)
        running -= np.repeat((running - v.own[rows])[new], np.diff(np.append(np.flatnonzero(new), len(rows))))
        over = np.flatnonzero((running > LINE_FEN * size[house[rows]]) & (size[house[rows]] > 0))
        for row in over[::-1].tolist():
            one = int(house[rows[row]])
            hits[one] = min(hits.get(one, int(NEVER)), max(int(v.known[rows[row]]), clock.first_day) + 15)
    others = np.flatnonzero((rng.random(len(size)) < 0.002) & (size > 0))
    found = {int(h): int(d) for h, d in zip(others, clock.first_day + rng.integers(20, 330, len(others)), strict=True)} | hits
    houses = np.array(sorted(found), dtype=np.int64)
    when = np.maximum(np.array([found[h] for h in houses.tolist()], dtype=np.int64), folk.house_listed[houses])
    model = np.isin(houses, list(hits))
    return houses, np.full(len(houses), clock.base_year + 1), when, pays, model


def problems_table(s: Supervision, as_of: int) -> pa.Table:
    """T20 督战台账 as it stands on `as_of`: found → rectifying → solved, to be checked → written off."""
    rows = np.flatnonzero(s.found <= as_of)
    found, solved = s.found[rows], s.solved[rows]
    done, closed = solved <= as_of, solved + 20 <= as_of
    state = np.where(closed, 3, np.where(done, 2, np.where(as_of - found > 15, 1, 0)))
    month = (found.astype("datetime64[D]").astype("datetime64[M]")).astype(str)
    return pa.table(
        {
            "台账编号": cells.text([f"DEMO-DZ{n:06d}" for n in rows]),
            "对象类型": cells.words(s.kind[rows], OBJECTS),
            "对象编码": s.object.take(pa.array(rows)),
            "问题条款": cells.text([s.clause[n] for n in rows]),
            "发现日期": cells.dates(found),
            "监测期": cells.text(month),
            "标识日期": cells.dates(found + 3, found + 3 <= as_of),
            "责任领导": cells.names(rows * 3),
            "责任人": cells.names(rows * 5 + 1),
            "措施": cells.const("按整改方案配备到位（示例）", len(rows)),
            "整改时限": cells.dates(found + 90),
            "状态": cells.words(state, STATES),
            "解决日期": cells.dates(solved, done),
            "销号日期": cells.dates(solved + 20, closed),
            "督导级别": cells.words(s.kind[rows], ("省", "市(州)", "县")),
        }
    )


def warnings_table(s: Supervision, folk: People, as_of: int) -> pa.Table:
    """T21 因病返贫预警户 known on `as_of`."""
    rows = np.flatnonzero(s.warned <= as_of)
    house = s.house[rows]
    decided = s.decided[rows] <= as_of
    yes = decided & (s.decision[rows] == 1)
    size = np.maximum(s.sizes[house], 1)
    worst = s.self_pay[house].max(axis=1)
    relieved = yes & (s.decided[rows] + 150 <= as_of) & (rows % 4 == 0)
    third = s.source[rows] == 2
    return pa.table(
        {
            "家庭编号": cells.pick(folk.house_ids, house),
            "预警年度": cells.whole(s.year[rows]),
            "预警来源": cells.words(s.source[rows], SOURCES),
            "家庭人口数": cells.whole(size),
            "人均自付": cells.yuan(worst // size),
            "影响因素": cells.words(rows % 3, ("患病情况", "治疗和费用负担", "家庭成员结构和年龄")),
            "县卫健确认状态": cells.words(np.where(decided, s.decision[rows], 0), CONFIRMED),
            "县卫健确认日期": cells.dates(s.decided[rows], decided),
            "县扶贫核准状态": cells.words(np.where(decided, s.decision[rows], 0), CONFIRMED, third),
            "县扶贫核准日期": cells.dates(s.decided[rows] + 4, decided & third & (s.decided[rows] + 4 <= as_of)),
            "健康扶贫系统标识日期": cells.dates(s.decided[rows] + 2, yes & (s.decided[rows] + 2 <= as_of)),
            "全国扶贫开发系统标识日期": cells.dates(s.decided[rows] + 9, yes & third & (s.decided[rows] + 9 <= as_of)),
            "解除日期": cells.dates(s.decided[rows] + 150, relieved),
            "解除原因": cells.words(np.where(relieved, 0, -1), ("负担已减轻（示例）",)),
        }
    )


def measures_table(s: Supervision, folk: People, as_of: int) -> pa.Table:
    """T22 预警帮扶措施: up to three per confirmed household, some confirmed households still without any."""
    rows = np.repeat(np.flatnonzero(s.decision == 1), 3)
    nth = np.tile(np.arange(3), len(rows) // 3)
    at = s.decided[rows] + 12 + 30 * nth + rows % 17
    keep = np.flatnonzero((at <= as_of) & ((rows * 7 + nth * 3) % 5 < 3) & (rows % 9 != 0))
    kind = (rows[keep] + nth[keep] * 2) % len(MEASURES)
    return pa.table(
        {
            "措施编号": cells.text([f"DEMO-M{r:06d}{n}" for r, n in zip(rows[keep], nth[keep], strict=True)]),
            "家庭编号": cells.pick(folk.house_ids, s.house[rows[keep]]),
            "措施类型": cells.words(kind, MEASURES),
            "责任部门": cells.words(OFFICE_OF_MEASURE[kind], OFFICES),
            "实施日期": cells.dates(at[keep]),
            "金额": cells.yuan(np.where(kind >= 4, 50_000 + 10_000 * (rows[keep] % 12), 0), kind >= 4),
            "填报日期": cells.dates(at[keep] + 2, at[keep] + 2 <= as_of),
        }
    )


def filings_table(place: Places, m: Monitoring, clock: Clock, month: str) -> pa.Table:
    """T23 报送任务 of every month so far: month-end summaries of prefectures and counties, and the first round of 20 May."""
    codes = [*place.prefectures["code"], *place.counties["code"]]
    slow = np.concatenate([np.arange(len(place.prefectures)) % 4 == 3, m.late | m.silent])
    as_of = clock.as_of(month)
    rows: list[tuple[str, str, str, int, int]] = []
    for n, past in enumerate(clock.months[: clock.months.index(month) + 1]):
        due = clock.as_of(past)
        for unit, code in enumerate(codes):
            lag = (unit * 5 + n * 3) % 7 - (1 if slow[unit] else 6)
            rows.append(("月底汇总", code, past, due, due + lag))
            if int(past[5:]) == FIRST_ROUND[0] and unit < len(place.prefectures):
                first = day(months.as_of(past).replace(day=FIRST_ROUND[1]))
                rows.append(("5月20日首次", code, past, first, first - 3 + (5 if slow[unit] else 0)))
    deadline = np.array([row[3] for row in rows], np.int32)
    sent = np.array([row[4] for row in rows], np.int32)
    done = sent <= as_of
    return pa.table(
        {
            "任务类型": cells.text([row[0] for row in rows]),
            "单位代码": cells.text([row[1] for row in rows]),
            "期次": cells.text([row[2] for row in rows]),
            "应报日期": cells.dates(deadline),
            "实报日期": cells.dates(sent, done),
            "状态": cells.words(np.where(done, np.where(as_of - sent > 10, 2, 1), 0), ("未报", "已报", "核实")),
            "迟报天数": cells.whole(np.maximum(sent - deadline, 0), done),
        }
    )
