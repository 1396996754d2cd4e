"""A reporter's own view of a report, opened by its tracking code."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import segno
from flask import Response, request
from marshmallow import Schema, ValidationError, fields, validate

from geodata.errors import NotFoundError
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import areas, followers, incidents, reporters
from geodata.rights.actor import Actor, Grant
from geodata.workflows import casework
from webgis import geojson, limits
from webgis.api import attachments, schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import MAX_DESCRIPTION
from webgis.api.report_args import TRACKING_CODE
from webgis.database import session
from webgis.request_args import Strict

# Whoever has the code is the reporter, and nobody more.
REPORTER = Actor(None, "reporter", (Grant("citizen"),))
SHOWN = (
    "id",
    "number",
    "category_code",
    "category_name",
    "category_name_zh",
    "department_code",
    "status",
    "description",
    "address",
    "reported_at",
    "due_at",
    "resolved_at",
    "lon",
    "lat",
    "is_overdue",
)

blueprint = Blueprint("tracking", __name__, url_prefix="/track")


class Tracked(Schema):
    """Where a report stands."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    status = fields.String(required=True)
    is_open = fields.Boolean(required=True)
    actions = fields.List(fields.String(), required=True)
    merged_into = fields.Dict(required=True, allow_none=True)
    areas = fields.List(fields.Dict(), required=True)
    history = fields.List(fields.Dict(), required=True)
    attachments = fields.List(fields.Dict(), required=True)
    followers_count = fields.Integer(required=True)


class ReporterOrder(Strict):
    """What a reporter may do with the code of the own report."""

    action = fields.String(required=True, validate=validate.OneOf(["reopen", "withdraw"]))
    reason = fields.String(required=True, validate=validate.Length(1, MAX_DESCRIPTION))


@blueprint.get("/<code>")
@limits.limiter.limit(limits.of_lookups)
@blueprint.response(200, Tracked)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def track(code: str) -> Response:
    """Return where a report stands and what happened to it."""
    response = geojson.json(_tracked(code))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/<code>/actions")
@limits.limiter.limit(limits.of_lookups)
@blueprint.arguments(ReporterOrder)
@blueprint.response(200, Tracked)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def act(body: dict[str, Any], code: str) -> Response:
    """Withdraw the own report, or have it looked at again within the period of the city."""
    incident_id = reporters.incident_of(session(), _checked(code))
    order = casework.Order(**body)
    casework.act(session(), REPORTER, incident_id, order, datetime.now(UTC), is_reporter=True)
    session().commit()
    return track(code)


@blueprint.get("/<code>/qr.svg")
@blueprint.response(200, content_type="image/svg+xml")
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def qr_code(code: str) -> Response:
    """Return a QR code of the page that shows this report; the code need not be known here."""
    buffer = io.BytesIO()
    # After the # the code stays in the browser: no log of a server on the way has it.
    page = f"{request.url_root}track#{_checked(code)}"
    segno.make(page, error="m").save(buffer, kind="svg", scale=6, border=3, light="#fff")
    response = Response(buffer.getvalue(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response


def _checked(code: str) -> str:
    plain = code.upper().replace("-", "")
    try:
        TRACKING_CODE(plain)
    except ValidationError as error:
        raise NotFoundError("there is no report with this tracking code") from error
    return plain


def _tracked(code: str) -> dict[str, Any]:
    incident_id = reporters.incident_of(session(), _checked(code))
    row = incidents.get(session(), incident_id)
    body = row._asdict()
    grid_id = body.pop("grid_id")
    chain = areas.chain(session(), grid_id) if grid_id else []
    return {
        **{name: body[name] for name in SHOWN},
        "is_open": row.status in OPEN_STATUSES,
        "actions": _actions(incident_id),
        "merged_into": _survivor(row.merged_into),
        "areas": [area._asdict() for area in chain],
        "history": [
            {
                "at": event.at,
                "action": event.action,
                "from_status": event.from_status,
                "to_status": event.to_status,
                "reason": event.reason,
            }
            for event in incidents.history(session(), incident_id)
            if event.action != reporters.READING
        ],
        "attachments": attachments.of_own_report(incident_id),
        "followers_count": followers.count(session(), incident_id),
    }


def _actions(incident_id: UUID) -> list[str]:
    now = datetime.now(UTC)
    _, rows = casework.offers(session(), REPORTER, incident_id, now, is_reporter=True)
    return [row.action for row in rows]


def _survivor(incident_id: UUID | None) -> dict[str, Any] | None:
    if incident_id is None:
        return None
    found = incidents.get(session(), incident_id)
    return {"number": found.number, "status": found.status}
