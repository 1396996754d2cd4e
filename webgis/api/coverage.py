"""What the grids cover and miss."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Response
from marshmallow import fields, validate

from geodata.errors import NotFoundError
from geodata.models import JobRun
from geodata.queries import findings, job_runs
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.run_shape import shape
from webgis.database import session
from webgis.request_args import CODE, Strict

blueprint = Blueprint("coverage", __name__, url_prefix="/coverage")


class TierArgs(Strict):
    """One tier, or all."""

    tier = fields.Integer(validate=validate.Range(1, 6))


class FindingArgs(TierArgs):
    """One kind, or all."""

    kind = fields.String(validate=CODE)


@blueprint.get("")
@blueprint.arguments(TierArgs, location="query")
@blueprint.response(200, schemas.Coverage)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def coverage(args: dict[str, Any]) -> Response:
    """Return counts and areas of gaps and overlaps per tier, and people outside any grid."""
    run = _latest()
    if run is None:
        raise NotFoundError("coverage was not computed yet; POST /api/v1/jobs starts it")
    tiers = [row for row in run.summary["tiers"] if args.get("tier") in (None, row["tier"])]
    return geojson.json(
        {"run": shape(run) | {"summary": {}}, "tiers": tiers, "people": run.summary["people"]}
    )


@blueprint.get("/findings")
@blueprint.arguments(FindingArgs, location="query")
@blueprint.response(200, schemas.FeatureCollection, content_type=geojson.GEOJSON)
def list_findings(args: dict[str, Any]) -> Response:
    """Return findings as places: of the latest run, and those repaired when data were loaded."""
    run = _latest()
    rows = findings.listing(session(), run.id if run else None, **args)
    features = []
    for row in rows:
        properties = row._asdict()
        point = properties.pop("at")
        outline = properties.pop("geometry")
        properties["outline"] = msgspec.Raw(outline.encode()) if outline else None
        properties["is_from_import"] = properties.pop("run_id") is None
        properties["repaired"] = row.status == "fixed"
        features.append(geojson.feature(properties, point, row.id))
    return geojson.collection(features, run=shape(run) | {"summary": {}} if run else None)


def _latest() -> JobRun | None:
    return job_runs.latest_result(session(), "coverage")
