"""Beside the drawing of a plan: snapshots, comments, and the engine's proposals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response

from geodata.crs import STORAGE_EPSG
from geodata.queries import job_runs, plan_events, plan_notes, plans
from geodata.workflows.planning import edits, proposals
from geodata.workflows.planning.edits import Edit
from webgis import auth, geojson, jobs, limits
from webgis.api import plan_args, schemas
from webgis.api.blueprint import Blueprint
from webgis.api.plans import NOT_FOUND, edit_hand, edited
from webgis.database import session

blueprint = Blueprint("plan_notes", __name__, url_prefix="/plans")


@blueprint.get("/<int:plan_id>/snapshots")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, **NOT_FOUND)
def list_snapshots(plan_id: int) -> Response:
    """Return the named versions of a plan."""
    auth.require("plan.read")
    plans.get(session(), plan_id)
    rows = plan_notes.snapshots(session(), plan_id)
    return geojson.json({"items": [row._asdict() for row in rows]})


@blueprint.post("/<int:plan_id>/snapshots")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(plan_args.SnapshotArgs)
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def save_snapshot(body: dict[str, Any], plan_id: int) -> Response:
    """Give a version a name."""
    plan = plans.get(session(), plan_id)
    hand = edit_hand(plan)
    version = body.get("version", plan.version)
    if version != plan.version:
        plan_events.of_version(session(), plan_id, version)
    values = {"plan_id": plan_id, "name": body["name"], "version": version, "author": hand.name}
    plan_notes.save_snapshot(session(), values)
    session().commit()
    return list_snapshots(plan_id)


@blueprint.get("/<int:plan_id>/comments")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, **NOT_FOUND)
def list_comments(plan_id: int) -> Response:
    """Return the comments on a plan."""
    auth.require("plan.read")
    plans.get(session(), plan_id)
    rows = plan_notes.comments(session(), plan_id)
    return geojson.json({"items": [row._asdict() for row in rows]})


@blueprint.post("/<int:plan_id>/comments")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(plan_args.CommentArgs)
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, **NOT_FOUND)
def comment(body: dict[str, Any], plan_id: int) -> Response:
    """Say something about a place or a grid."""
    actor = auth.require("plan.read")
    plans.get(session(), plan_id)
    lon, lat = body.pop("lon", None), body.pop("lat", None)
    geom = None if lon is None or lat is None else f"SRID={STORAGE_EPSG};POINT({lon!r} {lat!r})"
    values = {**body, "plan_id": plan_id, "author": actor.name, "geom": geom}
    plan_notes.save_comment(session(), values)
    session().commit()
    return list_comments(plan_id)


@blueprint.post("/<int:plan_id>/comments/<uuid:comment_id>/done")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, **NOT_FOUND)
def settle(plan_id: int, comment_id: UUID) -> Response:
    """Mark a comment as done."""
    actor = auth.require("plan.read")
    now = datetime.now(UTC)
    plan_notes.settle_comment(session(), plan_id, comment_id, actor.name, now)
    session().commit()
    return list_comments(plan_id)


@blueprint.get("/<int:plan_id>/proposals")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, **NOT_FOUND)
def list_proposals(plan_id: int) -> Response:
    """Return what the engine proposed, newest first, with the report of each."""
    auth.require("plan.read")
    plans.get(session(), plan_id)
    rows = plan_notes.proposals(session(), plan_id)
    return geojson.json({"items": proposals.listing(rows)})


@blueprint.get("/<int:plan_id>/proposals/<int:proposal_id>")
@blueprint.response(200, schemas.PlanMoves)
@blueprint.alt_response(404, **NOT_FOUND)
def moves_of_proposal(plan_id: int, proposal_id: int) -> Response:
    """Return the moves of a proposal: [unit, from, to]."""
    auth.require("plan.read")
    found = plan_notes.proposal(session(), plan_id, proposal_id)
    return geojson.json({"id": found.id, "variant": found.variant, "moves": found.moves})


@blueprint.post("/<int:plan_id>/proposals")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(plan_args.ProposalArgs)
@blueprint.response(202, schemas.Job)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def propose(body: dict[str, Any], plan_id: int) -> Response:
    """Let the engine propose: for all, some communities, or just some grids."""
    plan = plans.get(session(), plan_id)
    edit_hand(plan)
    edits.require_draft(plan)
    parameters = {"plan_id": plan_id, "plan_version": plan.version, **body}
    run_id = jobs.start(session(), "zone", parameters)
    run = job_runs.get(session(), run_id)
    return geojson.json({"id": run.id, "kind": run.kind, "state": run.state}, 202)


@blueprint.post("/<int:plan_id>/proposals/<int:proposal_id>/accept")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(plan_args.Versioned)
@blueprint.response(200, schemas.PlanEdited)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def accept(body: dict[str, Any], plan_id: int, proposal_id: int) -> Response:
    """Make a proposal an edit of the draft, which can be undone."""
    hand = edit_hand(plans.get(session(), plan_id))
    done = proposals.accept(session(), hand, plan_id, proposal_id, body["version"])
    return edited(plan_id, done)


@blueprint.post("/<int:plan_id>/halve")
@blueprint.arguments(plan_args.HalveArgs)
@blueprint.response(200, schemas.PlanEdited)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def halve(body: dict[str, Any], plan_id: int) -> Response:
    """Cut a grid in two, balanced; the lighter half becomes a new grid."""
    plan = plans.get(session(), plan_id)
    hand = edit_hand(plan)
    moves = proposals.halve(session(), plan, body["grid"])
    wanted = Edit(body["version"], moves, reason=f"{body['grid']} in two")
    return edited(plan_id, edits.apply(session(), hand, plan_id, wanted))
