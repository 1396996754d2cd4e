"""Officers on duty, the nearest first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import ValidationError, fields, validate

from geodata.errors import InvalidInputError
from geodata.geometry import check_lon_lat
from geodata.queries import duty
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import CODE, AsOf

MAX_LISTED = 5_000

blueprint = Blueprint("officers", __name__, url_prefix="/officers")


class PlaceField(fields.Field):
    """A place in degrees: lon,lat."""

    def _deserialize(self, value: Any, _attr: str | None, _data: Any, **_: Any) -> Any:
        try:
            lon, lat = (float(part) for part in str(value).split(","))
            check_lon_lat(lon, lat)
        except (ValueError, InvalidInputError) as error:
            raise ValidationError("a place is two numbers: lon,lat") from error
        return lon, lat


class DutyArgs(AsOf):
    """Whose grids, and from where."""

    area = fields.String(validate=CODE)
    near = PlaceField(metadata={"type": "string", "description": "lon,lat: the nearest first"})
    limit = fields.Integer(load_default=1_000, validate=validate.Range(1, MAX_LISTED))


class Duty(schemas.Items):
    """Officers and the moment they are told of."""

    at = fields.String(required=True)


@blueprint.get("/on-duty")
@blueprint.arguments(DutyArgs, location="query")
@blueprint.response(200, Duty)
def on_duty(args: dict[str, Any]) -> Response:
    """Return officers who answer for grids now: place, open cases, distance."""
    at = args.pop("at", None) or datetime.now(UTC)
    rows = duty.on_duty(session(), at, **args)
    return geojson.json({"at": at, "items": [row._asdict() for row in rows]})
