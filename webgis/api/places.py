"""What lies at a place: its grid and the areas above, and the addresses around it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from geodata.queries import addresses, areas
from webgis import geojson
from webgis.api.blueprint import Blueprint
from webgis.api.report_args import PlaceArgs
from webgis.database import session

NEARBY_M = 300
MAX_ADDRESSES = 8

blueprint = Blueprint("places", __name__, url_prefix="/places")


class WhatLiesThere(Schema):
    """The areas around a place, from the city down, and its nearest addresses."""

    is_inside = fields.Boolean(required=True)
    grid = fields.Dict(required=True, allow_none=True)
    areas = fields.List(fields.Dict(), required=True)
    addresses = fields.List(fields.Dict(), required=True)


@blueprint.get("")
@blueprint.arguments(PlaceArgs, location="query")
@blueprint.response(200, WhatLiesThere)
def place(args: dict[str, Any]) -> Response:
    """Return the areas of a place and the addresses within 300 m, the nearest first."""
    now = datetime.now(UTC)
    lowest = areas.at_place(session(), args["lon"], args["lat"], now)
    chain = [area._asdict() for area in areas.chain(session(), lowest)] if lowest else []
    found = addresses.nearest(
        session(), args["lon"], args["lat"], now, limit=MAX_ADDRESSES, within_m=NEARBY_M
    )
    return geojson.json(
        {
            "is_inside": bool(chain),
            "grid": chain[-1] if chain and chain[-1]["tier"] == 5 else None,
            "areas": chain,
            "addresses": [row._asdict() for row in found],
        }
    )
