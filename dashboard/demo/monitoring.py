"""Monthly monitoring of county and township hospitals (T03, T04), and the shares of visits behind their scores.

Every yes/no is a day from which it is yes, so that a device that arrives in June is 否 in May and 是 from June on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.demo import cells
from dashboard.demo.cells import NEVER
from dashboard.demo.clock import Clock
from dashboard.demo.institutions import COMMUNITY, GENERAL, TCM, TOWNSHIP, Institutions
from dashboard.demo.places import TOWNSHIP_LINE, Places

COUNTY_FLAGS = {  # flag → chance that it is still missing at the start where hardship is 1
    "是否有CT": 0.22, "CT能否操作": 0.16, "是否有彩超": 0.06, "彩超能否操作": 0.08, "内科": 0.02, "外科": 0.05, "妇产科": 0.06,
    "儿科": 0.20, "急诊科": 0.14, "是否实现一站式结算": 0.16, "是否开展远程医疗": 0.26,
}  # fmt: skip
TOWNSHIP_FLAGS = {
    "是否有心电图": 0.12, "心电图能否操作": 0.12, "是否有X光机": 0.30, "X光机能否操作": 0.26,
    "是否有生化分析仪": 0.26, "生化分析仪能否操作": 0.22,
}  # fmt: skip

ARRIVES = 0.6
"""Of what is missing at the start, the share that arrives within the months."""

SILENT_COUNTIES = 1
LATE_COUNTIES = 0.10


def starts(hard: np.ndarray, chances: dict[str, float], clock: Clock, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Per flag, the day from which each institution can say yes (0: always, NEVER: not within the demo)."""
    days = {}
    for flag, chance in chances.items():
        lacking = rng.random(len(hard)) < chance * (0.15 + hard)
        arrives = rng.random(len(hard)) < ARRIVES
        when = rng.integers(clock.first_day + 15, clock.end_day, len(hard))
        days[flag] = np.where(lacking, np.where(arrives, when, NEVER), 0).astype(np.int32)
    for flag in chances:  # what is not there cannot be operated; new equipment takes three weeks to learn
        if flag.endswith("能否操作"):
            has = days["是否有" + flag.removesuffix("能否操作")]
            days[flag] = np.where(has > 0, np.minimum(np.maximum(days[flag], has + 21), NEVER), days[flag])
    return days


@dataclass(frozen=True, slots=True)
class Monitoring:
    """`county`/`township`: institution rows; their flag days; staff; shares of visits per county and township row."""

    county: np.ndarray
    county_flags: dict[str, np.ndarray]
    team: np.ndarray
    team_grows: np.ndarray
    township: np.ndarray
    township_flags: dict[str, np.ndarray]
    physicians: np.ndarray
    assistants: np.ndarray
    gps: np.ndarray
    joins: np.ndarray
    drugs: np.ndarray
    drugs_grow: np.ndarray
    in_county: np.ndarray
    basic: np.ndarray
    silent: np.ndarray
    late: np.ndarray
    noise: np.ndarray


