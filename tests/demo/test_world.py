"""The world is one: parts agree with one another, and the year has the shape that it should have."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from dashboard import demo
from dashboard.demo import cells, diseases, effort
from dashboard.demo.clock import Clock
from geodata import pack


def frame(world: demo.World, month: str, name: str) -> pd.DataFrame:
    return demo.tables(world, month)[name]().to_pandas()


def test_real_divisions_of_qinghai(world: demo.World) -> None:
    levels = frame(world, "2020-01", "行政区划")["级别"].value_counts().to_dict()
    assert levels == {"省": 1, "市(州)": 8, "县": 45, "乡": 422, "村": 4716}


def test_size_follows_scale(world: demo.World) -> None:
    assert len(frame(world, "2020-01", "贫困人口花名册")) == pytest.approx(500_000 * 0.02, rel=0.1)
    assert len(frame(world, "2020-01", "贫困户")) == pytest.approx(120_000 * 0.02, rel=0.1)


def test_the_new_list_comes_in_may(world: demo.World) -> None:
    for month, years in (("2020-04", {2019}), ("2020-05", {2019, 2020})):
        roster = frame(world, month, "贫困人口花名册")
        assert set(roster["名单年度"]) == years
        assert roster["人员编号"].is_unique
    dropped = frame(world, "2020-05", "贫困人口花名册").query("名单年度 == 2019")
    assert set(dropped["变动类型"]) == {"删除"}


def test_every_visit_adds_up_to_the_fen(world: demo.World) -> None:
    v = world.visits
    assert (v.payers >= 0).all()
    assert (v.own >= 0).all()
    assert (v.payers.sum(axis=1) + v.own == v.total).all()
    assert (v.begins <= v.ends).all()


@pytest.mark.parametrize("month", ["2020-01", "2020-12"])
def test_nothing_is_known_before_it_happens(world: demo.World, month: str) -> None:
    as_of = pd.Timestamp(date.fromisoformat(f"{month}-31"))
    for name, columns in {
        "患病核实": ["发现日期", "核实日期"], "救治台账": ["首次救治日期", "填报日期", "销号日期"],
        "诊疗费用": ["入院日期", "出院日期", "就诊日期", "填报日期"], "签约": ["签约日期", "录入日期"],
        "随访": ["随访日期", "录入日期"], "健康体检": ["体检日期", "录入日期"], "督战台账": ["发现日期", "解决日期", "销号日期"],
        "预警帮扶措施": ["实施日期"], "报送任务": ["实报日期"],
    }.items():  # fmt: skip
        table = frame(world, month, name)
        for column in columns:
            assert (pd.to_datetime(table[column].dropna()) <= as_of).all(), (name, column)


def test_a_month_holds_all_that_the_month_before_held(world: demo.World) -> None:
    for name, key in (
        ("诊疗费用", "就诊编号"),
        ("签约", "签约编号"),
        ("随访", "随访编号"),
        ("患病核实", "患病编号"),
        ("医疗卫生机构", "机构编码"),
    ):
        before, after = (set(frame(world, month, name)[key]) for month in ("2020-06", "2020-07"))
        assert before < after or (name == "医疗卫生机构" and before <= after), name


def test_monitoring_rows_are_of_the_month(world: demo.World) -> None:
    for name in ("县级医院监测", "乡镇卫生院监测", "村卫生室监测"):
        assert set(frame(world, "2020-03", name)["监测期"]) == {"2020-03"}


def test_the_catalogue_fills_the_list_of_35(world: demo.World) -> None:
    table = frame(world, "2020-01", "病种目录").set_index("目录编号")
    major = table.loc[diseases.MAJOR_LIST]
    assert len(major) == 35
    assert {"膀胱癌", "卵巢癌", "肾癌", "重性精神疾病", "风湿性心脏病"} == set(
        major.loc[~major["依据文号"].str.contains("示例"), "疾病名称"]
    )
    assert set(table.loc[diseases.KEY_LIST, "疾病编码"]) == {"I10", "E14", "F20"}


def test_blank_villages_cluster_on_the_remote_pastures_and_shrink(world: demo.World) -> None:
    blank = {
        m: frame(world, m, "村卫生室监测").query("机构编码.isna()")["行政村代码"].str[:4].value_counts()
        for m in ("2020-01", "2020-12")
    }
    administrative = frame(world, "2020-01", "行政区划").query("是否行政村 == '是'")["区划代码"].str[:4].value_counts()
    share = (blank["2020-01"] / administrative).fillna(0)
    assert min(share["6326"], share["6327"]) > 5 * share[["6301", "6302"]].max()
    assert 0 < blank["2020-12"].sum() < 0.7 * blank["2020-01"].sum()


def test_institutions_stand_in_their_counties(world: demo.World) -> None:
    table = frame(world, "2020-12", "医疗卫生机构")
    outlines = pack.counties().set_index("code").geometry
    points = gpd.points_from_xy(table["经度"], table["纬度"], crs=4326)
    home = gpd.GeoSeries(outlines.reindex(table["所在区划代码"].str[:6]).to_numpy(), crs=4326)
    assert gpd.GeoSeries(points).within(home).mean() > 0.99


def test_treatment_is_caught_up_over_the_year(world: demo.World) -> None:
    late = [((ledger := frame(world, m, "救治台账"))["救治状态"] == "未救治").mean() for m in ("2020-01", "2020-06", "2020-12")]
    assert late[0] > late[1] > late[2]
    assert 0.02 < late[0] < 0.15
    assert late[2] < 0.03
    assert set(ledger["未救治原因"].dropna()) <= {"拒绝", "外出", "等待床位", "病情不宜", "其他"}


def test_visits_are_put_off_over_the_festival(world: demo.World) -> None:
    visited = pd.to_datetime(frame(world, "2020-12", "随访")["随访日期"])
    monthly = visited[visited >= "2020-01-01"].dt.month.value_counts()
    assert monthly[2] < 0.75 * monthly[5]


def test_counties_go_different_ways_to_the_last_month(world: demo.World) -> None:
    shares = effort.missed_share(world.place, world.clock, world.seed)
    assert len(shares) == len(world.place.counties)
    begins, ends = shares[:, 0], shares[:, 2]
    assert (ends > 0.12).sum() >= 3
    assert ((begins > 0.12) & (ends < 0.04)).any()
    assert ((begins < 0.06) & (ends > 0.12)).any()
    assert ((begins < 0.06) & (ends < 0.02)).any()


def test_some_counties_are_silent_and_some_file_late(world: demo.World) -> None:
    towns = frame(world, "2020-12", "医疗卫生机构").set_index("机构编码")["所在区划代码"].str[:6]
    seen = [set(towns.reindex(frame(world, m, "乡镇卫生院监测")["机构编码"])) for m in ("2020-01", "2020-02", "2020-03")]
    everyone = set(towns[towns.index.isin(frame(world, "2020-12", "乡镇卫生院监测")["机构编码"])]) | set().union(*seen)
    assert everyone < set(towns)
    assert any(month != everyone for month in seen)
    stays = frame(world, "2020-12", "诊疗费用").dropna(subset=["出院日期", "填报日期"])
    lag = (pd.to_datetime(stays["填报日期"]) - pd.to_datetime(stays["出院日期"])).dt.days
    assert 0.03 < (lag > 15).mean() < 0.3


def test_warned_households_paid_more_than_the_line(world: demo.World) -> None:
    warned = frame(world, "2020-12", "因病返贫预警户")
    assert (warned.query("预警来源 == '系统模型'")["人均自付"] > 1560).all()
    assert set(warned["县卫健确认状态"]) >= {"待确认", "已确认"}


def test_clock_and_cells() -> None:
    clock = Clock("2020-01", 12)
    assert [clock.list_year(m) for m in ("2020-04", "2020-05")] == [2019, 2020]
    assert cells.calendar_date(clock.end_day) == date(2021, 1, 1)
    assert [str(x) for x in cells.yuan(np.array([0, 1, 100, 123456, -5])).to_pylist()] == [
        "0.00",
        "0.01",
        "1.00",
        "1234.56",
        "-0.05",
    ]
    assert cells.dates(np.array([0, cells.NEVER], np.int32)).to_pylist() == [date(1970, 1, 1), None]


def test_an_unknown_province_is_told() -> None:
    with pytest.raises(LookupError, match="99"):
        demo.simulate("99")
