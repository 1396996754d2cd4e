"""What the grids cover and miss."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import Response
from marshmallow import fields, validate

from geodata.errors import NotFoundError
from geodata.models import JobRun
from geodata.queries import area_figures, areas, finding_cases, findings, job_runs
from geodata.rights import policy
from geodata.workflows import finding_cases as casework
from webgis import auth, geojson, limits
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


class FigureArgs(TierArgs):
    """What was measured, of one tier or of all."""

    kind = fields.String(required=True, validate=validate.OneOf(["workload", "reach"]))


class Decision(Strict):
    """What is to become of a finding, and why."""

    status = fields.String(required=True, validate=validate.OneOf(["open", "accepted", "fixed"]))
    reason = fields.String(required=True, validate=validate.Length(1, 2000))


@blueprint.get("/figures")
@blueprint.arguments(FigureArgs, location="query")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def list_figures(args: dict[str, Any]) -> Response:
    """Return the figures of each area in the latest run of a kind, and the totals by tier."""
    run = job_runs.latest_result(session(), args["kind"])
    if run is None:
        raise NotFoundError(f"{args['kind']} was not computed yet; POST /api/v1/jobs starts it")
    rows = area_figures.of_run(session(), run.id, args.get("tier"))
    items = [{"area_code": code, "tier": tier, **figures} for code, tier, figures in rows]
    return geojson.json({"run": shape(run), "items": items})


@blueprint.get("/findings/<int:finding_id>/history")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def finding_history(finding_id: int) -> Response:
    """Return who decided what about a finding, and when it was first seen."""
    case = finding_cases.of_finding(session(), finding_id)
    rows = finding_cases.history(session(), case.id)
    # The names of people who decided are for people who may decide.
    may_see = policy.may(auth.current_actor(), "finding.decide")
    items = [row._asdict() | ({} if may_see else {"actor": None}) for row in rows]
    return geojson.json({"status": case.status, "items": items})


@blueprint.post("/findings/<int:finding_id>/decision")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(Decision)
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def decide_finding(body: dict[str, Any], finding_id: int) -> Response:
    """Accept a finding with a reason, reopen it, or call it fixed."""
    auth.require("finding.decide")
    case = finding_cases.of_finding(session(), finding_id)
    actor = auth.require("finding.decide", _around(case.area_codes))
    casework.decide(session(), actor, finding_id, body["status"], body["reason"])
    session().commit()
    rows = finding_cases.history(session(), case.id)
    return geojson.json({"status": case.status, "items": [row._asdict() for row in rows]})


def _around(codes: list[str]) -> set[str]:
    """The codes of the areas of a finding and of all that contain them."""
    now = datetime.now(UTC)
    around: set[str] = set(codes)
    for code in codes:
        try:
            around |= {
                row.code for row in areas.chain(session(), areas.get_id(session(), code, now))
            }
        except NotFoundError:
            # An area that ended or never was: the others tell where it is.
            continue
    return around


def _latest() -> JobRun | None:
    return job_runs.latest_result(session(), "coverage")
