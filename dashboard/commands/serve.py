"""`serve`: the app in this process, threaded, for one machine; the README shows gunicorn for real use."""

from __future__ import annotations

import argparse
import dataclasses
import importlib

from dashboard.settings import Settings


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    parser = subparsers.add_parser("serve")
    parser.add_argument("--host", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, help="端口，默认 8050")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves until interrupted. `app` is looked up by name: the core imports nothing above it."""
    given = {key: value for key in ("host", "port") if (value := getattr(args, key)) is not None}
    settings = dataclasses.replace(Settings.from_env(), **given)
    app = importlib.import_module("app").create_app(settings)
    print(f"健康扶贫挂图作战：http://{settings.host}:{settings.port}", flush=True)
    app.run(host=settings.host, port=settings.port, debug=False)
    return 0
