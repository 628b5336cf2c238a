"""The web application: wires services, layouts and callbacks onto one Flask server.

`gunicorn 'app:server()'` in real use; `python -m dashboard serve` while developing.
"""

from __future__ import annotations

import atexit
import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from itertools import islice
from pathlib import Path

from dash import Dash
from flask import Flask
from flask_caching import Cache

import api
import callbacks
from api import geo, static
from callbacks import language
from dashboard.access import LOCAL
from dashboard.selection import NATION, Selection
from dashboard.services import Services
from dashboard.settings import Settings
from layouts.frame import frame

_UNUSED = ("async-mathjax", "async-highlight", "async-markdown", "async-datepicker", "plotly.min")
"""Parts of Dash that no page loads: not worth the minute of compressing them. Of plotly, `assets/vendor/` has what is needed."""

_MAPS_AHEAD = 60
"""Maps made two levels below the first view: the counties of a province of middle size, half a minute."""

_INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    {%app_entry%}
    {%config%}{%scripts%}{%renderer%}
  </body>
</html>"""


def create_app(settings: Settings | None = None, services: Services | None = None) -> Dash:
    """The application over the data below `settings.data_dir` (from the environment when not given)."""
    settings = settings or Settings.from_env()
    web = Flask("app")
    services = services or services_of(settings, web)
    app = Dash(
        "app",
        server=web,  # type: ignore[arg-type]  # its annotation forgets the Flask that its documentation asks for
        title="健康扶贫挂图作战",
        update_title="",
        assets_folder=str(Path(__file__).parent / "assets"),
        index_string=_INDEX,
        serve_locally=True,
        enable_mcp=False,
    )
    app.layout = frame
    app.validation_layout = frame()
    callbacks.register(app, services)
    api.register(app.server, services)
    app.server.register_blueprint(geo.blueprint(services.geometry.files.read))
    static.serve(app.server, settings.data_dir / "static")
    language.register(app.server)
    if settings.prepare:
        _prepare_beside(settings)
    return app


def server() -> Flask:
    """What gunicorn runs."""
    return create_app().server


def services_of(settings: Settings, web: Flask) -> Services:
    """The services over `settings.data_dir`, their answers kept by flask-caching."""
    return Services.from_settings(settings, cache=Cache(web, config=_cache_config(settings.cache_url)))


def _cache_config(url: str) -> dict[str, object]:
    """Answers are kept in this process, or in a Redis that all machines share."""
    if not url:
        return {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 200}
    return {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": url, "CACHE_KEY_PREFIX": "warroom:"}


def _prepare_beside(settings: Settings) -> None:
    """`prepare` in a process of its own: visitors share no interpreter with it, and all that it makes lies below DATA_DIR."""
    own = {"DATA_DIR": str(settings.data_dir), "DATABASE_URL": settings.database_url, "CACHE_URL": settings.cache_url}
    beside = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "prepare"],
        cwd=Path(__file__).parent,
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
    )
    atexit.register(beside.terminate)


def prepare(settings: Settings) -> None:
    """So that the first visitor does not wait: what the first view loads, then the answers that pass over every row (kept beside
    the store, so that the next start finds them made), then maps further down. Before that, what crashes left is cleared away."""
    app = create_app(dataclasses.replace(settings, prepare=False))
    services = Services.from_settings(settings)
    services.imports.tidy()
    below = prepare_first_view(app, services, settings)
    if not below:
        return
    first = services.resolve(LOCAL, Selection())
    for ask in (services.trust.quality, services.trust.roster, services.trust.filing):
        ask(LOCAL, first)
    further = (child.region.code for region in below for child in services.children(LOCAL, first.but(region=region)).items)
    for region in islice(further, _MAPS_AHEAD):  # so that browsers may fetch them ahead; made-up cells cost most
        services.geometry(LOCAL, region)


def prepare_first_view(app: Dash, services: Services, settings: Settings) -> list[str]:
    """Maps of the first view and of those one click away, compressed scripts. Gives the regions one click away."""
    first = services.resolve(LOCAL, Selection()) if services.months(LOCAL) else None
    below = [child.region.code for child in services.children(LOCAL, first).items] if first else []
    for region in (str(first.region), NATION, *below) if first else ():
        services.geometry(LOCAL, region)
    static.Squeezed(settings.data_dir / "static").prepare(_scripts(app))
    return below


def _scripts(app: Dash) -> Iterator[bytes]:
    """Every script that a page may load, largest first: registered once the first page was made, so made here."""
    with app.server.app_context():
        app.index()
    paths = [files(sys.modules[package]) / path for package, known in app.registered_paths.items() for path in known]
    wanted = [Path(str(path)) for path in paths if path.name.endswith(".js") and not path.name.startswith(_UNUSED)]
    wanted += Path(app.config.assets_folder).rglob("*.*")
    yield from (path.read_bytes() for path in sorted(wanted, key=lambda path: -path.stat().st_size) if path.exists())
