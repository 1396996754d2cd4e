"""Jobs: start, watch, cancel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from geodata.models import JobRun
from geodata.queries import job_runs
from webgis import geojson, jobs, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.job_args import PARAMETERS
from webgis.database import session
from webgis.request_args import Strict

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


class NewJob(Strict):
    """What to compute; the parameters depend on the kind."""

    kind = fields.String(required=True, validate=validate.OneOf(list(PARAMETERS)))
    parameters = fields.Dict(keys=fields.String(), load_default=dict)


@blueprint.get("")
@blueprint.response(200, schemas.Jobs)
def list_jobs() -> Response:
    """Return the latest runs, newest first."""
    return geojson.json({"items": [_shape(run) for run in job_runs.recent(session())]})


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewJob)
@blueprint.response(202, schemas.Job)
def start_job(body: dict[str, Any]) -> Response:
    """Queue a job; an equal one that waits already is answered instead."""
    parameters = PARAMETERS[body["kind"]].canonical(body["parameters"])
    run_id = jobs.start(session(), body["kind"], parameters)
    response = geojson.json(_shape(job_runs.get(session(), run_id)), 202)
    response.headers["Location"] = f"/api/v1/jobs/{run_id}"
    return response


@blueprint.get("/<uuid:run_id>")
@blueprint.response(200, schemas.Job)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_job(run_id: UUID) -> Response:
    """Return one run as it is now."""
    return geojson.json(_shape(job_runs.get(session(), run_id)))


@blueprint.post("/<uuid:run_id>/cancel")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(200, schemas.Job)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def cancel_job(run_id: UUID) -> Response:
    """Cancel a waiting run at once; ask a running one to stop at its next step."""
    run = job_runs.request_cancel(session(), run_id)
    session().commit()
    return geojson.json(_shape(run))


def _shape(run: JobRun) -> dict[str, Any]:
    names = schemas.Job().fields
    return {name: getattr(run, name) for name in names}
