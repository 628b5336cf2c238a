"""Provinces with a policy of their own bring what that policy asks about: 新宾's two funds, 连云港's tasks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard import demo, importing, policy, tasks
from dashboard.demo import regional
from dashboard.funds import statement
from dashboard.funds.models import SPECIAL
from dashboard.territory import Territory

BOOK = policy.load()


@pytest.fixture(scope="module")
def liaoning() -> demo.World:
    return demo.simulate("21", *regional.usual_time("21"), scale=0.02)


@pytest.mark.parametrize(("province", "time"), [("63", ("2020-01", 12)), ("21", ("2018-07", 6)), ("32", ("2020-01", 12))])
def test_the_demo_lives_while_the_provinces_policy_holds(province, time):
    assert regional.usual_time(province) == time


def test_qinghai_has_no_table_of_others(world):
    assert regional.tables(world, "2020-06") == {}
    assert "健康扶贫专项基金" not in demo.tables(world, "2020-01")["诊疗费用"]().column_names


def test_the_funds_of_the_county_add_up(liaoning, tmp_path):
    made = demo.make_month(liaoning, "2018-12", tmp_path / "2018-12")
    report = importing.read_month(made.folder, "2018-12", tmp_path / "in", province="21")
    assert report.unreadable == []
    found = statement(report.records, BOOK.profile("XB-2018"), Territory("210422"))
    assert found is not None
    assert found.not_reported == ()
    lines = {line.use: line for line in found.of(SPECIAL)}
    for use in ("慢病签约", "健康体检", "慢病投药"):
        line = lines[use]
        assert line.paid_fen is not None
        assert line.pending_fen is not None
        assert line.paid_fen > 0
        assert line.pending_fen > 0
        # Nearly what is due: a few persons have left the list, or their signing has lapsed, since they were paid for.
        assert line.paid_fen + line.pending_fen == pytest.approx(line.due_fen, rel=0.1)
    *waiting, paid = found.stages
    assert sum(stage.rows for stage in waiting) > 0
    assert paid.rows > 0


def test_what_the_fund_bears_the_patient_does_not(liaoning):
    v = liaoning.visits
    assert (v.payers.sum(axis=1) + v.fund + v.own == v.total).all()
    county = liaoning.place.villages["county"].to_numpy()[liaoning.folk.village[v.person]]
    assert set(liaoning.place.counties["code"].to_numpy()[np.unique(county[v.fund > 0])]) == {"210422"}


def test_drugs_stop_at_the_cap(liaoning):
    drugs = regional.tables(liaoning, "2018-12")["慢病投药"]().to_pandas()
    assert (drugs.groupby("人员编号")["基金支付"].sum() <= 1000).all()
    assert (drugs["新农合报销"] + drugs["基金支付"] <= drugs["药费总额"]).all()


def test_the_eighteen_tasks_move_on_through_the_year():
    world = demo.simulate("32", "2020-01", 6, scale=0.002)
    early, late = (regional.tables(world, month)["任务分工"]().to_pandas() for month in ("2020-01", "2020-06"))
    assert list(late["序号"]) == list(range(1, 19))
    assert late["进展"].notna().sum() > early["进展"].notna().sum()
    known = tasks.book("LYG-2018")
    assert {i for text in late["任务"] for i in known.indicators(text)} >= {"M-01", "M-03", "M-22a", "M-22b", "M-24"}
    rooms = regional.tables(world, "2020-06")["中医馆"]().to_pandas()
    assert 0.5 < (rooms["中医馆是否达标"] == "是").mean() < 0.7
    assert set(pd.Series(regional.labels(world.place))) == {"", "经济薄弱地区"}
