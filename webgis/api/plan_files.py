"""Plans as files: tables and layers out and in, and a drawing to print."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Response, request
from marshmallow import fields, validate

from geodata import crs
from geodata.errors import InvalidInputError
from geodata.exporters import plan_drawing
from geodata.queries import cities, plans
from geodata.workflows.planning import edits, transfer
from webgis import auth, limits, uploads
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.bulletins import POLICY
from webgis.api.exports import FORMATS, as_file, written
from webgis.api.plan_args import VERSION
from webgis.api.plans import NOT_FOUND, edit_hand, edited
from webgis.database import session
from webgis.request_args import Strict

RAW = "application/octet-stream"

blueprint = Blueprint("plan_files", __name__, url_prefix="/plans")


class FileArgs(Strict):
    """The format of a file."""

    format = fields.String(load_default="geojson", validate=validate.OneOf([*FORMATS]))


class UploadArgs(Strict):
    """The name of the file that is the body, and the version of the plan that was looked at."""

    file_name = fields.String(required=True, validate=validate.Length(1, 200))
    version = fields.Integer(required=True, validate=VERSION)


class DrawingArgs(Strict):
    """The language of the drawing."""

    lang = fields.String(load_default="zh", validate=validate.OneOf(["zh", "en"]))


@blueprint.get("/<int:plan_id>/files/<string:layer>")
@blueprint.arguments(FileArgs, location="query")
@blueprint.response(200, {"type": "string", "format": "binary"})
@blueprint.alt_response(404, **NOT_FOUND)
def download(args: dict[str, Any], plan_id: int, layer: str) -> Response:
    """Return the units, the grids or the register of a plan as a file."""
    auth.require("plan.read")
    plan = plans.get(session(), plan_id)
    frame = transfer.layer(session(), plan, layer, datetime.now(UTC))
    return as_file(written(frame, FORMATS[args["format"]][0]), layer, args["format"])


@blueprint.post("/<int:plan_id>/files")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(UploadArgs, location="query")
@blueprint.response(200, schemas.PlanEdited)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
@blueprint.doc(requestBody={"content": {RAW: {"schema": {"type": "string", "format": "binary"}}}})
def upload(args: dict[str, Any], plan_id: int) -> Response:
    """Make the draft what a file draws: a table of units and grids, or a layer of grids."""
    plan = plans.get(session(), plan_id)
    hand = edit_hand(plan)
    edits.require_draft(plan)
    if request.mimetype != RAW:
        raise InvalidInputError(f"send the file as the body with Content-Type: {RAW}")
    request.max_content_length = uploads.MAX_LAYER_BYTES
    with tempfile.TemporaryDirectory(prefix="wangge-plan-") as folder:
        name = uploads.safe_name(args["file_name"])
        path = Path(folder, name)
        path.write_bytes(request.get_data(cache=False))
        wanted = transfer.read(session(), plan, path, args["version"])
    return edited(plan_id, edits.apply(session(), hand, plan_id, wanted))


@blueprint.get("/<int:plan_id>/drawing")
@blueprint.arguments(DrawingArgs, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/html")
@blueprint.alt_response(404, **NOT_FOUND)
def drawing(args: dict[str, Any], plan_id: int) -> Response:
    """Return a page per community to print: its grids with codes, officers and counts."""
    auth.require("plan.read")
    plan, now = plans.get(session(), plan_id), datetime.now(UTC)
    grids = transfer.layer(session(), plan, "grids", now)
    places = plans.communities(session(), plan, now)
    names = places["name_zh" if args["lang"] == "zh" else "name"]
    page = plan_drawing.write(
        crs.to_metric(grids, cities.get(session()).metric_epsg),
        dict(zip(places["code"], names, strict=True)),
        plan.name,
        args["lang"],
    )
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    return response