def monitoring(place: Places, every: Institutions, clock: Clock, seed: int) -> Monitoring:
    rng = cells.stream(seed, "monitoring")
    table = every.table
    hard = place.counties["hardship"].to_numpy()
    county = every.rows(GENERAL, TCM)
    township = every.rows(TOWNSHIP, COMMUNITY)
    county_hard = hard[table["county"].to_numpy()[county]]
    town_hard = hard[table["county"].to_numpy()[township]]
    traditional = (table["kind"].to_numpy() == TCM)[county]
    team = np.where(
        traditional,
        rng.choice([2, 3, 4], len(county), p=[0.15, 0.6, 0.25]),
        rng.choice([3, 4, 5, 6, 7], len(county), p=[0.08, 0.17, 0.35, 0.25, 0.15]),
    )
    in_county = np.clip(rng.normal(0.90 - 0.22 * hard, 0.06), 0.42, 0.97)
    basic = np.clip(rng.normal(0.42 - 0.04 * hard[place.townships["county"]], 0.10), 0.15, 0.72)
    near = rng.random(len(basic)) < 0.12
    basic = np.where(near, rng.uniform(0.305, 0.352, len(basic)), basic)  # the stretch that the document leaves open
    basic = np.minimum(basic, in_county[place.townships["county"]] - 0.02)
    residents = place.townships["residents"].to_numpy()[table["township"].to_numpy()[township]]
    exact = residents == TOWNSHIP_LINE
    physicians = rng.poisson(np.clip(1.4 + residents / 6500 - 1.1 * town_hard, 0.3, 9))
    physicians = np.where(exact, rng.integers(0, 2, len(township)), physicians)  # only these turn on "exactly 10,000"
    gps = np.where(rng.random(len(township)) < 0.86 - 0.2 * town_hard, np.minimum(physicians, 1 + (residents > 15_000)), 0)
    silent, late = _quiet(hard, rng)
    built = Monitoring(
        county, starts(county_hard, COUNTY_FLAGS, clock, rng), team,
        rng.integers(clock.first_day, clock.end_day + 300, len(county)),
        township, starts(town_hard, TOWNSHIP_FLAGS, clock, rng), physicians, rng.poisson(1.3, len(township)), gps,
        np.where(rng.random(len(township)) < 0.25, rng.integers(clock.first_day, clock.end_day, len(township)), NEVER),
        np.maximum(4, rng.lognormal(3.3 - 0.55 * town_hard, 0.6)).astype(np.int64), rng.integers(0, 9, len(township)),
        in_county, basic, silent, late, rng.random((max(len(county), len(township)), 16)),
    )  # fmt: skip
    _cast(built, table, clock)
    return built


