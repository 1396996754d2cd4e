"""What the reader was told: the list behind the bell."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.errors import UnauthenticatedError
from geodata.notices import wording
from geodata.queries import notices
from geodata.queries._rows import AnyRow
from webgis import auth, geojson, limits, pages
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import Strict

MAX_LIMIT = 200
KEY = validate.Range(1, 2**63 - 1)

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


class PageArgs(Strict):
    """Which notices: older than ``before``, unread ones alone."""

    limit = fields.Integer(load_default=30, validate=validate.Range(1, MAX_LIMIT))
    before = fields.Integer(load_default=None, validate=KEY)
    unread = fields.Boolean(load_default=False)
    # Read by pages.locale, which knows the cookie and the browser's wish, too.
    lang = fields.String(validate=validate.OneOf(pages.LOCALES))


class Read(Strict):
    """Which notices were read; all when none are named."""

    ids = fields.List(
        fields.Integer(validate=KEY),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=1000),
    )


class NoticePage(schemas.Items):
    """Notices, newest first; ``bell`` is the name by which the stream of events tells of news."""

    unread_count = fields.Integer(required=True)
    bell = fields.String(required=True)


class Unread(Strict):
    """How many are left."""

    unread_count = fields.Integer(required=True)


@blueprint.get("")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, NoticePage)
def list_notices(args: dict[str, Any]) -> Response:
    """Return one's own notices, the newest first, in the language of the request."""
    account_id = own_account()
    rows = notices.page(session(), account_id, args["limit"], args["before"], unread=args["unread"])
    body = {
        "items": [_shape(row) for row in rows],
        "unread_count": notices.unread_count(session(), account_id),
        "bell": str(notices.bell(session(), account_id)),
    }
    session().commit()  # a bell may have been hung just now
    return private(body)


@blueprint.post("/read")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(Read)
@blueprint.response(200, Unread)
def mark_read(body: dict[str, Any]) -> Response:
    """Mark one's own notices as read; those of others are left alone."""
    account_id = own_account()
    if notices.mark_read(session(), account_id, datetime.now(UTC), body["ids"]):
        # The bells of the reader's other windows fall silent, too.
        notices.ring(session(), [account_id])
    left = notices.unread_count(session(), account_id)
    session().commit()
    return private({"unread_count": left})


def own_account() -> int:
    """Return the key of the reader's account; raises UnauthenticatedError."""
    account_id = auth.current_actor().account_id
    if account_id is None:
        raise UnauthenticatedError("sign in first: notices are a person's own")
    return account_id


def private(body: dict[str, Any], status: int = 200) -> Response:
    """Return what no cache may keep."""
    response = geojson.json(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shape(row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": wording.title(row.kind, row.facts, pages.locale()),
        "subject_kind": row.subject_kind,
        "subject": row.subject,
        "path": wording.path(row.subject_kind, row.subject),
        "created_at": row.created_at,
        "read_at": row.read_at,
    }
