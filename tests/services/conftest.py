"""Two small months as an office sends them, imported and published by the real path; their figures are worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import importing
from dashboard.publishing import Store, publish_import
from dashboard.services import Services
from dashboard.settings import Settings

MONTHS = Path(__file__).parent / "months"


@pytest.fixture(scope="session")
def hand_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(tmp_path_factory.mktemp("hand"), prepare=False)
    for month in ("2020-05", "2020-06"):
        report = importing.read_month(MONTHS / month, month, Store(settings.store).staging())
        assert not report.unreadable
        assert report.refused == 0, report.rejects.read_text("utf-8")
        publish_import(report, settings)
    return settings


@pytest.fixture(scope="session")
def hand_services(hand_settings: Settings) -> Services:
    return Services.from_settings(hand_settings)
