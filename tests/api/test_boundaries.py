"""Borders over HTTP: by token, examined by default, put in force when asked, taken back."""

from __future__ import annotations

import io
import json

import pytest
import shapely
from flask import Flask

import api
from dashboard.access import Viewer
from dashboard.services import Services
from dashboard.settings import Settings
from dashboard.tokens import Tokens
from tests.geodata.conftest import shared_maps  # noqa: F401

URL = "/api/v1/boundaries"
COUNTY = "632725"


@pytest.fixture
def services(tmp_path, shared_maps) -> Services:  # noqa: F811
    shared_maps.atlas.counties(), shared_maps.atlas.cities(), shared_maps.atlas.provinces()
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "atlas").symlink_to(shared_maps.root / "atlas")
    return Services.from_settings(Settings(tmp_path, prepare=False))


@pytest.fixture
def client(services):
    server = Flask("test")
    api.register(server, services)
    return server.test_client()


@pytest.fixture
def token(services) -> dict[str, str]:
    secret = Tokens(services.imports.settings.tokens).add("省平台", "63", "2020-06-01T00:00:00")
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def upload(services, tmp_path):
    below = services.geometry.files.atlas.below(COUNTY)
    towns = below[below["code"].str.len() == 9]
    features = [
        {"type": "Feature", "properties": {"代码": code}, "geometry": json.loads(shapely.to_geojson(shape))}
        for code, shape in zip(towns["code"], towns.geometry, strict=True)
    ]
    path = tmp_path / "乡镇.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return lambda: {"file": path.open("rb")}


def test_examined_then_put_in_force_then_taken_back(client, services, token, upload):
    assert client.post(URL, data=upload()).status_code == 401
    examined = client.post(URL, data=upload(), headers=token).json
    assert (examined["version"], examined["parents"][0]["name"]) == (None, "囊谦县")
    assert client.get(URL, headers=token).json["version"] == "pack"
    version = client.post(f"{URL}?replace=1&level=township&crs=wgs84", data=upload(), headers=token).json["version"]
    desk = client.get(URL, headers=token).json
    assert (desk["version"], desk["versions"][0]["by"]) == (version, "省平台")
    assert client.post(f"{URL}/undo", headers=token).json == {"version": "pack"}
    assert client.post(f"{URL}/undo", headers=token).status_code == 404
    assert {entry.who for entry in services.trust.audit.entries()} == {"省平台"}


@pytest.mark.parametrize(("query", "field"), [("?level=town", "file"), ("?crs=mars", "file"), ("?replace=2", "replace")])
def test_what_cannot_be_asked_is_said(client, token, upload, query, field):
    answer = client.post(URL + query, data=upload(), headers=token)
    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_a_county_changes_no_borders(client, services, upload):
    secret = Tokens(services.imports.settings.tokens).add("县平台", COUNTY, "2020-06-01T00:00:00")
    answer = client.post(f"{URL}?replace=1", data=upload(), headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    assert services.boundaries.desk(Viewer("省", "province", "63")).versions == ()


def test_the_page_uploads_by_part_of_a_shapefile(client):
    part = {"uploadId": "a" * 32}
    refused = client.post("/boundaries/upload", data={**part, "file": (io.BytesIO(b"1"), "边界.exe")})
    assert refused.status_code == 422
    taken = client.post("/boundaries/upload", data={**part, "file": (io.BytesIO(b"1"), "边界.dbf")})
    assert taken.status_code == 200
