"""The latest forecast that asked the same question, with its record."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields

from webgis import geojson
from webgis.api import schemas, zone_results
from webgis.api.blueprint import Blueprint
from webgis.api.job_args import ForecastParameters

blueprint = Blueprint("forecast", __name__, url_prefix="/forecast")


class ForecastArgs(ForecastParameters):
    """The question, and which cells to return."""

    selected = fields.Boolean(metadata={"description": "only the selected top share of the area"})


@blueprint.get("")
@blueprint.arguments(ForecastArgs, location="query")
@blueprint.response(200, schemas.FeatureCollection, content_type=geojson.GEOJSON)
def one_forecast(args: dict[str, Any]) -> Response:
    """Return cells with rate, rank and selected; run.summary.record has PAI, PEI and hit rate."""
    wanted = args.pop("selected", None)
    keep = None if wanted is None else lambda figures: figures["selected"] is wanted
    return zone_results.latest("forecast", ForecastParameters.plain(args), keep)
