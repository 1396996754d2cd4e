"""Following an incident: the next news of it comes to the follower."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import Schema, fields, validate

from geodata.errors import ConflictError, NotFoundError
from geodata.queries import followers, incidents
from webgis import auth, geojson, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.report_args import EMAIL, PlainText
from webgis.database import session
from webgis.pages import LOCALES
from webgis.request_args import Strict

blueprint = Blueprint("followers", __name__, url_prefix="/incidents")


class NewFollower(Strict):
    """A follower; the e-mail address is optional and never public."""

    id = fields.UUID(required=True)
    email = PlainText(validate=EMAIL)
    locale = fields.String(load_default="zh", validate=validate.OneOf(LOCALES))


class Following(Schema):
    """How many follow now."""

    incident_id = fields.UUID(required=True)
    followers_count = fields.Integer(required=True)


@blueprint.post("/<uuid:incident_id>/followers")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewFollower)
@blueprint.response(201, Following)
@blueprint.alt_response(200, schema=Following)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def follow(body: dict[str, Any], incident_id: UUID) -> Response:
    """Follow an incident; again with the same id, account or address changes nothing."""
    incidents.get(session(), incident_id)
    is_new = followers.insert_once(
        session(),
        {
            "id": body["id"],
            "incident_id": incident_id,
            "account_id": auth.current_actor().account_id,
            "email": body.get("email") or None,
            "locale": body["locale"],
            "created_at": datetime.now(UTC),
        },
    )
    if followers.incident_of(session(), body["id"]) not in (incident_id, None):
        raise ConflictError(f"follower {body['id']} follows another incident already")
    session().commit()
    return _answer(incident_id, 201 if is_new else 200)


@blueprint.delete("/<uuid:incident_id>/followers/<uuid:follower_id>")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(200, Following)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def unfollow(incident_id: UUID, follower_id: UUID) -> Response:
    """Follow no longer; only who knows the id of the following can end it."""
    if not followers.remove(session(), incident_id, follower_id):
        raise NotFoundError("there is no such follower of this incident")
    session().commit()
    return _answer(incident_id, 200)


def _answer(incident_id: UUID, status: int) -> Response:
    count = followers.count(session(), incident_id)
    return geojson.json({"incident_id": incident_id, "followers_count": count}, status)
