"""Two versions of the list: who is new, gone, moved, in another category — and that this explains every denominator."""

import random
from datetime import date

import pytest

from dashboard import policy, rollup, roster
from tests.rollup import build

QH = policy.load().profile("QH-2020")
A, B, C = "630102001001", "630102001002", "630121001001"


def person(name, village, year, **flags):
    return {
        "人员编号": name,
        "名单年度": year,
        "家庭编号": "H" + name,
        "行政村代码": village,
        **(flags or {"是否建档立卡": True}),
    }


def month(root, name, people, tables=None):
    everybody_eligible = {"贫困人口花名册": ["是否符合体检条件"]}
    return build.month(root, name, {"贫困人口花名册": people, **(tables or {})}, everybody_eligible)


@pytest.fixture
def two(tmp_path):
    april = [
        person("stays", A, 2019),
        person("moves within the county", A, 2019),
        person("moves away", B, 2019),
        person("leaves the list", B, 2019),
        person("changes category", A, 2019),
        person("never poor", A, 2019, 是否建档立卡=False),
    ]
    may = [
        person("stays", A, 2020),
        person("moves within the county", B, 2020),
        person("moves away", C, 2020),
        person("changes category", A, 2020, 是否低保对象=True),
        person("arrives", A, 2020),
        person("stays", A, 2019),
    ]
    return month(tmp_path / "4", "2020-04", april), month(tmp_path / "5", "2020-05", may)


def test_the_difference_of_a_county(two):
    found = roster.flows(two[0], QH, two[1], QH)
    county = roster.difference(found, "630102")
    assert county == roster.Difference(
        before=5, after=4, new=1, removed=1, moved_in=0, moved_out=1, moved_within=1, recategorised=1
    )
    village = roster.difference(found, B)
    assert village == roster.Difference(
        before=2, after=1, new=0, removed=1, moved_in=1, moved_out=1, moved_within=0, recategorised=0
    )
    nation = roster.difference(found, "0")
    assert (nation.before, nation.after, nation.moved_in, nation.moved_out, nation.moved_within) == (5, 5, 0, 0, 2)


def test_the_persons_behind_it(two):
    rows = roster.persons(two[0], QH, two[1], QH, "630102")
    assert {(r["person"], r["kind"]) for r in rows.to_dict("records")} == {
        ("arrives", "新增"), ("leaves the list", "移出"), ("moves within the county", "迁移"), ("moves away", "迁移"),
        ("changes category", "类别变更"),
    }  # fmt: skip
    changed = roster.persons(two[0], QH, two[1], QH, "63", "类别变更").iloc[0]
    assert (changed["source_categories"], changed["target_categories"]) == ("建档立卡", "低保对象")
    assert len(roster.persons(two[0], QH, two[1], QH, "0", limit=2)) == 2


def test_the_list_year_is_the_newest_not_after_the_month(tmp_path):
    people = [person("p", A, 2019), person("p", A, 2020), person("p", A, 2021)]
    assert roster.list_year(month(tmp_path / "a", "2020-12", people)) == 2020
    assert roster.list_year(month(tmp_path / "b", "2020-12", people[:1])) == 2019
    assert roster.list_year(month(tmp_path / "c", "2018-12", people)) is None
    assert roster.list_year(month(tmp_path / "d", "2020-12", [])) is None
    assert roster.list_year(build.month(tmp_path / "e", "2020-12", {"行政区划": []})) is None


def test_marks_stand_where_the_list_changed():
    years = [("2020-03", 2019), ("2020-04", None), ("2020-05", 2020), ("2020-06", 2020), ("2021-05", 2021)]
    assert roster.list_changes(years) == (roster.ListChange("2020-05", 2019, 2020), roster.ListChange("2021-05", 2020, 2021))
    assert roster.list_changes([("2020-05", 2020)]) == ()


def test_a_month_without_a_list_has_no_persons(two, tmp_path):
    bare = build.month(tmp_path / "bare", "2020-05", {"行政区划": []})
    found = roster.flows(two[0], QH, bare, QH)
    assert roster.difference(found, "63").removed == 5
    assert roster.effects(found, "63") == ()


REGIONS = ("0", "63", "630102", "630121", A, B)


def test_the_parts_of_an_effect_add_up_to_the_published_counts(tmp_path):
    """Sixty persons drawn at random: on either list or both, anywhere, ill and signed or not."""
    draw = random.Random(2020)
    people = [(draw.choice([None, A, B, C]), draw.choice([None, A, B, C]), draw.random(), draw.random()) for _ in range(60)]
    sides = []
    for side, (name, year) in enumerate((("2020-04", 2019), ("2020-05", 2020))):
        listed = [person(f"p{n}", p[side], year) for n, p in enumerate(people) if p[side]]
        ill = [
            {"患病编号": f"c{n}", "人员编号": f"p{n}", "疾病编码": "x", "核实状态": "已核实", "核实日期": date(2020, 1, 2),
             "三个一批分类": ["慢病签约服务"]}
            for n, p in enumerate(people) if p[2] < 0.4 + 0.3 * side
        ]  # fmt: skip
        signed = [
            {"签约编号": f"s{n}", "人员编号": f"p{n}", "签约日期": date(2020, 1, 2)} for n, p in enumerate(people) if p[3] < 0.6
        ]
        seen = [{"人员编号": f"p{n}", "年度": 2020, "体检日期": date(2020, 3, 3)} for n in range(0, 60, 3)]
        sides.append(month(tmp_path / name, name, listed, {"患病核实": ill, "签约": signed, "健康体检": seen}))
    found = roster.flows(sides[0], QH, sides[1], QH)
    published = [rollup.counts(records, QH, ["M-02", "M-03", "M-07"]) for records in sides]
    for region in REGIONS:
        effects = roster.effects(found, region)
        assert [effect.indicator for effect in effects] == ["M-02", "M-03", "M-07"]
        for effect in effects:
            for counts, pair in zip(published, (effect.before, effect.after), strict=True):
                own = counts[counts["region_code"].str.startswith("" if region == "0" else region)]
                own = own[own["indicator"] == effect.indicator]
                assert pair == (own["numerator"].sum(), own["denominator"].sum())
            gained = effect.new - effect.removed + effect.moved_in - effect.moved_out + effect.staying
            assert effect.after[1] - effect.before[1] == gained
            assert effect.same_after[1] - effect.same_before[1] == effect.staying
        change = roster.difference(found, region)
        assert change.after - change.before == change.new - change.removed + change.moved_in - change.moved_out
