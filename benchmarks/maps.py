"""Two small Dash apps over the same polygons for `benchmarks.browser`: one drawn our way, one the plain way."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
import numpy as np
import plotly.graph_objects as go
from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from api import geo, static
from geodata import geojson, mapfiles, pack
from layouts import ids, palette

ASSETS = Path(__file__).resolve().parents[1] / "assets"
_WEST = ("51", "53", "54", "61", "62", "63", "64", "65")
"""Provinces whose counties make the sets: about 750 polygons."""
_OFFLINE = """<script>
const none = { type: "GeometryCollection", geometries: [] };
const kinds = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
const base = { type: "Topology", arcs: [], objects: Object.fromEntries(kinds.map((kind) => [kind, none])) };
window.PlotlyGeoAssets = { topojson: { world_110m: base } };
</script>"""
"""plotly would ask a CDN for its base map; without one it draws nothing at all."""


@dataclass(frozen=True)
class Shapes:
    """One set of polygons as a browser wants them."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    collection: dict[str, Any]
    file: bytes
    """The same as our map files have it: nothing finer than a screen shows."""
    bounds: tuple[float, ...]
    labels: tuple[tuple[float, float], ...]


def two_sets(size: int) -> tuple[Shapes, Shapes]:
    """The first and the last `size` western counties: a drill goes from one set to the other."""
    counties = pack.counties()
    west = counties[counties["code"].str[:2].isin(_WEST)].sort_values("code")
    return _shapes(west.head(size)), _shapes(west.tail(size))


def _shapes(table: Any) -> Shapes:
    # exteriors clockwise, or plotly floods the whole map
    drawn = table.set_geometry(table.geometry.set_precision(1e-4).normalize().orient_polygons(exterior_cw=True)).set_index("code")
    collection = json.loads(drawn[["name", drawn.geometry.name]].to_json())
    inside = drawn.geometry.representative_point()
    where = tuple(zip(inside.x, inside.y, strict=True))
    seen = geojson.as_fine_as_seen(table.geometry.to_numpy(), mapfiles.FINEST)
    file = geojson.collection(table.assign(schematic=False).set_geometry(seen), 4)
    return Shapes(tuple(drawn.index), tuple(drawn["name"]), collection, file, tuple(drawn.total_bounds), where)


def _controls() -> list[Any]:
    return [html.Button("drill", id="drill"), html.Button("recolour", id="recolour")]


def _graph() -> dcc.Graph:
    return dcc.Graph(id=ids.Map.GRAPH, style={"width": "900px", "height": "650px"}, config={"displayModeBar": False})


def _chosen(sets: tuple[Shapes, Shapes], drills: int | None) -> Shapes:
    return sets[(drills or 0) % 2]


def ours(sets: tuple[Shapes, Shapes], folder: Path, ahead: bool = False) -> Dash:
    """Values by callback, geometry by URL, drawn by the script of the real map; `ahead`: the next map is fetched at rest."""
    files = {}
    for shapes in sets:
        body = shapes.file
        squeezed = {"identity": body, "br": brotli.compress(body)}
        files[shapes.codes] = (f"set-{hashlib.sha256(body).hexdigest()[:16]}.geojson", squeezed)
    by_name = dict(files.values())
    app = Dash("ours", assets_folder=str(ASSETS), enable_mcp=False)
    app.server.register_blueprint(geo.blueprint(lambda name, encoding: by_name[name][encoding]))
    static.serve(app.server, folder)
    app.layout = html.Div(
        [
            *_controls(),
            dcc.Store(id=ids.Map.VIEW),
            dcc.Store(id=ids.Map.CLASSES, data=palette.for_client()),
            _graph(),
            html.Span(id=ids.Head.SINK, hidden=True),
        ]
    )

    @app.callback(Output(ids.Map.VIEW, "data"), Input("drill", "n_clicks"), Input("recolour", "n_clicks"))
    def view(drills: int | None, colours: int | None) -> dict[str, Any]:
        shapes, after = _chosen(sets, drills), _chosen(sets, (drills or 0) + 1)
        classes = _classes(len(shapes.codes), drills, colours)
        rows = zip(shapes.codes, shapes.names, classes, shapes.labels, strict=True)
        return {
            "month": "2020-06",
            "preset": "default",
            # a drill is to geometry not seen before: the number makes the browser fetch it anew
            "url": f"/geo/{files[shapes.codes][0]}?visit={drills or 0}",
            "ahead": [f"/geo/{files[after.codes][0]}?visit={(drills or 0) + 1}"] if ahead else [],
            "outline": None,
            "lines": None,
            "bounds": shapes.bounds,
            "selected": None,
            "regions": [[code, name, int(k), 0, f"<b>{name}</b>", *at] for code, name, k, at in rows],
            "points": [],
            "marks": [],
        }

    app.clientside_callback(
        ClientsideFunction("warroom", "view"),
        Output(ids.Head.SINK, "data-view"),
        Input(ids.Map.VIEW, "data"),
        Input(ids.Map.CLASSES, "data"),
    )
    return app


def plain(sets: tuple[Shapes, Shapes], folder: Path) -> Dash:
    """The whole figure with its GeoJSON at every click, as tutorials do it."""
    app = Dash("plain", assets_folder=str(folder / "none"), enable_mcp=False)
    app.index_string = app.index_string.replace("{%metas%}", "{%metas%}" + _OFFLINE)
    static.serve(app.server, folder)
    app.layout = html.Div([*_controls(), _graph()])

    @app.callback(Output(ids.Map.GRAPH, "figure"), Input("drill", "n_clicks"), Input("recolour", "n_clicks"))
    def figure(drills: int | None, colours: int | None) -> go.Figure:
        shapes = _chosen(sets, drills)
        z = _classes(len(shapes.codes), drills, colours)
        drawn = go.Choropleth(
            geojson=shapes.collection, locations=shapes.codes, z=z, text=shapes.names, colorscale="Oranges", showscale=False
        )
        return go.Figure(drawn, {"geo": {"visible": False, "fitbounds": "locations"}, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}})

    return app


def _classes(size: int, drills: int | None, colours: int | None) -> np.ndarray:
    """Classes of a click: every click has others."""
    return np.random.default_rng((drills or 0) * 1000 + (colours or 0)).integers(0, 6, size)
