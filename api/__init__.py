"""The HTTP API on the same Flask server as the screens: the same services, the same numbers, the same access rules."""

from __future__ import annotations

from flask import Flask

from api.errors import register_errors
from api.exports import exports
from api.operations import operations
from api.uploads import boundary_uploads, uploads
from api.v1 import resources
from dashboard.services import Services


def register(server: Flask, services: Services) -> None:
    """Adds `/api/v1/…`, `/healthz`, `/readyz` and `/metrics` to the server."""
    server.register_blueprint(resources(services))
    server.register_blueprint(operations(services))
    server.register_blueprint(exports(services))
    server.register_blueprint(uploads(services))
    server.register_blueprint(boundary_uploads(services))
    register_errors(server, services.imports.settings.data_dir)
