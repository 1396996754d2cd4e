"""Incidents: filter, page, sort, count, show, report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request

from geodata.queries import incident_counts, incidents, nearby_incidents
from geodata.queries._rows import AnyRow
from geodata.queries.incident_filter import conditions
from geodata.workflows import reporting
from webgis import auth, geojson, limits, openness
from webgis.api import attachments, case_detail, page_keys, schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import (
    HistogramArgs,
    MapArgs,
    NearbyArgs,
    NewIncident,
    PageArgs,
    SummaryArgs,
    default_period,
)
from webgis.database import session
from webgis.request_args import incident_filter

# Up to so many incidents a view shows each one; beyond, clusters.
MAX_POINTS = 3_000
POINTS_FROM_ZOOM = 17
MAX_NEARBY = 8

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")


@blueprint.get("")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, schemas.IncidentPage)
def list_incidents(args: dict[str, Any]) -> Response:
    """Return one page of incidents, as JSON or (by Accept) as GeoJSON."""
    where = _where(args)
    number, size, sort = args["page"], args["page_size"], args["sort"]
    rows = incidents.page(
        session(),
        where,
        sort=sort,
        limit=size,
        offset=(number - 1) * size,
        after=args.get("after"),
        is_exact=openness.sees_all(),
    )
    total = incidents.count(session(), where)
    next_page = page_keys.write(rows[-1], sort) if len(rows) == size else None
    page = {"page": number, "page_size": size, "total": total, "next": next_page}
    best = request.accept_mimetypes.best_match(["application/json", geojson.GEOJSON])
    if best == geojson.GEOJSON:
        return geojson.collection(map(_feature, rows), **page)
    return geojson.json({"items": [row._asdict() for row in rows], **page})


@blueprint.get("/map")
@blueprint.arguments(MapArgs, location="query")
@blueprint.response(200, schemas.IncidentMap)
def on_map(args: dict[str, Any]) -> Response:
    """Return clusters [lon, lat, count] or points [lon, lat, id, category, status] of a view."""
    box, zoom, is_exact = args["box"], args["zoom"], openness.sees_all()
    where = _where(args)
    total = incidents.count(session(), where)
    if total <= MAX_POINTS and (zoom >= POINTS_FROM_ZOOM or total <= 300 or zoom >= 15):
        rows = incident_counts.points(session(), where, MAX_POINTS, is_exact=is_exact)
        return geojson.json({"mode": "points", "total": total, "features": [*map(tuple, rows)]})
    latitude = (box[1] + box[3]) / 2
    rows = incident_counts.clusters(session(), where, zoom, latitude, is_exact=is_exact)
    return geojson.json({"mode": "clusters", "total": total, "features": [*map(tuple, rows)]})


@blueprint.get("/histogram")
@blueprint.arguments(HistogramArgs, location="query")
@blueprint.response(200, schemas.Histogram)
def histogram(args: dict[str, Any]) -> Response:
    """Return counts over equal steps of the period."""
    start, end = default_period(args)
    where, bins = _where(args), args["bins"]
    counts = incident_counts.histogram(session(), where, start, end, bins)
    step = (end - start) / bins
    return geojson.json(
        {
            "bins": [
                {"start": start + i * step, "end": start + (i + 1) * step, "count": count}
                for i, count in enumerate(counts)
            ],
            "total": sum(counts),
        }
    )


@blueprint.get("/summary")
@blueprint.arguments(SummaryArgs, location="query")
@blueprint.response(200, schemas.Summary)
def summary(args: dict[str, Any]) -> Response:
    """Return counts by category, status, department, or area of a tier."""
    where = _where(args)
    if args["by"] == "area":
        rows = incident_counts.by_area(session(), where, args["tier"])
    else:
        rows = getattr(incident_counts, f"by_{args['by']}")(session(), where)
    total = incidents.count(session(), where)
    return geojson.json({"items": [row._asdict() for row in rows], "total": total})


@blueprint.get("/nearby")
@blueprint.arguments(NearbyArgs, location="query")
@blueprint.response(200, schemas.Items)
def nearby(args: dict[str, Any]) -> Response:
    """Return open incidents of the same kind around a place, the nearest first.

    Strangers learn of none where incidents are not open data.
    """
    place = args.pop("lon"), args.pop("lat")
    is_exact = openness.sees_all()
    if not (is_exact or openness.is_open()):
        return geojson.json({"items": []})
    rows = nearby_incidents.find(session(), *place, **args, limit=MAX_NEARBY, is_exact=is_exact)
    return geojson.json({"items": [_near(row, is_exact=is_exact) for row in rows]})


@blueprint.get("/<uuid:incident_id>")
@blueprint.response(200, schemas.Incident)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_incident(incident_id: UUID) -> Response:
    """Return one incident with its history and the areas it lies in."""
    return geojson.json(case_detail.of(incident_id))


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewIncident)
@blueprint.response(201, schemas.Incident)
@blueprint.alt_response(200, schema=schemas.Incident)
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def report(body: dict[str, Any]) -> Response:
    """Take a report. The client's id makes it safe to send again: a retry answers the same."""
    is_new = reporting.receive(session(), body, datetime.now(UTC), auth.current_actor())
    session().commit()
    return geojson.json(case_detail.of(body["id"], is_own=True), 201 if is_new else 200)


def _where(args: dict[str, Any]) -> list[Any]:
    at = args.pop("at", None) or datetime.now(UTC)
    return conditions(session(), incident_filter(args), at)


def _feature(row: AnyRow) -> dict[str, Any]:
    properties = row._asdict()
    lon, lat = properties.pop("lon"), properties.pop("lat")
    return geojson.feature(
        properties, f'{{"type":"Point","coordinates":[{lon!r},{lat!r}]}}', str(row.id)
    )


def _near(row: AnyRow, *, is_exact: bool) -> dict[str, Any]:
    body = row._asdict()
    photo = body.pop("attachment_id")
    body["thumbnail_url"] = attachments.address(photo, "thumbnail") if photo and is_exact else None
    return body
