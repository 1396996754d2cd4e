"""Hotspots of the latest run that asked the same question."""

from __future__ import annotations

from typing import Any

from flask import Response

from geodata.models import JobRun
from geodata.queries import hotspots, job_runs
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.job_args import HotspotParameters
from webgis.api.run_shape import shape
from webgis.caching import conditional
from webgis.database import session

blueprint = Blueprint("hotspots", __name__, url_prefix="/hotspots")


@blueprint.get("")
@blueprint.arguments(HotspotParameters, location="query")
@blueprint.response(200, schemas.FeatureCollection, content_type=geojson.GEOJSON)
def list_hotspots(args: dict[str, Any]) -> Response:
    """Return the zones of the latest run with exactly these parameters; run is null before one.

    Beside count, expected, z, p, q and bin: moran_class (high-high, low-low, high-low, low-high,
    not significant), moran_i, moran_p, moran_q; with ``per`` also that count, rate and shrunk_rate.
    """
    run = job_runs.latest_result(session(), "hotspots", HotspotParameters.plain(args))
    if run is None:
        return geojson.collection([], run=None)
    return conditional(str(run.id), lambda: _zones(run))


def _zones(run: JobRun) -> Response:
    rows = hotspots.of_run(session(), run.id)
    features = []
    for row in rows:
        properties = row._asdict()
        geometry = properties.pop("geometry")
        properties |= properties.pop("figures")
        features.append(geojson.feature(properties, geometry, row.zone))
    return geojson.collection(features, run=shape(run))
