"""Areas of the five-tier tree, as of a date."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import Response
from marshmallow import fields, validate

from geodata.errors import NotFoundError
from geodata.queries import areas, layer_versions, officers
from geodata.queries._rows import AnyRow
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.caching import conditional
from webgis.database import session
from webgis.request_args import CODE, AsOf, BoxField

blueprint = Blueprint("areas", __name__, url_prefix="/areas")


class ListArgs(AsOf):
    """Which areas."""

    tier = fields.Integer(validate=validate.Range(1, 6))
    parent = fields.String(validate=CODE)
    box = BoxField(data_key="bbox", metadata={"type": "string"})
    zoom = fields.Integer(validate=validate.Range(0, 22))


class OneArgs(AsOf):
    """How one area is drawn."""

    zoom = fields.Integer(validate=validate.Range(0, 22))


@blueprint.get("")
@blueprint.arguments(ListArgs, location="query")
@blueprint.response(200, schemas.FeatureCollection, content_type=geojson.GEOJSON)
def list_areas(args: dict[str, Any]) -> Response:
    """Return areas as GeoJSON, simplified for the zoom without slivers between neighbours."""
    at = args.pop("at", None) or datetime.now(UTC)
    return conditional(
        _version(at),
        lambda: geojson.collection(map(_feature, areas.features(session(), at, **args))),
    )


@blueprint.get("/tree")
@blueprint.arguments(AsOf, location="query")
@blueprint.response(200, schemas.Items)
def tree(args: dict[str, Any]) -> Response:
    """Return every area without its geometry."""
    at = args.get("at") or datetime.now(UTC)
    return conditional(
        _version(at),
        lambda: geojson.json({"items": [row._asdict() for row in areas.tree(session(), at)]}),
    )


@blueprint.get("/<string:code>")
@blueprint.arguments(OneArgs, location="query")
@blueprint.response(200, schemas.Feature, content_type=geojson.GEOJSON)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_area(args: dict[str, Any], code: str) -> Response:
    """Return one area with the chain above it and the officer who answers for it."""
    at = args.pop("at", None) or datetime.now(UTC)
    rows = areas.features(session(), at, code=code, **args)
    if not rows:
        raise NotFoundError(f"there is no area {code!r} at {at:%Y-%m-%d}")
    return conditional(_version(at), lambda: _detail(rows[0], at))


def _version(at: datetime) -> str:
    return f"{layer_versions.get(session(), 'areas')}@{areas.changed_at(session(), at)}"


def _feature(row: AnyRow) -> dict[str, Any]:
    properties = row._asdict()
    geometry = properties.pop("geometry")
    properties.pop("official_outline")
    return geojson.feature(properties, geometry, row.code)


def _detail(row: AnyRow, at: datetime) -> Response:
    body = _feature(row)
    outline = row.official_outline
    officer = officers.responsible_for(session(), row.code, at)
    chain = areas.chain(session(), areas.get_id(session(), row.code, at))
    body["properties"] |= {
        "breadcrumbs": [above._asdict() for above in chain],
        "official_outline": msgspec.Raw(outline.encode()) if outline else None,
        "officer": {"code": officer.code, "name": officer.name} if officer else None,
    }
    response = geojson.json(body)
    response.content_type = geojson.GEOJSON
    return response
