"""Weekly bulletins: list, read, download."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from geodata.queries import bulletins
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import Strict

# The page stands alone and runs nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"

blueprint = Blueprint("bulletins", __name__, url_prefix="/bulletins")


class PageArgs(Strict):
    """How the page is handed over."""

    download = fields.Boolean(load_default=False)


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_bulletins() -> Response:
    """Return the bulletins that were made, the newest week first."""
    return geojson.json({"items": [row._asdict() for row in bulletins.listing(session())]})


@blueprint.get("/<uuid:run_id>")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/html")
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_bulletin(args: dict[str, Any], run_id: UUID) -> Response:
    """Return one bulletin as a page that can be printed."""
    found = bulletins.page(session(), run_id)
    response = Response(found.html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    if args["download"]:
        name = f"bulletin-{found.week_start.isoformat()}.html"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
