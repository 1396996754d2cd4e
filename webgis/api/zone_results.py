"""Results that are zones of a run: emerging hot spots, forecasts, densities, indices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from geodata.models import JobRun
from geodata.queries import job_runs, run_zones
from webgis import geojson
from webgis.api.run_shape import shape
from webgis.caching import conditional
from webgis.database import session

Keep = Callable[[dict[str, Any]], bool]


def latest(kind: str, parameters: dict[str, Any], keep: Keep | None = None) -> Response:
    """Return the zones of the latest run with exactly these parameters; run is null before one."""
    run = job_runs.latest_result(session(), kind, parameters)
    if run is None:
        return geojson.collection([], run=None)
    return conditional(str(run.id), lambda: _zones(run, keep))


def _zones(run: JobRun, keep: Keep | None) -> Response:
    features = []
    for row in run_zones.of_run(session(), run.id):
        if keep is not None and not keep(row.figures):
            continue
        properties = {"zone": row.zone, "code": row.code, "name": row.name, "name_zh": row.name_zh}
        features.append(geojson.feature(properties | row.figures, row.geometry, row.zone))
    return geojson.collection(features, run=shape(run))
