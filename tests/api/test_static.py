"""Scripts, styles and map files: compressed once, cached for ever, and the same bytes when unpacked."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask, Response

from api import geo, static

SCRIPT = b"const answer = 42; // " + b"a long explanation, " * 200


@pytest.fixture
def client(tmp_path):
    server = Flask("test", static_folder=None)
    squeezed = static.serve(server, tmp_path)
    squeezed.prepare([SCRIPT])

    @server.get("/assets/<name>")
    def asset(name: str) -> Response:
        return Response(SCRIPT if name != "small.js" else b"1", mimetype="text/javascript")

    @server.get("/picture")
    def picture() -> Response:
        return Response(SCRIPT, mimetype="image/png")

    stored = {"br": b"b", "gzip": b"g", "identity": b"plain"}
    files = {("a.geojson", encoding): body for encoding, body in stored.items()}
    server.register_blueprint(geo.blueprint(lambda name, encoding: files[name, encoding]))
    return server.test_client()


@pytest.mark.parametrize(
    ("accepts", "encoding", "unpack"), [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)]
)
def test_a_script_comes_compressed_and_unpacks_to_itself(client, accepts, encoding, unpack):
    answer = client.get("/assets/warroom.js?m=1", headers={"Accept-Encoding": accepts})
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert unpack(answer.data) == SCRIPT
    assert len(answer.data) == int(answer.headers["Content-Length"])


def test_what_was_prepared_is_served_at_best_quality(client):
    answer = client.get("/assets/warroom.js?m=1", headers={"Accept-Encoding": "br"})
    assert answer.data == brotli.compress(SCRIPT, quality=11)


def test_a_client_that_unpacks_nothing_gets_it_plain(client):
    answer = client.get("/assets/warroom.js")
    assert "Content-Encoding" not in answer.headers
    assert answer.data == SCRIPT
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/assets/small.js", "/picture"])
def test_small_bodies_and_pictures_stay_as_they_are(client, path):
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "br"}).headers


def test_preparing_again_keeps_the_files(tmp_path):
    squeezed = static.Squeezed(tmp_path)
    squeezed.prepare([SCRIPT])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    squeezed.prepare([SCRIPT])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert len(before) == 2


@pytest.mark.parametrize(("accepts", "body"), [("br, gzip", b"b"), ("gzip", b"g"), ("identity", b"plain")])
def test_a_map_file_is_handed_out_as_stored(client, accepts, body):
    answer = client.get("/geo/a.geojson", headers={"Accept-Encoding": accepts})
    assert answer.data == body
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "application/geo+json"


def test_an_unknown_map_file_is_404(client):
    assert client.get("/geo/b.geojson").status_code == 404
