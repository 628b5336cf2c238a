"""The indicator files: every kind is known, every name they use exists, and a profile without a key has no such indicator."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard import rollup
from dashboard.hierarchy import LEVELS
from dashboard.policy import load
from dashboard.records import TABLES
from dashboard.rollup.definitions import Indicators
from dashboard.rollup.kinds import KINDS
from tests.rollup.build import month as build

BOOK = load()
ALL = [f"M-{n:02d}" for n in range(1, 25)]
TEXTS = ("name", "short", "unit", "better", "definition", "why", "responsible", "clause", "population", "level")


def test_the_catalogue_is_complete():
    families = {name[:4] for name in BOOK.indicators}
    assert families == set(ALL)


@pytest.mark.parametrize("entry", BOOK.indicators.values(), ids=lambda entry: entry["id"])
def test_a_definition_is_whole(entry):
    assert [field for field in TEXTS if not entry.get(field)] == []
    assert " " not in entry["definition"]
    assert entry["level"] in LEVELS
    assert entry["better"] in ("higher", "lower", "neutral")
    assert entry["kind"] in (*KINDS, "from_verdicts")
    named = [*entry["tables"], *entry.get("or_tables", ()), *(c.split(".")[0] for c in entry.get("columns", ()))]
    assert set(named) <= set(TABLES)
    for column in (*entry.get("columns", ()), *(p["column"] for p in entry.get("parts", {}).values() if "column" in p)):
        table, name = column.split(".")
        assert name in TABLES[table].columns


@pytest.mark.parametrize(
    ("policy", "absent"),
    [
        ("QH-2020", []),
        ("CN-2017", ["M-05", "M-06", "M-08", "M-09", "M-12", "M-13", "M-16a", "M-16b", "M-16c"]),
        ("XB-2018", ["M-05", "M-06", "M-08", "M-09", "M-12", "M-13", "M-16a", "M-16b", "M-16c"]),
        (
            "LYG-2018",
            ["M-05", "M-06", "M-08", "M-09", "M-10", "M-11", "M-12", "M-13", "M-15", "M-16a", "M-16b", "M-16c", "M-21"],
        ),
    ],
)
def test_undefined_keys_make_indicators_absent(policy, absent):
    profile = BOOK.profile(policy)
    assert sorted({i.id for i in Indicators.shipped()} - {i.id for i in Indicators.shipped().of(profile)}) == absent


def test_targets_name_known_indicators():
    known = {name for indicator in Indicators.shipped() for name in indicator.ids}
    assert {name for profile in BOOK.profiles.values() for name in profile.targets} <= known


def test_quality_hits_per_accepted_row(tmp_path):
    """M-24: two hits on one township summary, none placed on the nameless one, over the rows that carry their region."""
    township = {"乡代码": "630102001", "年度": 2019}
    household = {"家庭编号": "H1", "行政村代码": "630102001001"}
    roster = {"人员编号": "P1", "名单年度": 2020, **household}
    records = build(
        tmp_path, "2020-06", {"乡镇诊疗汇总": [township], "贫困户": [household], "贫困人口花名册": [roster], "签约": [{}]}
    )
    profile = BOOK.profile("QH-2020")
    assert rollup.missing_tables(records, profile)["M-24"] == ["导入核对结果"]
    hits = {"table": ["乡镇诊疗汇总", "乡镇诊疗汇总", "签约"], "region_code": ["630102001", "630102001", None]}
    pq.write_table(pa.table(hits), tmp_path / "quality.parquet")
    counts = rollup.counts(records, profile, ["M-24"])
    assert counts[["region_code", "numerator", "denominator"]].astype(object).to_numpy().tolist() == [
        ["630102001", 2, 1],
        ["630102001001", 0, 2],
    ]


def test_an_unknown_engine_is_named(tmp_path):
    records = build(tmp_path, "2020-06", {"贫困人口花名册": []})
    with pytest.raises(ValueError, match="flink"):
        rollup.counts(records, BOOK.profile("QH-2020"), engine="flink")


def test_verdicts_become_counts_of_units():
    verdicts = pd.DataFrame(
        [
            ("county", "630102", "达标", ""),
            ("county", "630103", "缺报", ""),
            ("township", "630102001", "未达标", ""),
            ("village", "630102001001", "空白点", "Z1"),
            ("village", "630102001002", "有风险", "1;3"),
            ("village", "630102001003", "空白点", "Z2;4"),
            ("village", "630102001004", "无风险", ""),
        ],
        columns=["tier", "region_code", "status", "flags"],
    )
    sums = rollup.from_verdicts(verdicts).groupby("indicator")[["numerator", "denominator"]].sum()
    assert {name: tuple(row) for name, row in zip(sums.index, sums.to_numpy().tolist(), strict=True)} == {
        "M-12.county": (1, 2),
        "M-12.township": (0, 1),
        "M-13.Z": (2, 4),
        "M-13.risk": (2, 4),
    }
