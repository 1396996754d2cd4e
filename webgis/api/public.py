"""What everybody may have: protected counts of completed weeks, and subscriptions to a place."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

from flask import Response, url_for
from marshmallow import fields

from geodata.analyses.protected_groups import LEAST_ADDRESSES
from geodata.errors import NotFoundError
from geodata.queries import public_counts, subscriptions
from geodata.workflows import drawn_place, publishing
from webgis import geojson, limits, openness
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import CODE, BoxField, Moment, Strict

CSV_COLUMNS = ("step_start", "step_end", "topic", "cell_m", "count", "geometry")

blueprint = Blueprint("public", __name__, url_prefix="/public")


class CountArgs(Strict):
    """Which groups: the last published week unless a week is named by its start."""

    week = Moment(metadata={"type": "string", "description": "start of a published week"})
    topic = fields.String(validate=CODE)
    box = BoxField(data_key="bbox", metadata={"type": "string"})


class WeekArgs(Strict):
    """Which week, by its start."""

    week = Moment(metadata={"type": "string"})


class Weeks(schemas.Items):
    """Published weeks and how they were protected."""

    method = fields.String(required=True)
    least = fields.Integer(required=True)
    has_single_incidents = fields.Boolean(required=True)


class Place(Strict):
    """A drawn polygon."""

    geometry = fields.Dict(required=True, metadata={"description": "GeoJSON, (Multi)Polygon"})


class Subscribed(Strict):
    """The key, told once, and the addresses of its feeds."""

    key = fields.String(required=True)
    atom = fields.String(required=True)
    calendar = fields.String(required=True)


@blueprint.get("/weeks")
@blueprint.response(200, Weeks)
def weeks() -> Response:
    """Return the published weeks, the newest first, with how many reports are in their groups."""
    return geojson.json(
        {
            "items": [row._asdict() for row in public_counts.weeks(session())],
            "method": publishing.METHOD,
            "least": LEAST_ADDRESSES,
            "has_single_incidents": openness.is_open(),
        }
    )


@blueprint.get("/topics")
@blueprint.arguments(WeekArgs, location="query")
@blueprint.response(200, schemas.Items)
def topics(args: dict[str, Any]) -> Response:
    """Return the topics of a week, those with most reports first."""
    start = _week(args.get("week"))
    rows = public_counts.topics(session(), start) if start else []
    return geojson.json({"items": [row._asdict() for row in rows]})


@blueprint.get("/counts")
@blueprint.arguments(CountArgs, location="query")
@blueprint.response(200, schemas.FeatureCollection, content_type=geojson.GEOJSON)
def counts(args: dict[str, Any]) -> Response:
    """Return groups of reports as squares; cell_m 0 is the whole city."""
    features = []
    for row in _groups(args):
        properties = row._asdict()
        geometry = properties.pop("geometry")
        features.append(geojson.feature(properties, geometry, row.id))
    return geojson.collection(features, method=publishing.METHOD)


@blueprint.get("/counts.csv")
@blueprint.arguments(CountArgs, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def counts_as_csv(args: dict[str, Any]) -> Response:
    """Return the same groups as a table, geometry as GeoJSON text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for row in _groups(args):
        writer.writerow([_cell(row._mapping[name]) for name in CSV_COLUMNS])
    # Excel reads UTF-8 only behind its mark.
    response = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="public-counts.csv"'
    return response


@blueprint.post("/subscriptions")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(Place)
@blueprint.response(201, Subscribed)
def subscribe(body: dict[str, Any]) -> Response:
    """Follow a drawn polygon without an account: the answer's key is told once."""
    key = subscriptions.create(session(), drawn_place.read(body["geometry"]))
    session().commit()
    return geojson.json(
        {
            "key": key,
            "atom": url_for("feeds.of_place", key=key, form="atom", _external=True),
            "calendar": url_for("feeds.of_place", key=key, form="ics", _external=True),
        },
        201,
    )


@blueprint.delete("/subscriptions/<string:key>")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(204)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def unsubscribe(key: str) -> Response:
    """Forget a subscription."""
    subscriptions.delete_one(session(), key)
    session().commit()
    return Response(status=204)


def _groups(args: dict[str, Any]) -> Any:
    start = _week(args.get("week"))
    if start is None:
        return []
    return public_counts.groups(session(), start, args.get("topic"), args.get("box"))


def _week(wanted: datetime | None) -> datetime | None:
    starts = [row.start for row in public_counts.weeks(session())]
    if wanted is None:
        return starts[0] if starts else None
    if wanted not in starts:
        raise NotFoundError(f"no published week starts at {wanted.isoformat()}")
    return wanted


def _cell(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
