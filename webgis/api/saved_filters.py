"""Filters of the work queue that the reader keeps under a name."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.queries import saved_filters
from webgis import limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.notices import own_account, private
from webgis.api.report_args import PlainText
from webgis.database import session
from webgis.request_args import Strict

MAX_QUESTION = 2_000
QUESTION = validate.Regexp(r"^[!-~]*\Z", error="as an address has it: ASCII without spaces")

blueprint = Blueprint("saved_filters", __name__, url_prefix="/saved-filters")


class NewFilter(Strict):
    """A filter to keep; one of the same name is replaced."""

    name = PlainText(required=True, validate=validate.Length(1, 80))
    question = fields.String(required=True, validate=[validate.Length(max=MAX_QUESTION), QUESTION])


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_filters() -> Response:
    """Return the reader's own filters by name."""
    return _listing(own_account())


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewFilter)
@blueprint.response(201, schemas.Items)
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def keep(body: dict[str, Any]) -> Response:
    """Keep a filter and return all of them."""
    account_id = own_account()
    saved_filters.save(session(), account_id, **body)
    session().commit()
    return _listing(account_id, 201)


@blueprint.delete("/<int:filter_id>")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def forget(filter_id: int) -> Response:
    """Forget a filter and return those that stay."""
    account_id = own_account()
    saved_filters.remove(session(), account_id, filter_id)
    session().commit()
    return _listing(account_id)


def _listing(account_id: int, status: int = 200) -> Response:
    rows = saved_filters.listing(session(), account_id)
    return private({"items": [row._asdict() for row in rows]}, status)
