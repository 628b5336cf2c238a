"""The catalogue of diseases (T12) and who has which (T09)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from dashboard import yaml_files
from dashboard.demo import cells
from dashboard.demo.clock import Clock
from dashboard.demo.people import People
from dashboard.demo.places import Places

MAJOR_LIST, CHRONIC_LIST, KEY_LIST = "QH-35", "QH-CHRONIC", "QH-KEY-3"
BASIS = "青卫财务〔2020〕29号 一(三)1"
ASSUMED = "示例（原文未列出）"

MAJOR_SHARE = 0.017
"""Persons with a major disease found since three years before the first month."""

CHRONIC_AGES, CHRONIC_SHARES = (0, 15, 35, 50, 65), (0.003, 0.02, 0.08, 0.22, 0.42)

SECOND_DISEASE = 0.14
"""Chronic patients with a second chronic disease."""


@dataclass(frozen=True)
class Catalogue:
    """`rows` are the diseases that are verified: the first `majors` on QH-35, then the chronic ones, `keys` of which are key.

    One major disease (重性精神疾病, F20) is chronic as well (O-21). `common` are the illnesses of other visits.
    """

    rows: list[dict]
    majors: int
    keys: int
    common: list[dict]

    @classmethod
    def load(cls) -> Catalogue:
        data = yaml_files.read(Path(__file__).with_name("catalogue.yaml"))
        rows = [*data["major"], *data["key_chronic"], *data["chronic"]]
        return cls(rows, len(data["major"]), len(data["key_chronic"]), data["common"])

    @cached_property
    def codes(self) -> list[str]:
        """Codes of `rows`, then of `common`."""
        return [row["code"] for row in (*self.rows, *self.common)]

    @cached_property
    def names(self) -> list[str]:
        return [row["name"] for row in self.rows]

    @cached_property
    def both(self) -> np.ndarray:
        """Diseases on the major list that are chronic as well."""
        return np.array([row.get("chronic", False) for row in self.rows])

    @cached_property
    def key(self) -> np.ndarray:
        number = np.arange(len(self.rows))
        return ((number >= self.majors) & (number < self.majors + self.keys)) | self.both

    def shares(self, part: slice, child: bool | None = None) -> np.ndarray:
        """Relative frequencies, of childhood diseases only, of the others only, or of all."""
        rows = self.rows[part]
        weight = np.array([row["share"] if child is None or row.get("child", False) == child else 0.0 for row in rows])
        return weight / weight.sum()

    def stay_yuan(self) -> np.ndarray:
        """Typical cost of a stay by disease."""
        return np.array([row.get("stay_yuan", 4200) for row in (*self.rows, *self.common)])


def catalogue_table(catalogue: Catalogue, clock: Clock, more: list[dict]) -> pa.Table:
    """T12 病种目录: QH-35, the chronic list and the three key chronic diseases; groups stand as parents; `more`: other lists'."""
    major, key = catalogue.majors, catalogue.majors + catalogue.keys
    keys = [*catalogue.rows[major:key], *(row for row in catalogue.rows if row.get("chronic"))]
    lists = [
        (MAJOR_LIST, "大病", catalogue.rows[:major]),
        (CHRONIC_LIST, "重点慢病", keys),
        (CHRONIC_LIST, "慢病", catalogue.rows[key:]),
        (KEY_LIST, "重点慢病", keys),
    ]
    flat = [(name, kind, row) for name, kind, rows in lists for row in rows]
    flat += [(row["list"], row["kind"], row) for row in more]
    return pa.table(
        {
            "目录编号": cells.text([name for name, _, _ in flat]),
            "疾病编码": cells.text([row["code"] for *_, row in flat]),
            "疾病名称": cells.text([row["name"] for *_, row in flat]),
            "类别": cells.text([kind for _, kind, _ in flat]),
            "上级病种": cells.text([row.get("parent", "") for *_, row in flat], np.array(["parent" in row for *_, row in flat])),
            "生效日期": cells.dates(np.full(len(flat), clock.base_day, np.int32)),
            "依据文号": cells.text([_basis(kind, row) for _, kind, row in flat]),
        }
    )


def _basis(kind: str, row: dict) -> str:
    return row.get("basis") or (BASIS if row.get("named") or kind == "重点慢病" else ASSUMED)


@dataclass(frozen=True, slots=True)
class Diagnoses:
    """Parallel arrays, one per diagnosis, ordered by the day it was found."""

    person: np.ndarray
    disease: np.ndarray
    found: np.ndarray
    verified: np.ndarray
    excluded: np.ndarray
    heavy: np.ndarray
    major: np.ndarray
    ids: pa.Array


