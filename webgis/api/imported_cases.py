"""Running cases of other systems (12345, 311), one by one; sending one again changes nothing."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.crs import DATUMS
from geodata.models.incident import STATUSES
from geodata.workflows.imports import single_case
from webgis import auth, geojson, limits
from webgis.api import case_detail, schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import Moment, Strict

MAX_TEXT = 4_000
# No halves of characters, which no encoding can hold.
KEY = validate.Regexp(
    r"^[^\x00-\x1f\ud800-\udfff]{1,200}$", error="1 to 200 characters, no control ones"
)
TEXT = validate.Regexp(r"^[^\x00\ud800-\udfff]*$", error="plain text")

blueprint = Blueprint("imported_cases", __name__, url_prefix="/imported-cases")


class ImportedCase(Strict):
    """A case as the other system has it now; times without a zone are the city's own."""

    source = fields.String(required=True, validate=KEY)
    source_id = fields.String(required=True, validate=KEY)
    category = fields.String(required=True, validate=KEY)
    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    datum = fields.String(load_default="wgs84", validate=validate.OneOf(DATUMS))
    reported_at = Moment(required=True, metadata={"type": "string"})
    status = fields.String(load_default="reported", validate=validate.OneOf(STATUSES))
    department = fields.String(validate=KEY)
    description = fields.String(validate=[validate.Length(max=MAX_TEXT), TEXT])
    address = fields.String(validate=[validate.Length(max=MAX_TEXT), TEXT])
    due_at = Moment(metadata={"type": "string"})
    resolved_at = Moment(metadata={"type": "string"})


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(ImportedCase)
@blueprint.response(201, schemas.Incident)
@blueprint.alt_response(200, schema=schemas.Incident)
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def receive(body: dict[str, Any]) -> Response:
    """Take a case, or what has changed of it; 409 once somebody has worked on it here."""
    actor = auth.require("import.case", ())
    source, datum = body.pop("source"), body.pop("datum")
    texts = {name: _text(value) for name, value in body.items()}
    key, fate = single_case.receive(session(), source, texts, datum, actor.name)
    session().commit()
    return geojson.json(case_detail.of(key), 201 if fate == "inserted" else 200)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return repr(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
