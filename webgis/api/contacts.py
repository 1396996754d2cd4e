"""How a reporter may be reached: shown in plain for a reason, which is written down."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate

from geodata.queries import reporters
from geodata.workflows import attaching, contacts
from webgis import auth, geojson, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import MAX_DESCRIPTION
from webgis.database import session
from webgis.request_args import MAX_PAGE_SIZE, Strict

blueprint = Blueprint("contacts", __name__, url_prefix="")


class ReadingOrder(Strict):
    """Why the contact is needed."""

    reason = fields.String(required=True, validate=validate.Length(4, MAX_DESCRIPTION))


class Plain(Schema):
    """How the reporter may be reached."""

    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class ReadingsArgs(Strict):
    """How many of the latest."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, MAX_PAGE_SIZE))


@blueprint.post("/incidents/<uuid:incident_id>/contact-readings")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(ReadingOrder)
@blueprint.response(201, Plain)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def read(body: dict[str, Any], incident_id: UUID) -> Response:
    """Return a masked contact in plain; who asked and why stands in the history of the case."""
    found = contacts.unmask(
        session(),
        auth.current_actor(),
        incident_id,
        reason=body["reason"],
        area_codes=attaching.areas_around(session(), incident_id),
        now=datetime.now(UTC),
    )
    session().commit()
    answer = geojson.json(found, 201)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/contact-readings")
@blueprint.arguments(ReadingsArgs, location="query")
@blueprint.response(200, schemas.Items)
def readings(args: dict[str, Any]) -> Response:
    """Return who had contacts shown, when and why, the latest first; for auditors."""
    auth.require("audit.read")
    rows = reporters.readings(session(), args["limit"])
    return geojson.json({"items": [row._asdict() for row in rows]})