def diagnoses(folk: People, catalogue: Catalogue, clock: Clock, place: Places, seed: int) -> Diagnoses:
    """Majors by age, chronic diseases rising with age; most found before the first month, the rest through the months."""
    rng = cells.stream(seed, "diagnoses")
    age = folk.age(clock.first_day)
    majors = slice(0, catalogue.majors)
    ill = np.flatnonzero(rng.random(len(age)) < MAJOR_SHARE * np.where(age > 50, 2.2, np.where(age < 15, 0.5, 0.7)))
    child = age[ill] < 15
    major = np.where(
        child,
        rng.choice(catalogue.majors, len(ill), p=catalogue.shares(majors, child=True)),
        rng.choice(catalogue.majors, len(ill), p=catalogue.shares(majors, child=False)),
    )
    chance = np.array(CHRONIC_SHARES)[np.searchsorted(CHRONIC_AGES, age, side="right") - 1]
    chronic = np.flatnonzero(rng.random(len(age)) < chance)
    kinds = len(catalogue.rows) - catalogue.majors
    shares = catalogue.shares(slice(catalogue.majors, None))
    first = rng.choice(kinds, len(chronic), p=shares)
    more = np.flatnonzero(rng.random(len(chronic)) < SECOND_DISEASE)
    second = (first[more] + 1 + rng.choice(kinds - 1, len(more))) % kinds
    person = np.concatenate([ill, chronic, chronic[more]])
    disease = np.concatenate([major, catalogue.majors + first, catalogue.majors + second])
    old = rng.random(len(person)) < np.where(disease < catalogue.majors, 0.78, 0.88)
    span = clock.end_day - clock.first_day
    found = np.where(
        old, clock.first_day - 1 - (1000 * rng.random(len(person)) ** 1.6), clock.first_day + span * rng.random(len(person))
    )
    found = np.maximum(found, folk.listed[person])
    order = np.lexsort((person, disease, found.astype(np.int32)))
    person, disease, found = person[order], disease[order], found[order].astype(np.int32)
    delay = rng.integers(2, 28, len(person))
    unsure = rng.random(len(person))
    verified = np.where(unsure < 0.012, cells.NEVER, found + delay).astype(np.int32)
    return Diagnoses(
        person=person.astype(np.int32),
        disease=disease.astype(np.int32),
        found=found,
        verified=verified,
        excluded=unsure > 0.99,
        heavy=rng.random(len(person)) < 0.08,
        major=disease < catalogue.majors,
        ids=cells.serials(f"DEMO-{place.province}-D", len(person), 7),
    )


def diagnoses_table(ill: Diagnoses, folk: People, catalogue: Catalogue, offices: pa.Array, as_of: int) -> pa.Table:
    """T09 患病核实 as known on `as_of`; `offices` is the verifying institution of each diagnosis."""
    rows = int(np.searchsorted(ill.found, as_of, side="right"))
    known = slice(0, rows)
    major, heavy = ill.major[known], ill.heavy[known]
    verified = ill.verified[known]
    done = verified <= as_of
    both = catalogue.both[ill.disease[known]]
    kind = np.where(major, np.where(both, 4, np.where(heavy, 1, 0)), np.where(heavy & (ill.disease[known] % 5 == 0), 3, 2))
    classes = (
        "大病集中救治",
        "大病集中救治;重病兜底保障",
        "慢病签约服务",
        "慢病签约服务;重病兜底保障",
        "大病集中救治;慢病签约服务",
    )
    state = np.where(done, np.where(ill.excluded[known], 2, 1), 0)
    return pa.table(
        {
            "患病编号": ill.ids.slice(0, rows),
            "人员编号": cells.pick(folk.person_ids, ill.person[known]),
            "疾病编码": cells.words(ill.disease[known], catalogue.codes),
            "疾病名称": cells.words(ill.disease[known], catalogue.names),
            "发现日期": cells.dates(ill.found[known]),
            "发现方式": cells.words(ill.person[known] % 3, ("入户排查", "就诊发现", "健康体检")),
            "核实状态": cells.words(state, ("未核实", "已核实", "已排除")),
            "核实日期": cells.dates(verified, done),
            "核实机构": offices.slice(0, rows),
            "三个一批分类": cells.words(kind, classes, done),
            "管理类别": cells.words(
                np.where(major & ~both, -1, ill.person[known] % 11 == 0).astype(np.int8), ("普通慢病患者", "高危人群")
            ),
            "是否三种重点慢病": cells.flags(catalogue.key[ill.disease[known]]),
            "确诊日期": cells.dates(verified - 1, done),
        }
    )
