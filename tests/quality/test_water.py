"""Questions about water: the statistic, its cautions, and the rows behind each."""

from datetime import date
from math import comb

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import quality
from tests.rollup import build

LIMITS = quality.Thresholds.load()
OPEN = {"least_cases": 1, "least_hits": 1, "least_share": 0.0, "times_others": 0}
COUNTIES = ("630102", "630103", "630104")


def tail(hits, cases, all_hits, all_cases):
    """P(at least `hits` of `cases` drawn), counted out."""
    ways = sum(comb(all_hits, k) * comb(all_cases - all_hits, cases - k) for k in range(hits, min(cases, all_hits) + 1))
    return ways / comb(all_cases, cases)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), min_size=2, max_size=5))
def test_the_p_value_is_the_exact_tail(pairs):
    counts = pd.DataFrame([(f"{n}", h, c) for n, (h, c) in enumerate(pairs)], columns=["region_code", "hits", "cases"])
    found = quality.excess(counts, OPEN, 0.05)
    all_hits, all_cases = counts["hits"].sum(), counts["cases"].sum()
    tested = [c >= 1 and all_cases > c for _, c in pairs]
    for row, (hits, cases), known in zip(found.to_dict("records"), pairs, tested, strict=True):
        if not known:
            assert pd.isna(row["p_value"])
            continue
        expected = tail(hits, cases, int(all_hits), int(all_cases))
        assert row["p_value"] == pytest.approx(expected, abs=1e-12)
        assert row["adjusted"] == pytest.approx(min(1.0, expected * sum(tested)))


def test_few_cases_or_a_trifle_are_not_asked_about():
    counts = pd.DataFrame([("a", 4, 4), ("b", 0, 400)], columns=["region_code", "hits", "cases"])
    assert not quality.excess(counts, {**OPEN, "least_cases": 5}, 0.05)["ask"].any()
    assert quality.excess(counts, OPEN, 0.05)["ask"].tolist() == [True, False]
    trifle = pd.DataFrame([("a", 6000, 50000), ("b", 5000, 50000)], columns=["region_code", "hits", "cases"])
    assert not quality.excess(trifle, {**OPEN, "times_others": 2}, 0.05)["ask"].any()
    alone = pd.DataFrame([("a", 9, 9)], columns=["region_code", "hits", "cases"])
    assert not quality.excess(alone, OPEN, 0.05)["ask"].any()


def township(n, county, name="2020-06", **numbers):
    return {"机构编码": f"T{county}{n}", "监测期": name, **numbers}


def month(root, name, tables):
    every = [
        {"机构编码": f"T{county}{n}", "所在区划代码": f"{county}{n + 1:03d}"} for county in COUNTIES for n in range(12)
    ]  # fmt: skip
    return build.month(root, name, {"医疗卫生机构": every, **tables})


def asked(months, test):
    found = quality.questions(months, LIMITS)
    return found[(found["test"] == test) & found["ask"]]["region_code"].tolist()


def test_rates_exactly_at_ninety(tmp_path):
    rows = [
        township(n, county, 三种慢病应签约人数=20 + 10 * n, 三种慢病已签约人数=(18 + 9 * n) - (county != COUNTIES[0]))
        for county in COUNTIES
        for n in range(12)
    ]
    records = month(tmp_path, "2020-06", {"乡镇卫生院监测": rows})
    assert asked([(records, None)], "exact_90") == [COUNTIES[0]]
    assert asked([(records, None)], "exact_100") == []
    behind = quality.question_rows(records, None, "exact_90", COUNTIES[0], LIMITS)
    assert len(behind) == 12
    assert behind["detail"][0] == "三种慢病签约率 18/20"


def test_only_denominators_that_ten_divides_can_hit_ninety(tmp_path):
    rows = [township(n, c, 三种慢病应签约人数=41, 三种慢病已签约人数=37) for c in COUNTIES for n in range(12)]
    found = quality.questions([(month(tmp_path, "2020-06", {"乡镇卫生院监测": rows}), None)], LIMITS)
    assert "exact_90" not in set(found["test"])
    assert set(found.loc[found["test"] == "exact_100", "hits"]) == {0}


