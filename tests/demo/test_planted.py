"""数据质量 asks about what was planted, where it was planted, and about nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard import demo, importing, policy, publishing, quality
from dashboard.demo import planted
from dashboard.records import MonthRecords

LAST_TWO = ("2020-02", "2020-03")


@pytest.fixture(scope="module")
def small() -> demo.World:
    return demo.simulate("63", scale=0.02, months=3)


@pytest.fixture(scope="module")
def records(small: demo.World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, MonthRecords]:
    place: Path = tmp_path_factory.mktemp("planted")
    read = {}
    for month in LAST_TWO:
        made = demo.make_month(small, month, place / month)
        report = importing.read_month(made.folder, month, place / f"in-{month}", province="63")
        assert report.refused == sum(made.wrong.values())
        read[month] = report.records
    publishing.derive(read["2020-03"], policy.load())
    return read


def code(world: demo.World, pattern: str) -> str:
    return str(world.place.counties["code"].iloc[getattr(planted.counties(world), pattern)])


def test_every_planted_pattern_is_asked_about_and_no_other(small: demo.World, records: dict[str, MonthRecords]) -> None:
    found = quality.questions([(records["2020-03"], records["2020-02"])], quality.Thresholds.load())
    asked = found[found["ask"].astype(bool)]
    places = {test: code(small, test)[: 4 if test == "totals" else 6] for test in planted.Planted.__dataclass_fields__}
    assert dict(zip(asked["test"], asked["region_code"], strict=True)) == places


def test_the_months_of_the_copying_county_differ_in_nothing_but_their_stamps(records: dict[str, MonthRecords]) -> None:
    rows = quality.question_rows(records["2020-03"], records["2020-02"], "copied", "6302", quality.Thresholds.load())
    assert len(rows) >= planted.LEAST_TOWNSHIPS


def test_persons_and_stays_that_are_there_twice(small: demo.World, records: dict[str, MonthRecords]) -> None:
    found = quality.duplicates(records["2020-03"])
    assert found["kind"].value_counts().to_dict() == {
        "同一身份证号在不同县": planted.PERSONS_TWICE,
        "同一人同一次住院": planted.STAYS_TWICE,
    }
    persons = found[found["table"] == planted.ROSTER]
    assert set(persons["counties"]) == {"；".join(sorted([code(small, "exact_90"), code(small, "exact_100")]))}


def test_townships_that_followed_up_more_than_were_due(small: demo.World, records: dict[str, MonthRecords]) -> None:
    hits = quality.contradictions(records["2020-03"])
    over = hits[hits["rule"].str.contains("已随访")]
    assert len(over) == planted.OVERSHOOTING
    assert set(over["region_code"].str[:6]) == {code(small, "massed")}


def test_where_no_county_reports_nothing_is_planted(small: demo.World) -> None:
    everyone = np.ones(len(small.place.counties), bool)
    world = replace(small, monitoring=replace(small.monitoring, silent=everyone))
    assert planted.counties(world) == planted.Planted(-1, -1, -1, -1, -1)
    for name, make in demo.tables(world, "2020-03").items():
        table = make()
        assert planted.plant(world, "2020-03", name, table).equals(table), name
