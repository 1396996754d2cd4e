"""The three zeros (三零): what breaks them, and how long each area has kept them."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.errors import ConflictError, NotFoundError
from geodata.models.goal_category import GOALS
from geodata.queries import goals
from webgis import auth, geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.api.incident_args import default_period
from webgis.database import session
from webgis.request_args import CODE, Moment, Strict

blueprint = Blueprint("goals", __name__, url_prefix="/goals")


class Definition(Strict):
    """The categories that break a goal."""

    category_codes = fields.List(
        fields.String(validate=CODE), required=True, validate=validate.Length(max=200)
    )


class StreakArgs(Strict):
    """Which tier, and the records' period (default: that of the data)."""

    tier = fields.Integer(load_default=4, validate=validate.Range(1, 5))
    start = Moment(data_key="from", load_default=None)
    end = Moment(data_key="to", load_default=None)


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_goals() -> Response:
    """Return the three goals with their categories."""
    items = [
        {"goal": goal, "category_codes": codes} for goal, codes in goals.listing(session()).items()
    ]
    return geojson.json({"items": items})


@blueprint.put("/<goal>")
@blueprint.arguments(Definition)
@blueprint.response(200, schemas.Items)
def define(body: dict[str, Any], goal: str) -> Response:
    """Replace the categories of a goal."""
    auth.require("routing.edit")
    goals.define(session(), _known(goal), body["category_codes"])
    session().commit()
    return list_goals()


@blueprint.get("/<goal>/streaks")
@blueprint.arguments(StreakArgs, location="query")
@blueprint.response(200, schemas.Items)
def streaks(args: dict[str, Any], goal: str) -> Response:
    """Return days without an incident of the goal per area, longest first."""
    codes = goals.listing(session())[_known(goal)]
    if not codes:
        raise ConflictError(f"no category is named for {goal!r} yet; an administrator names them")
    start, end = default_period(args)
    rows = goals.streaks(session(), codes, args["tier"], start, end)
    items = [{**row._asdict(), "days": int(row.days)} for row in rows]
    return geojson.json({"items": items, "goal": goal, "period": {"start": start, "end": end}})


def _known(goal: str) -> str:
    if goal not in GOALS:
        raise NotFoundError(f"there is no goal {goal!r}; use one of {', '.join(GOALS)}")
    return goal
