"""Imports: a file is uploaded and looked at, checked, written, and taken back whole."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID, uuid4

from flask import Response, current_app, request
from marshmallow import fields, validate

from geodata.crs import DATUMS
from geodata.errors import ConflictError, InvalidInputError
from geodata.formula_cells import escape_cell
from geodata.importers.field_names import FIELDS
from geodata.importers.layers import ending_of
from geodata.models import ImportRun
from geodata.queries import import_runs
from geodata.workflows import imports
from webgis import auth, geojson, import_jobs, jobs, limits, uploads
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import Moment, Strict

MAX_NAME = 100
# No control characters, and no halves of characters, which no encoding can hold.
TEXT = validate.Regexp(r"^[^\x00-\x1f\ud800-\udfff]{0,200}$", error="plain text, 200 characters")
NAME = validate.Regexp(
    r"^[^\x00-\x1f<>\ud800-\udfff]{1,100}$", error="1 to 100 characters, no control ones"
)
RAW = "application/octet-stream"

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


class Upload(Strict):
    """What a file is; the file itself is the body."""

    kind = fields.String(required=True, validate=validate.OneOf([*FIELDS]))
    source = fields.String(required=True, validate=NAME)
    file_name = fields.String(required=True, validate=NAME)


class HowToRead(Strict):
    """How a file is to be read; what is left out is as the last file of its source was."""

    columns = fields.Dict(keys=fields.String(), values=fields.String(validate=TEXT))
    constants = fields.Dict(keys=fields.String(), values=fields.String(validate=TEXT))
    datum = fields.String(validate=validate.OneOf(DATUMS))
    crs = fields.String(validate=validate.Regexp(r"^(EPSG:)?[0-9]{4,6}$"), allow_none=True)
    layer = fields.String(validate=TEXT, allow_none=True)
    valid_from = Moment(metadata={"type": "string"})
    retire_missing = fields.Boolean()


class ReportArgs(Strict):
    """The form of a report."""

    format = fields.String(load_default="json", validate=validate.OneOf(["json", "csv"]))


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_imports() -> Response:
    """Return the latest imports, newest first."""
    auth.require("import.run", ())
    return geojson.json({"items": [_brief(run) for run in import_runs.listing(session())]})


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(Upload, location="query")
@blueprint.response(201, {"type": "object"})
@blueprint.alt_response(415, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.doc(requestBody={"content": {RAW: {"schema": {"type": "string", "format": "binary"}}}})
def upload(args: dict[str, Any]) -> Response:
    """Take a file (the body, application/octet-stream) and return a first look at it."""
    actor = auth.require("import.run", ())
    if request.mimetype != RAW:
        raise InvalidInputError(f"send the file as the body with Content-Type: {RAW}")
    ending_of(uploads.path(_home(), UUID(int=0), args["file_name"]))
    request.max_content_length = uploads.limit_bytes(args["file_name"])
    import_id = uuid4()
    path = uploads.save(_home(), import_id, args["file_name"], request.stream)
    try:
        told = {"valid_from": None}
        reading = imports.remembered(session(), path, args["kind"], args["source"], told)
        run = import_runs.add(
            session(),
            id=import_id,
            **args,
            **imports.identity(path),
            settings=reading.settings({}),
            preview=_look(reading),
            created_by=actor.name,
        )
        session().commit()
    except BaseException:
        uploads.discard(_home(), import_id)
        raise
    return geojson.json(_shape(run), 201)


@blueprint.get("/<uuid:import_id>")
@blueprint.response(200, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def one_import(import_id: UUID) -> Response:
    """Return one import with its preview, its report and how far its job is."""
    return geojson.json(_shape(_get(import_id)))


@blueprint.post("/<uuid:import_id>/preview")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(HowToRead)
@blueprint.response(200, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def preview(body: dict[str, Any], import_id: UUID) -> Response:
    """Look at the file again as it is declared now: its place on the map, the shift test."""
    run = _not_written(import_id)
    reading = _reading(run, body)
    run.preview, run.settings = _look(reading), reading.settings({})
    session().commit()
    return geojson.json(_shape(run))


@blueprint.post("/<uuid:import_id>/check")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(HowToRead)
@blueprint.response(202, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def check(body: dict[str, Any], import_id: UUID) -> Response:
    """Queue the dry run: what would change, and what is wrong in which row."""
    run = _not_written(import_id)
    run.settings = _reading(run, body).settings({})
    return _start(run, "check")


@blueprint.post("/<uuid:import_id>/confirm")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(202, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def confirm(import_id: UUID) -> Response:
    """Queue the writing of what was checked."""
    run = _get(import_id)
    if run.state != "checked":
        raise ConflictError(f"import {run.id} is {run.state}; only a checked one is written")
    return _start(run, "write")


@blueprint.post("/<uuid:import_id>/rollback")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(202, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
@blueprint.alt_response(409, schema=schemas.Problem, content_type="application/problem+json")
def roll_back(import_id: UUID) -> Response:
    """Queue the undoing of a whole import; what somebody has worked on since is kept."""
    run = _get(import_id)
    if run.state != "imported":
        raise ConflictError(f"import {run.id} is {run.state}; only an imported one is rolled back")
    return _start(run, "roll_back")


@blueprint.get("/<uuid:import_id>/report")
@blueprint.arguments(ReportArgs, location="query")
@blueprint.response(200, {"type": "object"})
@blueprint.alt_response(200, content_type="text/csv")
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def report(args: dict[str, Any], import_id: UUID) -> Response:
    """Return the report of the last check or import as a file."""
    run = _get(import_id)
    if args["format"] == "csv":
        response = Response(_as_csv(run.report), content_type="text/csv; charset=utf-8")
    else:
        response = geojson.json(run.report)
    name = f"import-{run.id}.{args['format']}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _home() -> Any:
    return current_app.config["WANGGE"].home


def _get(import_id: UUID) -> ImportRun:
    auth.require("import.run", ())
    return import_runs.find(session(), import_id)


def _not_written(import_id: UUID) -> ImportRun:
    run = _get(import_id)
    if run.state not in ("uploaded", "checked"):
        raise ConflictError(f"import {run.id} is {run.state.replace('_', ' ')}")
    _require_idle(run)
    return run


def _require_idle(run: ImportRun) -> None:
    job = import_runs.latest_job(session(), run.id)
    if job is not None and job.state in ("queued", "running"):
        raise ConflictError(f"job {job.id} is working on this import; wait for it or cancel it")


def _reading(run: ImportRun, told: dict[str, Any]) -> imports.Reading:
    path = uploads.path(_home(), run.id, run.file_name)
    if not path.exists():
        raise ConflictError("the uploaded file is gone; upload it again")
    # What was said before of this file holds until it is said otherwise.
    kept = {**run.settings, **told}
    return imports.Reading.of(path, run.kind, run.source, kept, {})


def _look(reading: imports.Reading) -> dict[str, Any]:
    is_long = reading.path.stat().st_size > uploads.MAX_PREVIEW_BYTES
    if is_long and not (uploads.is_table(reading.path.name) and reading.kind == "incidents"):
        return {"is_deferred": True}
    return imports.look(session(), reading)


def _start(run: ImportRun, step: str) -> Response:
    if run.kind == "areas" and step != "check":
        auth.require("import.boundaries", ())
    _require_idle(run)
    jobs.start(session(), import_jobs.KIND, {"import_id": str(run.id), "step": step})
    return geojson.json(_shape(run), 202)


def _brief(run: ImportRun) -> dict[str, Any]:
    names = ("id", "kind", "source", "file_name", "file_bytes", "state")
    moments = ("created_by", "created_at", "imported_at", "rolled_back_at")
    counts = ("rows", "inserted", "updated", "unchanged", "refused", "retired")
    told = {name: run.report[name] for name in counts if name in run.report}
    return {name: getattr(run, name) for name in (*names, *moments)} | {"counts": told}


def _shape(run: ImportRun) -> dict[str, Any]:
    job = import_runs.latest_job(session(), run.id)
    state = ("id", "state", "percent", "message", "error")
    return {
        **_brief(run),
        "settings": run.settings,
        "preview": run.preview,
        "report": run.report,
        "job": {name: getattr(job, name) for name in state} if job else None,
    }


def _as_csv(report: dict[str, Any]) -> str:
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(["row", "level", "cause", "detail"])
    for finding in report.get("findings", []):
        row = "" if finding["row"] is None else str(finding["row"])
        rows.writerow([row, *(escape_cell(finding[n]) for n in ("level", "cause", "detail"))])
    # A spreadsheet takes a file without this mark for one in its own old encoding.
    return "\ufeff" + stream.getvalue()
