"""Emerging hot spots of the latest run that asked the same question."""

from __future__ import annotations

from typing import Any

from flask import Response

from webgis import geojson
from webgis.api import schemas, zone_results
from webgis.api.blueprint import Blueprint
from webgis.api.job_args import EmergingParameters

blueprint = Blueprint("emerging", __name__, url_prefix="/emerging")


@blueprint.get("")
@blueprint.arguments(EmergingParameters, location="query")
@blueprint.response(200, schemas.FeatureCollection, content_type=geojson.GEOJSON)
def list_emerging(args: dict[str, Any]) -> Response:
    """Return cells with class, trend and shares of hot and cold steps; run is null before a run."""
    return zone_results.latest("emerging", EmergingParameters.plain(args))
