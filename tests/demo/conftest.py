"""One small world for all demo tests, and three of its months read by the importer."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import demo, importing
from dashboard.importing import ImportReport

SCALE = 0.02


@pytest.fixture(scope="session")
def world() -> demo.World:
    return demo.simulate("63", scale=SCALE)


@pytest.fixture(scope="session")
def made(world: demo.World, tmp_path_factory: pytest.TempPathFactory) -> demo.MadeMonth:
    return demo.make_month(world, "2020-06", tmp_path_factory.mktemp("demo") / "2020-06")


@pytest.fixture(scope="session")
def imported(made: demo.MadeMonth, tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    into: Path = tmp_path_factory.mktemp("imported")
    return importing.read_month(made.folder, "2020-06", into, province="63")
