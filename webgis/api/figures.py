"""Figures of a period beside those of the period before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import fields

from geodata.queries.incident_filter import conditions
from geodata.workflows import comparison
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import default_period
from webgis.database import session
from webgis.request_args import IncidentFilterArgs, incident_filter

blueprint = Blueprint("figures", __name__, url_prefix="/figures")


class Figures(schemas.Items):
    """Figures and days of a period beside those of the period before."""

    period = fields.Dict(required=True)
    before = fields.Dict(required=True)
    has_before = fields.Boolean(required=True)
    days = fields.List(fields.Dict(), required=True)
    method = fields.String(required=True)
    n = fields.Integer(required=True)
    boundaries_at = fields.String(required=True, allow_none=True)
    data_at = fields.String(required=True, allow_none=True)


@blueprint.get("")
@blueprint.arguments(IncidentFilterArgs, location="query")
@blueprint.response(200, Figures)
def figures(args: dict[str, Any]) -> Response:
    """Return reported, resolved, open, overdue, late and the median time; now and before."""
    start, end = default_period(args)
    at = args.pop("at", None) or datetime.now(UTC)
    # The period is counted by several moments of an incident, not by its report alone.
    args.pop("start", None)
    args.pop("end", None)
    where = conditions(session(), incident_filter(args), at)
    return geojson.json(comparison.run(session(), where, start, end, at))
