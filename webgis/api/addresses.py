"""Standard addresses: found by what is typed, or by a point."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from geodata.errors import NotFoundError
from geodata.geometry import check_lon_lat
from geodata.queries import addresses, findings, job_runs
from geodata.workflows import address_findings, address_search
from webgis import geojson
from webgis.api import run_shape, schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import AsOf

MAX_RESULTS = 50
MAX_QUESTION = 200
FINDING_NAMES = ("kind", "area_codes", "message", "message_zh", "status")
MAX_WITHIN_M = 20_000

blueprint = Blueprint("addresses", __name__, url_prefix="/addresses")


class SearchArgs(AsOf):
    """What was typed."""

    q = fields.String(required=True, validate=validate.Length(1, MAX_QUESTION))
    limit = fields.Integer(load_default=10, validate=validate.Range(1, MAX_RESULTS))


class NearArgs(AsOf):
    """A point in degrees (WGS-84) and how far around it to look."""

    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    within_m = fields.Float(load_default=500.0, validate=validate.Range(1, MAX_WITHIN_M))
    limit = fields.Integer(load_default=5, validate=validate.Range(1, MAX_RESULTS))


class Address(Schema):
    """An address in its parts, with the grid and the unit that hold it at a date."""

    code = fields.String(required=True)
    text = fields.String(required=True)
    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    district = fields.String(required=True)
    township = fields.String(required=True)
    community = fields.String(required=True)
    road = fields.String(required=True)
    number = fields.String(required=True)
    compound = fields.String(required=True)
    building = fields.String(required=True)
    room = fields.String(required=True)
    is_synthetic = fields.Boolean(required=True)
    grid_code = fields.String(required=True, allow_none=True)
    grid_name = fields.String(required=True, allow_none=True)
    grid_name_zh = fields.String(required=True, allow_none=True)
    unit_code = fields.String(required=True, allow_none=True)
    score = fields.Float(metadata={"description": "0..1, how well it answers what was typed"})
    distance_m = fields.Float(metadata={"description": "metres from the point"})


class Addresses(Schema):
    """Addresses, the best first."""

    items = fields.List(fields.Nested(Address), required=True)


@blueprint.get("")
@blueprint.arguments(SearchArgs, location="query")
@blueprint.response(200, Addresses)
def search(args: dict[str, Any]) -> Response:
    """Return the addresses that answer what was typed best."""
    found = address_search.search(session(), args["q"], _at(args), args["limit"])
    return geojson.json({"items": [_shown(row) for row in found]})


@blueprint.get("/nearest")
@blueprint.arguments(NearArgs, location="query")
@blueprint.response(200, Addresses)
def nearest(args: dict[str, Any]) -> Response:
    """Return the addresses nearest to a point, with their distance in metres."""
    check_lon_lat(args["lon"], args["lat"])
    rows = addresses.nearest(
        session(),
        args["lon"],
        args["lat"],
        _at(args),
        limit=args["limit"],
        within_m=args["within_m"],
    )
    return geojson.json({"items": [_shown(row._asdict()) for row in rows]})


@blueprint.get("/findings")
@blueprint.response(200, schemas.FeatureCollection)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def list_findings() -> Response:
    """Return what is wrong with the address book: the last run of the job, GeoJSON points."""
    run = job_runs.latest_result(session(), address_findings.KIND)
    if run is None:
        raise NotFoundError("the address book was not judged yet; start the job 'addresses'")
    features = []
    for row in findings.listing(session(), run.id):
        if row.run_id == run.id:
            properties = {name: getattr(row, name) for name in FINDING_NAMES}
            features.append(geojson.feature(properties, row.at, row.id))
    return geojson.collection(features, run=run_shape.shape(run))


@blueprint.get("/<string:code>")
@blueprint.arguments(AsOf, location="query")
@blueprint.response(200, Address)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_address(args: dict[str, Any], code: str) -> Response:
    """Return one address with its grid and unit at a date."""
    if not code.isprintable():
        raise NotFoundError("an address code has no control characters")
    return geojson.json(_shown(addresses.get(session(), code, _at(args))._asdict()))


def _at(args: dict[str, Any]) -> datetime:
    return args.get("at") or datetime.now(UTC)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}
