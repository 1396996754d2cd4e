"""Figures of a period beside those of the period before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response

from geodata.queries.incident_filter import conditions
from geodata.workflows import comparison
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import default_period
from webgis.database import session
from webgis.request_args import IncidentFilterArgs, incident_filter

blueprint = Blueprint("figures", __name__, url_prefix="/figures")


@blueprint.get("")
@blueprint.arguments(IncidentFilterArgs, location="query")
@blueprint.response(200, schemas.Items)
def figures(args: dict[str, Any]) -> Response:
    """Return reported, resolved, open, overdue, late and the median time; now and before."""
    start, end = default_period(args)
    at = args.pop("at", None) or datetime.now(UTC)
    # The period is counted by several moments of an incident, not by its report alone.
    args.pop("start", None)
    args.pop("end", None)
    where = conditions(session(), incident_filter(args), at)
    return geojson.json(comparison.run(session(), where, start, end, at))
