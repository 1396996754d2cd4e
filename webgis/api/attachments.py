"""Photos: taken once, stripped of their EXIF, served under addresses that nobody can guess."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, request, send_file, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from marshmallow import Schema, fields, validate

from geodata.errors import InvalidInputError, NotFoundError
from geodata.models import Attachment
from geodata.models.attachment import ATTACHMENT_KINDS
from geodata.queries import attachments
from geodata.rights import policy
from geodata.workflows import attaching
from webgis import auth, geojson, limits, photo_files
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import Moment, Strict

# A note is for those who handle the case.
REPORTER_KINDS = ("report", "before", "after")
SEALED_S = 3600
# A photo that no case ever got is not kept.
UNBOUND_FOR = timedelta(days=7)
KEPT_FOR_S = 31_536_000

blueprint = Blueprint("attachments", __name__, url_prefix="/attachments")


class NewAttachment(Strict):
    """A photo (JPEG, PNG, WebP or HEIC, at most 40 million pixels) and what is said about it."""

    file = fields.Raw(metadata={"type": "string", "format": "binary"})

    id = fields.UUID(required=True)
    incident_id = fields.UUID()
    kind = fields.String(load_default="report", validate=validate.OneOf(ATTACHMENT_KINDS))
    taken_at = Moment(metadata={"type": "string"})
    lon = fields.Float(validate=validate.Range(-180, 180))
    lat = fields.Float(validate=validate.Range(-90, 90))


class AttachmentAnswer(Schema):
    """A photo that was taken."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    taken_at = fields.String(required=True, allow_none=True)
    lon = fields.Float(allow_none=True)
    lat = fields.Float(allow_none=True)
    url = fields.String(required=True)
    thumbnail_url = fields.String(required=True)


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewAttachment, location="form", content_type="multipart/form-data")
@blueprint.response(201, AttachmentAnswer)
@blueprint.alt_response(200, schema=AttachmentAnswer)
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def add(form: dict[str, Any]) -> Response:
    """Take a photo. The client's id makes it safe to send again: a retry answers the same."""
    file = request.files.get("file")
    if file is None:
        raise InvalidInputError("the part 'file' with the photo is missing", field="file")
    with closing(file):
        data = file.read()
    is_new = attaching.attach(
        session(),
        auth.current_actor(),
        form,
        data,
        now=datetime.now(UTC),
        keep=photo_files.keep,
    )
    unbound = attachments.forget_unbound(session(), datetime.now(UTC) - UNBOUND_FOR)
    session().commit()
    photo_files.remove(unbound)
    # The place where a photo was taken goes to the person who sent it, and to no other.
    found = attachments.get(session(), form["id"])
    return geojson.json(
        {**_shape(found, is_sealed=True), "lon": found.lon, "lat": found.lat},
        201 if is_new else 200,
    )


@blueprint.get("/<uuid:attachment_id>/photo")
@blueprint.response(200, content_type="image/jpeg")
def photo(attachment_id: UUID) -> Response:
    """Return the photo, at most 2,560 pixels a side."""
    return _file(photo_files.photo_path(_visible(attachment_id).name))


@blueprint.get("/<uuid:attachment_id>/thumbnail")
@blueprint.response(200, content_type="image/jpeg")
def thumbnail(attachment_id: UUID) -> Response:
    """Return the photo at 360 pixels a side."""
    return _file(photo_files.thumbnail_path(_visible(attachment_id).name))


def of_case(incident_id: UUID) -> list[dict[str, Any]]:
    """Return all photos of a case, for staff."""
    found = attachments.of_incident(session(), incident_id, ATTACHMENT_KINDS)
    return [_shape(one, is_sealed=False) for one in found]


def of_own_report(incident_id: UUID) -> list[dict[str, Any]]:
    """Return the photos that a reporter may see, under addresses that hold for an hour."""
    found = attachments.of_incident(session(), incident_id, REPORTER_KINDS)
    return [_shape(one, is_sealed=True) for one in found]


def address(attachment_id: UUID, size: str, *, is_sealed: bool = False) -> str:
    """Return where a photo is served; ``size`` is photo or thumbnail.

    A sealed address opens without signing in, for an hour.
    """
    seal = _sealer().dumps(str(attachment_id)) if is_sealed else None
    return url_for(f"attachments.{size}", attachment_id=attachment_id, seal=seal)


def _shape(one: Attachment, *, is_sealed: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "width": one.width,
        "height": one.height,
        "taken_at": one.taken_at,
        "url": address(one.id, "photo", is_sealed=is_sealed),
        "thumbnail_url": address(one.id, "thumbnail", is_sealed=is_sealed),
    }


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["WANGGE"].secret_key, salt="photo")


def _is_sealed(attachment_id: UUID) -> bool:
    try:
        opened = _sealer().loads(request.args.get("seal", ""), max_age=SEALED_S)
    except BadData:
        return False
    return bool(opened == str(attachment_id))


def _visible(attachment_id: UUID) -> Attachment:
    found = attachments.get(session(), attachment_id)
    around = attaching.areas_around(session(), found.incident_id)
    if not (_is_sealed(attachment_id) or policy.may(auth.current_actor(), "case.read", around)):
        raise NotFoundError(f"there is no attachment {attachment_id} that you may see")
    return found


def _file(path: Any) -> Response:
    response = send_file(
        photo_files.existing(path), mimetype="image/jpeg", conditional=True, max_age=KEPT_FOR_S
    )
    response.headers["Cache-Control"] = f"private, max-age={KEPT_FOR_S}, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response
