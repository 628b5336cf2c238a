"""For those who run the service: liveness, readiness and Prometheus figures."""

from __future__ import annotations

import time

from flask import Blueprint, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from dashboard.services import Services


def operations(services: Services) -> Blueprint:
    """`/healthz` (the process answers), `/readyz` (a month is published and can be opened), `/metrics`."""
    blueprint = Blueprint("operations", __name__)
    registry = CollectorRegistry()
    requests = Counter("warroom_requests", "Requests by endpoint and status", ["endpoint", "status"], registry=registry)
    seconds = Histogram("warroom_request_seconds", "Time to answer", ["endpoint"], registry=registry)
    published = Gauge("warroom_published_months", "Published months", registry=registry)

    @blueprint.before_app_request
    def start() -> None:
        g.started = time.perf_counter()

    @blueprint.after_app_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "unknown"
        requests.labels(endpoint, response.status_code).inc()
        if "started" in g:
            seconds.labels(endpoint).observe(time.perf_counter() - g.started)
        return response

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        months = services.context.months()
        if not months:
            return jsonify(status="unready", detail="还没有发布任何月份的数据"), 503
        services.context.cube(months[-1])
        return jsonify(status="ready", newest_month=months[-1]), 200

    @blueprint.get("/metrics")
    def metrics() -> Response:
        published.set(len(services.context.months()))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return blueprint
