from __future__ import annotations

import pytest

from geodata.mapfiles import MapFiles


@pytest.fixture(scope="session")
def shared_maps(tmp_path_factory) -> MapFiles:
    """Map files of the shipped pack; read only by the tests, so one for all."""
    return MapFiles(tmp_path_factory.mktemp("geo"))


@pytest.fixture
def office_maps(tmp_path, shared_maps) -> MapFiles:
    """Map files that a test may import borders into; unions already made are borrowed, which saves seconds."""
    shared_maps.atlas.counties(), shared_maps.atlas.cities(), shared_maps.atlas.provinces()
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "atlas").symlink_to(shared_maps.root / "atlas")
    return MapFiles(tmp_path / "geo")