def _quiet(hard: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Counties that never report the monitoring, and counties that file late and miss some months."""
    order = rng.permutation(len(hard))
    silent, late = np.zeros(len(hard), bool), np.zeros(len(hard), bool)
    if len(hard) > 10:
        silent[order[:SILENT_COUNTIES]] = True
        late[order[SILENT_COUNTIES : SILENT_COUNTIES + max(2, round(LATE_COUNTIES * len(hard)))]] = True
    return silent, late


def _cast(m: Monitoring, table: pd.DataFrame, clock: Clock) -> None:
    """Makes sure that every reason to fail occurs: the first county hospitals outside the quiet counties play fixed parts."""
    row = table.iloc[m.county]
    open_county = ~(m.silent | m.late)[row["county"]]
    general = open_county & (row["kind"] == GENERAL).to_numpy() & (row["layer"] == 2).to_numpy() & row["public"].to_numpy(bool)
    alone = ~row["county"].isin(row.loc[row["kind"] == TCM, "county"]).to_numpy()
    actors = list(np.flatnonzero(general & alone)[:8])
    half = clock.first_day + (clock.end_day - clock.first_day) // 2
    parts: list[tuple[str, float]] = [
        ("是否有CT", 0.60), ("彩超能否操作", 0.62), ("儿科", 0.66), ("是否实现一站式结算", 0.72),
        ("是否开展远程医疗", 0.90), ("team", 0.78), ("rate", 0.49), ("rate", 0.60),
    ]  # fmt: skip
    for n, (actor, (flag, rate)) in enumerate(zip(actors, parts, strict=False)):
        for days in m.county_flags.values():
            days[actor] = 0
        m.team[actor] = 5
        m.in_county[row["county"].iat[actor]] = rate
        if flag == "team":
            m.team[actor], m.team_grows[actor] = 4, NEVER
        elif flag != "rate":
            m.county_flags[flag][actor] = half if n % 2 else NEVER
    for actor in np.flatnonzero(open_county & (row["kind"] == TCM).to_numpy())[:2]:  # a 中医院 with three persons decides
        rivals = np.flatnonzero((row["county"] == row["county"].iat[actor]).to_numpy())
        m.county_flags["儿科"][rivals] = NEVER
        for days in m.county_flags.values():
            days[actor] = 0
        m.team[actor], m.team_grows[actor] = 3, NEVER
        m.in_county[row["county"].iat[actor]] = 0.64


def reports(m: Monitoring, county: np.ndarray, clock: Clock, month: str) -> np.ndarray:
    """Which institutions (by county row) bring their monitoring rows in `month`: late counties miss one month in three."""
    n = clock.months.index(month)
    missed = m.late[county] & ((county + n) % 3 == 0)
    return ~(m.silent[county] | missed)


def _filed(m: Monitoring, county: np.ndarray, rows: np.ndarray, as_of: int) -> np.ndarray:
    """Filing days within the month; late counties file on its last days."""
    return (as_of - np.where(m.late[county], rows % 2, 2 + rows % 12)).astype(np.int32)


def county_table(m: Monitoring, every: Institutions, clock: Clock, month: str) -> pa.Table:
    """T03 县级医院监测 of `month`; a few answers are blank in the first half."""
    as_of = clock.as_of(month)
    county = every.table["county"].to_numpy()[m.county]
    at = np.flatnonzero(reports(m, county, clock, month))
    early = clock.months.index(month) < 6
    columns = {"机构编码": cells.pick(every.ids, m.county[at]), "监测期": cells.const(month, len(at))}
    for n, (flag, days) in enumerate(m.county_flags.items()):
        blank = early & (m.noise[at, n] < 0.012)
        columns[flag] = cells.flags(days[at] <= as_of, ~blank)
    size = m.team[at] + (m.team_grows[at] <= as_of)
    number = m.noise[at, 15] > 0.1  # one in ten answers the question only
    columns |= {
        "帮扶团队人数": cells.whole(size, number),
        "帮扶团队是否不少于5人": cells.flags(size >= 5),
        "填报日期": cells.dates(_filed(m, county[at], at, as_of)),
        "核实状态": cells.words((at % 9 != 0).astype(np.int8), ("未核实", "已核实")),
    }
    return pa.table(columns)


def township_table(m: Monitoring, every: Institutions, clock: Clock, month: str, served: dict[str, np.ndarray]) -> pa.Table:
    """T04 乡镇卫生院监测 of `month`; `served` holds the four counts of key chronic patients per township."""
    as_of = clock.as_of(month)
    county = every.table["county"].to_numpy()[m.township]
    own = reports(m, county, clock, month) & (m.noise[: len(m.township), 14] > 0.006)
    at = np.flatnonzero(own)
    town = every.table["township"].to_numpy()[m.township[at]]
    joined = (m.joins[at] <= as_of).astype(np.int64)
    physicians = m.physicians[at] + joined
    columns = {"机构编码": cells.pick(every.ids, m.township[at]), "监测期": cells.const(month, len(at))}
    for n, (flag, days) in enumerate(m.township_flags.items()):
        columns[flag] = cells.flags(days[at] <= as_of, m.noise[at, n] > 0.006)
    drugs = m.drugs[at] + (m.drugs_grow[at] * (clock.months.index(month) + 1)) // 12
    columns |= {
        "执业医师数": cells.whole(physicians, m.noise[at, 6] > 0.006),
        "执业助理医师数": cells.whole(m.assistants[at]),
        "全科医师数": cells.whole(np.minimum(m.gps[at] + joined * (m.noise[at, 7] < 0.5), physicians)),
        "药品种数": cells.whole(drugs, m.noise[at, 8] > 0.004),
    }
    tidy = m.noise[at, 9] > 0.03  # some townships report other figures than their records give
    for n, (name, counts) in enumerate(served.items()):
        value = counts[town]
        columns[name] = cells.whole(np.where(tidy | (n % 2 == 0), value, np.maximum(0, value - 2)))
    columns |= {
        "填报日期": cells.dates(_filed(m, county[at], at, as_of)),
        "核实状态": cells.words((at % 7 != 0).astype(np.int8), ("未核实", "已核实")),
    }
    return pa.table(columns)
