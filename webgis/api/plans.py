"""Plans: drafts of grids, their units and figures, edits, and the way to publication."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response

from geodata.errors import InvalidInputError
from geodata.models import Plan
from geodata.queries import areas, plan_events, plans
from geodata.workflows.planning import drafts, edits, figures, impact, steps, undo
from geodata.workflows.planning.edits import Applied, Edit, Hand
from webgis import auth, geojson, jobs, limits
from webgis.api import plan_args, schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session

blueprint = Blueprint("plans", __name__, url_prefix="/plans")
NOT_FOUND = {"schema": schemas.Problem, "content_type": "application/problem+json"}


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_plans() -> Response:
    """Return all plans, the latest changed first."""
    auth.require("plan.read")
    return geojson.json({"items": [row._asdict() for row in plans.listing(session())]})


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(plan_args.NewPlanArgs)
@blueprint.response(201, schemas.PlanDetail)
@blueprint.alt_response(404, **NOT_FOUND)
def begin(body: dict[str, Any]) -> Response:
    """Begin a draft from the boundaries of a date, or branch another plan."""
    if body.get("from_plan"):
        hand = edit_hand(plans.get(session(), body["from_plan"]))
        plan = drafts.branch(
            session(), hand, body["from_plan"], body["name"], body.get("from_version")
        )
    else:
        if not body.get("area"):
            raise InvalidInputError("which area is to be redrawn?", field="area")
        hand = _hand("plan.edit", _around(body["area"]))
        bounds = (body["least"], body["target"], body["most"])
        new = drafts.NewPlan(body["name"], body["area"], *bounds)
        plan = drafts.begin(session(), hand, new, body.get("at"))
    session().commit()
    return geojson.json(_detail(plan), 201)


@blueprint.get("/<int:plan_id>")
@blueprint.response(200, schemas.PlanDetail)
@blueprint.alt_response(404, **NOT_FOUND)
def one_plan(plan_id: int) -> Response:
    """Return a plan with its grids."""
    return geojson.json(_detail(_readable(plan_id)))


@blueprint.get("/<int:plan_id>/figures")
@blueprint.response(200, schemas.PlanFigures)
@blueprint.alt_response(404, **NOT_FOUND)
def show_figures(plan_id: int) -> Response:
    """Return the figures of each grid of a plan and all that is wrong with it."""
    plan = _readable(plan_id)
    drawing = figures.draw(session(), plan, datetime.now(UTC))
    return geojson.json(
        {
            "version": plan.version,
            "grids": [figures.figures_of(drawing, str(code)) for code in drawing.grids.index],
            "problems": [figures.told(drawing, problem) for problem in drawing.problems],
        }
    )


@blueprint.get("/<int:plan_id>/impact")
@blueprint.response(200, schemas.PlanImpact)
@blueprint.alt_response(404, **NOT_FOUND)
def show_impact(plan_id: int) -> Response:
    """Return what the plan would change for households, addresses, officers and cases."""
    return geojson.json(impact.measure(session(), _readable(plan_id), datetime.now(UTC)))


@blueprint.get("/<int:plan_id>/history")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, **NOT_FOUND)
def history(plan_id: int) -> Response:
    """Return what was done to the plan, oldest first, and what can be undone and redone."""
    plan = _readable(plan_id)
    done, undone = undo.stacks(session(), plan.id)
    rows = [row._asdict() for row in plan_events.heads(session(), plan.id)]
    return geojson.json({"items": rows, "can_undo": done[-1:], "can_redo": undone[-1:]})


@blueprint.post("/<int:plan_id>/edits")
@blueprint.arguments(plan_args.EditArgs)
@blueprint.response(200, schemas.PlanEdited)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def edit(body: dict[str, Any], plan_id: int) -> Response:
    """Move units and change grids; two planners' edits merge where they do not touch."""
    hand = edit_hand(plans.get(session(), plan_id))
    moves = tuple((row["unit"], row["before"], row["after"]) for row in body["moves"])
    grids = {row.pop("code"): row for row in body["grids"]}
    wanted = Edit(body["version"], moves, grids, reason=body.get("reason"))
    return edited(plan_id, edits.apply(session(), hand, plan_id, wanted))


