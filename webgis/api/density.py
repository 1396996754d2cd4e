"""How densely incidents lie: bands of a kernel surface on a scale that no zoom changes.

A feature is one band: properties band (0 the lowest), low_per_km2, high_per_km2 (null in the
highest band of the scale), geometry Polygon or MultiPolygon; bands do not overlap. Beside them:
legend [{band, low_per_km2, high_per_km2}] (the whole scale, whatever is reached), method,
bandwidth_m, n, peak {per_km2, lon, lat} or null, period {start, end}, boundaries_at, data_at.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import shapely
from flask import Response
from marshmallow import fields, validate

from geodata.analyses.density import LEVELS_PER_KM2, SIGMA_M
from geodata.queries.incident_filter import conditions
from geodata.workflows import density
from geodata.workflows.density import Density
from webgis import geojson, openness
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import default_period
from webgis.database import session
from webgis.request_args import IncidentFilterArgs, incident_filter

# A millionth of a degree is a tenth of a metre.
GRID_DEG = 1e-6

blueprint = Blueprint("density", __name__, url_prefix="/density")


class DensityArgs(IncidentFilterArgs):
    """The incidents' filter and the width of the kernel."""

    bandwidth_m = fields.Float(load_default=SIGMA_M, validate=validate.Range(100, 5_000))


class DensityBands(schemas.FeatureCollection):
    """Bands with their scale and what they were made from."""

    legend = fields.List(fields.Dict(), required=True)
    method = fields.String(required=True)
    bandwidth_m = fields.Float(required=True)
    n = fields.Integer(required=True)
    peak = fields.Dict(required=True, allow_none=True)
    period = fields.Dict(required=True)
    boundaries_at = fields.String(required=True, allow_none=True)
    data_at = fields.String(required=True, allow_none=True)


@blueprint.get("")
@blueprint.arguments(DensityArgs, location="query")
@blueprint.response(200, DensityBands, content_type=geojson.GEOJSON)
def one_density(args: dict[str, Any]) -> Response:
    """Return the bands of the incidents that the filter asks for (default: the city's period)."""
    args["start"], args["end"] = default_period(args)
    at = args.pop("at", None) or datetime.now(UTC)
    sigma_m = args.pop("bandwidth_m")
    wanted = incident_filter(args)
    where = conditions(session(), wanted, at)
    is_exact = openness.sees_all()
    found = density.measure(session(), where, sigma_m=sigma_m, at=at, is_exact=is_exact)
    return geojson.collection(
        _features(found),
        legend=_legend(),
        method=density.METHOD,
        bandwidth_m=sigma_m,
        n=found.n,
        peak=_peak(found),
        period={"start": wanted.start, "end": wanted.end},
        boundaries_at=found.boundaries_at,
        data_at=found.data_at,
    )


def _features(found: Density) -> list[dict[str, Any]]:
    scale = {row["low_per_km2"]: row for row in _legend()}
    shapes = shapely.to_geojson(shapely.set_precision(found.bands.geometry.array, GRID_DEG))
    lows = found.bands["low_per_km2"].to_list()
    return [
        geojson.feature(scale[low], shape, scale[low]["band"])
        for low, shape in zip(lows, shapes, strict=True)
    ]


def _legend() -> list[dict[str, Any]]:
    uppers = (*LEVELS_PER_KM2[1:], None)
    return [
        {"band": band, "low_per_km2": low, "high_per_km2": high}
        for band, (low, high) in enumerate(zip(LEVELS_PER_KM2, uppers, strict=True))
    ]


def _peak(found: Density) -> dict[str, float] | None:
    if found.peak is None:
        return None
    return {"per_km2": found.peak_per_km2, "lon": found.peak[0], "lat": found.peak[1]}
