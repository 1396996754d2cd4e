"""Health and figures for a monitoring system."""

from __future__ import annotations

import os
import time

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from geodata.queries import layer_versions
from webgis import geojson
from webgis.database import session

REQUESTS = Counter("wangge_requests", "Answers by endpoint and status", ["endpoint", "status"])
SECONDS = Histogram("wangge_request_seconds", "Time to answer", ["endpoint"])

blueprint = Blueprint("metrics", __name__)


def init_app(app: Flask) -> None:
    """Count and time every request; serve /health and /metrics."""
    app.before_request(_start)
    app.after_request(_count)
    app.register_blueprint(blueprint)


def _start() -> None:
    g.started_s = time.perf_counter()


def _count(response: Response) -> Response:
    endpoint = request.endpoint or "unknown"
    REQUESTS.labels(endpoint, response.status_code).inc()
    if "started_s" in g:
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.started_s)
    return response


@blueprint.get("/health")
def health() -> Response:
    """Tell whether the database answers; 503 when it does not."""
    try:
        session().execute(text("SET LOCAL statement_timeout = 1000"))
        version = layer_versions.total(session())
    except SQLAlchemyError:
        return geojson.json({"status": "unavailable", "database": "down"}, 503)
    return geojson.json({"status": "ok", "database": "up", "data_version": version})


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return the figures in Prometheus' text format, of all processes together."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
