"""The same expressions on a real Spark cluster give the same bytes as on DuckDB (`make test-spark`)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings

from dashboard import rollup
from dashboard.__main__ import main
from dashboard.policy import load
from tests.rollup.build import folder
from tests.rollup.build import month as build
from tests.rollup.months import random_month

pytestmark = pytest.mark.spark
HAND = yaml.safe_load((Path(__file__).parent / "hand_month.yaml").read_text(encoding="utf-8"))
BOOK = load()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    from tests.rollup import cluster as spark

    root = tmp_path_factory.mktemp("spark")
    with spark.running(root) as address, pytest.MonkeyPatch.context() as environment:
        environment.setitem(os.environ, "SPARK_MASTER", address)
        environment.setitem(os.environ, "SPARK_CONF_DIR", str(root))
        yield address
        from pyspark.sql import SparkSession

        session = SparkSession.getActiveSession()
        assert session is not None
        assert session.sparkContext.master == address
        session.stop()


def written(frames, root: Path) -> list[bytes]:
    for number, frame in enumerate(frames):
        frame.to_csv(root / f"{number}.csv", index=False, encoding="utf-8-sig")
    return [(root / f"{number}.csv").read_bytes() for number in range(len(frames))]


def test_the_command_writes_the_same_bytes_on_both_engines(cluster, tmp_path):
    source = folder(tmp_path / "2020-06", HAND["tables"])
    for engine in ("spark", "duckdb"):
        asked = ["--month", "2020-06", "--policy", "QH-2020", "--out", str(tmp_path / engine), "--engine", engine]
        assert main(["rollup", str(source), *asked]) == 0
    for name in ("indicators.csv", "warnings.csv"):
        spark, duckdb = ((tmp_path / engine / name).read_bytes() for engine in ("spark", "duckdb"))
        assert spark == duckdb
        assert spark.count(b"\n") > 1


@settings(max_examples=1, deadline=None, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck))
@seed(20200630)
@given(made=random_month())
def test_random_months_are_the_same(cluster, made):
    month, tables = made
    with tempfile.TemporaryDirectory() as scratch:
        records = build(Path(scratch), month, tables)
        spark, duckdb = (rollup.counts(records, BOOK.profile("QH-2020"), engine=engine) for engine in ("spark", "duckdb"))
    pd.testing.assert_frame_equal(spark, duckdb)


def test_who_is_missing_is_the_same(cluster, tmp_path):
    records = build(tmp_path / "month", "2020-06", HAND["tables"])
    profile = BOOK.profile("QH-2020")
    for indicator in ("M-01", "M-03"):
        ours = rollup.missing_people(records, profile, indicator, "63", "spark")
        assert written([ours], tmp_path) == written([rollup.missing_people(records, profile, indicator, "63")], tmp_path)
