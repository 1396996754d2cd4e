"""Registers: how many of something an area holds, by whom and when counted. Never a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.errors import NotFoundError
from geodata.queries import areas, registers
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import Strict

blueprint = Blueprint("registers", __name__, url_prefix="/registers")


class LatestArgs(Strict):
    """A tier and, if the counts of an earlier day are meant, that day."""

    tier = fields.Integer(load_default=5, validate=validate.Range(1, 6))
    until = fields.Date(metadata={"description": "counted on this day or before"})


class OfAreaArgs(Strict):
    """The last day that counts."""

    until = fields.Date()


@blueprint.get("")
@blueprint.arguments(LatestArgs, location="query")
@blueprint.response(200, schemas.Items)
def list_latest(args: dict[str, Any]) -> Response:
    """Return the newest count of every area of a tier, one row per area and measure."""
    rows = registers.latest(session(), args["tier"], args.get("until"))
    return geojson.json({"items": [row._asdict() for row in rows]})


@blueprint.get("/<string:code>")
@blueprint.arguments(OfAreaArgs, location="query")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def of_area(args: dict[str, Any], code: str) -> Response:
    """Return every count of one area, newest first, with source and date."""

    if not code.isprintable():
        raise NotFoundError("an area code has no control characters")
    areas.get_id(session(), code, datetime.now(UTC))
    rows = registers.of_area(session(), code, args.get("until"))
    return geojson.json({"items": [row._asdict() for row in rows]})
