"""The work queue: how many cases wait where, and which cases are like another one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from geodata.errors import NotFoundError
from geodata.queries import areas, cases, incidents, queue_counts, similar_incidents
from geodata.queries.incident_filter import conditions
from geodata.rights import policy
from webgis import auth, geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import IncidentFilterArgs, Strict, incident_filter

MAX_SIMILAR = 20

blueprint = Blueprint("case_queues", __name__, url_prefix="/incidents")


class QueuesArgs(IncidentFilterArgs):
    """A filter; the queue itself is what is asked."""

    class Meta(Strict.Meta):
        """All of the filter but the queue."""

        exclude = ("queue",)


class SimilarArgs(Strict):
    """How near in place and time."""

    radius_m = fields.Float(load_default=200, validate=validate.Range(1, 2_000))
    days = fields.Integer(load_default=30, validate=validate.Range(1, 366))


class QueueCounts(schemas.Items):
    """Counts per queue, and of all that fit the filter."""

    total = fields.Integer(required=True)


@blueprint.get("/queues")
@blueprint.arguments(QueuesArgs, location="query")
@blueprint.response(200, QueueCounts)
def queues(args: dict[str, Any]) -> Response:
    """Return the queues of the asker and how many cases wait in each."""
    at = args.pop("at", None) or datetime.now(UTC)
    where = conditions(session(), incident_filter(args), at)
    viewer = auth.current_actor()
    names = queue_counts.queues_of(viewer)
    counts = queue_counts.count(session(), where, viewer, names)
    total = counts.pop("all")
    items = [{"queue": name, "count": counts[name]} for name in names]
    return geojson.json({"items": items, "total": total})


@blueprint.get("/<uuid:incident_id>/similar")
@blueprint.arguments(SimilarArgs, location="query")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(403, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def similar(args: dict[str, Any], incident_id: UUID) -> Response:
    """Return cases of the same category near in place and time, the nearest first; for staff."""
    case, row = cases.get(session(), incident_id), incidents.get(session(), incident_id)
    chain = areas.chain(session(), case.grid_id) if case.grid_id else []
    policy.require(auth.current_actor(), "case.read", {area.code for area in chain})
    if row.lon is None:
        raise NotFoundError(f"incident {row.number} has no place")
    rows = similar_incidents.find(
        session(),
        case,
        lon=row.lon,
        lat=row.lat,
        radius_m=args["radius_m"],
        around=timedelta(days=args["days"]),
        limit=MAX_SIMILAR,
    )
    return geojson.json({"items": [row._asdict() for row in rows]})
