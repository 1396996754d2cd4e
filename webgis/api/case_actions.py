"""What may be done to a case, and doing it: to one, or to many at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from geodata.errors import GeodataError
from geodata.loop import transitions
from geodata.models.incident import PRIORITIES
from geodata.workflows import casework
from geodata.workflows.casework.merges import MAX_PARTS
from webgis import auth, geojson, limits
from webgis.api import case_detail, schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import MAX_DESCRIPTION
from webgis.database import session
from webgis.errors import status_of
from webgis.request_args import CODE, Moment, Strict

MAX_AT_ONCE = 200
TEXT = validate.Length(1, MAX_DESCRIPTION)

blueprint = Blueprint("case_actions", __name__, url_prefix="/incidents")


class Part(Strict):
    """One part of a split."""

    category_code = fields.String(required=True, validate=CODE)
    description = fields.String(validate=TEXT)


class Values(Strict):
    """An action and what it needs; GET tells which."""

    action = fields.String(required=True, validate=validate.OneOf([*transitions.ACTIONS]))
    reason = fields.String(validate=TEXT)
    note = fields.String(validate=TEXT)
    department_code = fields.String(validate=CODE)
    assist_codes = fields.List(fields.String(validate=CODE), validate=validate.Length(max=20))
    category_code = fields.String(validate=CODE)
    priority = fields.String(validate=validate.OneOf(PRIORITIES))
    until = Moment(metadata={"type": "string"})
    attachment_ids = fields.List(fields.UUID(), validate=validate.Length(max=20))
    into = fields.UUID()
    parts = fields.List(fields.Nested(Part), validate=validate.Length(1, MAX_PARTS))


class OneOrder(Values):
    """An action on one case; ``version`` is the state that was looked at."""

    version = fields.Integer(validate=validate.Range(1, 2**31 - 1))


class BulkOrder(Values):
    """The same action on many cases."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MAX_AT_ONCE))


class Offers(Strict):
    """The actions that the asker may take now."""

    version = fields.Integer(required=True)
    status = fields.String(required=True)
    actions = fields.List(fields.Dict(), required=True)


class Results(Strict):
    """What became of each case."""

    results = fields.List(fields.Dict(), required=True)


@blueprint.get("/<uuid:incident_id>/actions")
@blueprint.response(200, Offers)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def offered(incident_id: UUID) -> Response:
    """Return what the asker may do to a case now, and what each action needs."""
    case, rows = casework.offers(session(), auth.current_actor(), incident_id, datetime.now(UTC))
    actions = [
        {
            "action": row.action,
            "name": transitions.ACTIONS[row.action][0],
            "name_zh": transitions.ACTIONS[row.action][1],
            "to_status": row.target or case.status,
            "needs": row.needs,
            "takes": row.takes,
        }
        for row in rows
    ]
    return geojson.json({"version": case.version, "status": case.status, "actions": actions})


@blueprint.post("/<uuid:incident_id>/actions")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(OneOrder)
@blueprint.response(200, schemas.Incident)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def do(body: dict[str, Any], incident_id: UUID) -> Response:
    """Do an action on a case and return it as it is then."""
    actor = auth.current_actor()
    casework.act(session(), actor, incident_id, _order(body), datetime.now(UTC))
    session().commit()
    return geojson.json(case_detail.of(incident_id))


@blueprint.post("/bulk-actions")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(BulkOrder)
@blueprint.response(200, Results)
def do_many(body: dict[str, Any]) -> Response:
    """Do the same action on many cases; each stands for itself and tells how it went."""
    actor, now = auth.current_actor(), datetime.now(UTC)
    keys = dict.fromkeys(body.pop("ids"))
    order = _order(body)
    # In the order of the keys: two who act on the same cases never wait for each other.
    results = {key: _try(actor, key, order, now) for key in sorted(keys, key=str)}
    session().commit()
    return geojson.json({"results": [{"id": key, **results[key]} for key in keys]})


def _try(actor: Any, incident_id: UUID, order: casework.Order, now: datetime) -> dict[str, Any]:
    try:
        with session().begin_nested():
            case = casework.act(session(), actor, incident_id, order, now)
            return {"status": 200, "case_status": case.status, "version": case.version}
    except GeodataError as error:
        return {"status": status_of(error), "detail": str(error)}


def _order(body: dict[str, Any]) -> casework.Order:
    lists = ("assist_codes", "attachment_ids", "parts")
    return casework.Order(**{**body, **{name: tuple(body[name]) for name in lists if name in body}})