@blueprint.post("/<int:plan_id>/undo")
@blueprint.arguments(plan_args.Versioned)
@blueprint.response(200, schemas.PlanEdited)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def take_back(body: dict[str, Any], plan_id: int) -> Response:
    """Undo the last edit of the plan, whoever made it."""
    hand = edit_hand(plans.get(session(), plan_id))
    return edited(plan_id, undo.undo(session(), hand, plan_id, body["version"]))


@blueprint.post("/<int:plan_id>/redo")
@blueprint.arguments(plan_args.Versioned)
@blueprint.response(200, schemas.PlanEdited)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def do_again(body: dict[str, Any], plan_id: int) -> Response:
    """Redo what was undone last."""
    hand = edit_hand(plans.get(session(), plan_id))
    return edited(plan_id, undo.redo(session(), hand, plan_id, body["version"]))


@blueprint.post("/<int:plan_id>/restore")
@blueprint.arguments(plan_args.RestoreArgs)
@blueprint.response(200, schemas.PlanEdited)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def restore(body: dict[str, Any], plan_id: int) -> Response:
    """Go back to an earlier version; it can be undone like any edit."""
    hand = edit_hand(plans.get(session(), plan_id))
    done = undo.restore(session(), hand, plan_id, body["version"], body["to_version"])
    return edited(plan_id, done)


@blueprint.post("/<int:plan_id>/steps")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(plan_args.StepArgs)
@blueprint.response(200, schemas.PlanDetail)
@blueprint.alt_response(404, **NOT_FOUND)
@blueprint.alt_response(409, **NOT_FOUND)
def step(body: dict[str, Any], plan_id: int) -> Response:
    """Submit, send back, approve, publish or withdraw a plan."""
    plan = plans.get(session(), plan_id)
    right = steps.STEPS[body["step"]][1]
    if body["step"] == "withdraw" and plan.status == "published":
        right = "plan.publish"
    hand = _hand(right, _around(plans.scope(session(), plan).code))
    wanted = steps.Step(body["step"], body["version"], body.get("reason"), body.get("at"))
    plan = steps.take(session(), hand, plan_id, wanted)
    session().commit()
    if body["step"] == "publish" and plan.rehomed_at is not None:
        jobs.start_after_publication(session())
    return geojson.json(_detail(plan))


def edit_hand(plan: Plan) -> Hand:
    """Return who edits, if they may edit here."""
    return _hand("plan.edit", _around(plans.scope(session(), plan).code))


def edited(plan_id: int, done: Applied) -> Response:
    """Commit and answer with the new version and the figures of what was touched."""
    session().commit()
    plan = plans.get(session(), plan_id)
    rows = figures.of_grids(session(), plan, datetime.now(UTC), done.touched)
    return geojson.json(
        {
            "version": done.version,
            "is_merged": done.is_merged,
            "codes": done.codes,
            "grids": rows,
        }
    )


def _hand(right: str, around: set[str]) -> Hand:
    return Hand(auth.require(right, around).name, datetime.now(UTC))


def _around(code: str) -> set[str]:
    now = datetime.now(UTC)
    return {row.code for row in areas.chain(session(), areas.get_id(session(), code, now))}


def _readable(plan_id: int) -> Plan:
    auth.require("plan.read")
    return plans.get(session(), plan_id)


def _detail(plan: Plan) -> dict[str, Any]:
    scope = plans.scope(session(), plan)
    names = ("id", "name", "status", "version", "author", "approved_by", "created_at")
    more = ("changed_at", "valid_from", "base_id")
    bounds = ("least_households", "target_households", "most_households")
    return {
        **{name: getattr(plan, name) for name in (*names, *more, *bounds)},
        "scope_code": scope.code,
        "scope_name": scope.name,
        "scope_name_zh": scope.name_zh,
        "grids": plans.grid_rows(session(), plan),
    }