def test_a_month_copied_from_the_last(tmp_path):
    def monitored(name, shift):
        rows = [
            township(
                n, c, name, 药品种数=50 + n + shift * (c != COUNTIES[1]), 执业医师数=3, 填报日期=date(2020, int(name[5:]), 28)
            )
            for c in COUNTIES
            for n in range(12)
        ]
        return month(tmp_path / name, name, {"乡镇卫生院监测": rows})

    june, may = monitored("2020-06", 1), monitored("2020-05", 0)
    assert asked([(june, may)], "copied") == [COUNTIES[1]]
    assert asked([(june, None)], "copied") == []
    assert len(quality.question_rows(june, may, "copied", "63", LIMITS)) == 12
    assert quality.question_rows(june, None, "copied", "63", LIMITS).empty


def test_equal_flags_alone_are_no_copy(tmp_path):
    june, may = (
        month(
            tmp_path / name,
            name,
            {"乡镇卫生院监测": [township(n, c, name, 是否有X光机=True) for c in COUNTIES for n in range(12)]},
        )
        for name in ("2020-06", "2020-05")
    )
    assert "copied" not in set(quality.questions([(june, may)], LIMITS)["test"])


def test_entries_massed_in_the_last_two_days(tmp_path):
    people = [{"人员编号": c, "名单年度": 2020, "家庭编号": c, "行政村代码": f"{c}001001"} for c in COUNTIES]
    rows = [
        {"随访编号": f"{c}-{n}", "人员编号": c, "随访日期": date(2020, 6, 1 + n), "录入日期": date(2020, 6, 1 + n)}
        for c in COUNTIES
        for n in range(28)
    ]
    rows = [{**r, "录入日期": date(2020, 6, 29)} if r["人员编号"] == "630103" else r for r in rows]
    records = build.month(tmp_path, "2020-06", {"贫困人口花名册": people, "随访": rows})
    assert asked([(records, None)], "massed") == ["630103"]
    other = build.month(
        tmp_path / "28", "2020-06", {"贫困人口花名册": people, "随访": [{**r, "录入日期": date(2020, 6, 28)} for r in rows]}
    )
    assert set(quality.questions([(other, None)], LIMITS)["hits"]) == {0}  # the 28th is not one of the last two days


def test_totals_at_the_pass_line(tmp_path):
    records = month(tmp_path, "2020-06", {"行政区划": []})
    (tmp_path / "derived").mkdir()
    totals = (
        [("6301", "70"), ("6301", "71.99")] * 5 + [("6302", str(60 + n)) for n in range(20)] * 2 + [("6301", "72"), ("6301", "")]
    )
    usual = {"institution_name": "院", "tier": "township", "preset": "default", "eligible": True}
    rows = [{**usual, "institution_code": f"I{n}", "region_code": f"{c}01001", "total": t} for n, (c, t) in enumerate(totals)]
    rows.append({**rows[0], "preset": "strict"})
    rows.append({**rows[0], "eligible": False})
    table = pa.Table.from_pylist(rows)
    with pa.OSFile(str(tmp_path / "derived" / "institutions.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as file:
        file.write_table(table)
    assert asked([(records, None)], "totals") == ["6301"]
    row = quality.questions([(records, None)], LIMITS).iloc[0]
    assert (row["hits"], row["cases"], row["other_hits"], row["other_cases"]) == (10, 11, 4, 40)
    assert len(quality.question_rows(records, None, "totals", "6301", LIMITS)) == 10


def test_every_threshold_has_its_reason_and_asks():
    for name, limits in LIMITS.tests.items():
        assert limits["reason"], name
        assert "请核对" in limits["question"]
        assert limits["question"].endswith("？")
        assert {"{cases}", "{hits}", "{share}", "{others}"} <= {
            w for w in ("{cases}", "{hits}", "{share}", "{others}") if w in limits["question"]
        }
