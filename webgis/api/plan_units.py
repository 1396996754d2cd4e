"""The units of a plan for the bench: shapes once, grids as often as they change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import shapely
from flask import Response

from geodata.queries import plan_impact, plans
from webgis import auth, geojson
from webgis.api import plan_args, schemas
from webgis.api.blueprint import Blueprint
from webgis.api.plans import NOT_FOUND
from webgis.database import session

# About a centimetre; corners that neighbours share stay the same corner.
DIGITS = 7

blueprint = Blueprint("plan_units", __name__, url_prefix="/plans")


@blueprint.get("/<int:plan_id>/units")
@blueprint.arguments(plan_args.UnitArgs, location="query")
@blueprint.response(200, schemas.PlanUnits)
@blueprint.alt_response(404, **NOT_FOUND)
def units(args: dict[str, Any], plan_id: int) -> Response:
    """Return the units with their grid in the plan and today, and their rings in degrees."""
    auth.require("plan.read")
    plan = plans.get(session(), plan_id)
    chosen = {args["community"]} if args.get("community") else None
    frame = plans.units(session(), plan, chosen)
    today = {row.id: row.before for row in plan_impact.units(session(), plan, datetime.now(UTC))}
    rows = zip(frame.itertuples(index=False), _rings(frame), strict=True)
    return geojson.json(
        {
            "version": plan.version,
            "units": [
                {
                    "code": row.code,
                    "community": row.community_code,
                    "households": row.households,
                    "population": row.population,
                    "grid": row.grid_code,
                    "today": today.get(row.id),
                    "polygons": rings,
                }
                for row, rings in rows
            ],
        }
    )


@blueprint.get("/<int:plan_id>/assignment")
@blueprint.response(200, schemas.PlanAssignment)
@blueprint.alt_response(404, **NOT_FOUND)
def assignment(plan_id: int) -> Response:
    """Return the version of a plan, its grids, and the grid of each unit."""
    auth.require("plan.read")
    plan = plans.get(session(), plan_id)
    grids = plans.grid_rows(session(), plan)
    body = {"version": plan.version, "status": plan.status, "grids": grids}
    return geojson.json({**body, "units": plans.assignment(session(), plan)})


@blueprint.get("/<int:plan_id>/version")
@blueprint.response(200, schemas.PlanVersion)
@blueprint.alt_response(404, **NOT_FOUND)
def version(plan_id: int) -> Response:
    """Return the version and state of a plan: what another planner changed shows here first."""
    auth.require("plan.read")
    plan = plans.get(session(), plan_id)
    return geojson.json({"version": plan.version, "status": plan.status})


def _rings(frame: gpd.GeoDataFrame) -> list[list[list[list[list[float]]]]]:
    shapes = shapely.transform(frame.geometry.to_numpy(), lambda points: points.round(DIGITS))
    return [
        [
            [ring.coords[:] for ring in (part.exterior, *part.interiors)]
            for part in shapely.get_parts(shape)
        ]
        for shape in shapes
    ]
