"""What browsers may fetch ahead."""

import pytest

from dashboard.access import LOCAL, Forbidden, Viewer
from dashboard.services import geometry
from dashboard.services.geometry import AHEAD_BYTES, AHEAD_REGIONS, Geometry


def test_ahead_names_only_what_is_made_likeliest_first(tmp_path):
    maps = Geometry(tmp_path)
    assert maps.ahead(LOCAL, ["6327", "6301"]) == ()
    assert not list(tmp_path.rglob("*.geojson")), "looking ahead makes nothing"
    made = [maps(LOCAL, region) for region in ("6301", "6327")]
    urls = maps.ahead(LOCAL, ["6327", "6302", "6301"])
    assert urls == (made[1].children.url, made[1].outline.url, made[0].children.url, made[0].outline.url)


def test_ahead_stays_within_its_bytes_and_regions(tmp_path, monkeypatch):
    maps = Geometry(tmp_path)
    first, second = maps(LOCAL, "6301"), maps(LOCAL, "6302")
    size = sum(map(maps.files.size, (first.children, first.outline)))
    assert size < AHEAD_BYTES
    monkeypatch.setattr(geometry, "AHEAD_BYTES", size)
    assert maps.ahead(LOCAL, ["6301", "6302"]) == (first.children.url, first.outline.url)
    monkeypatch.undo()
    assert maps.ahead(LOCAL, ["6399"] * AHEAD_REGIONS + ["6302"]) == ()
    assert second.children.url in maps.ahead(LOCAL, ["6302"])


def test_ahead_shows_nothing_outside_the_viewer_s_area(tmp_path):
    with pytest.raises(Forbidden):
        Geometry(tmp_path).ahead(Viewer("海东市", "city", "6302"), ["6327"])


def test_only_the_nation_and_insets_show_the_dashed_line(tmp_path):
    maps = Geometry(tmp_path)
    assert maps(LOCAL, "0").lines_url
    assert maps(LOCAL, "46").lines_url
    assert maps(LOCAL, "63").lines_url is None
