"""The responsibility matrix: which department leads and which assist, per category and area."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.loop.routing import Responsibility, spread
from geodata.queries import areas, categories, responsibilities
from webgis import auth, geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import CODE, Strict

blueprint = Blueprint("responsibilities", __name__, url_prefix="/responsibilities")


class Leads(Strict):
    """Who leads and who assists."""

    department_code = fields.String(required=True, validate=CODE)
    assist_codes = fields.List(
        fields.String(validate=CODE), load_default=[], validate=validate.Length(max=20)
    )


class ByAreaArgs(Strict):
    """A category, and the tier whose areas are asked about."""

    category = fields.String(required=True, validate=CODE)
    tier = fields.Integer(required=True, validate=validate.Range(1, 5))


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def matrix() -> Response:
    """Return every row; a deeper area wins, then a deeper category."""
    rows = responsibilities.listing(session())
    assists = responsibilities.assists(session(), [row.id for row in rows])
    items = [
        {
            "category_code": row.category_code,
            "area_code": row.area_code,
            "department_code": row.department_code,
            "assist_codes": assists.get(row.id, []),
        }
        for row in rows
    ]
    return geojson.json({"items": items})


@blueprint.get("/by-area")
@blueprint.arguments(ByAreaArgs, location="query")
@blueprint.response(200, schemas.Items)
def by_area(args: dict[str, Any]) -> Response:
    """Return who acts for a category in each area of a tier, and which row says so."""
    category_id = categories.get_id(session(), args["category"])
    tree = areas.tree(session(), datetime.now(UTC))
    found = responsibilities.matching(session(), category_id)
    assists = responsibilities.assists(session(), [row.id for row in found])
    told = {(row.area_code, row.category_level): row.category_code for row in found}
    rows = [
        Responsibility(
            row.area_code,
            row.category_level,
            row.department_code,
            tuple(assists.get(row.id, ())),
        )
        for row in found
    ]
    wins = spread(rows, {area.code: area.parent_code for area in tree})
    items = [
        {
            "area_code": area.code,
            "department_code": win.department_code,
            "assist_codes": win.assist_codes,
            "from_area_code": win.area_code,
            "from_category_code": told[win.area_code, win.category_level],
        }
        for area in tree
        if area.tier == args["tier"] and (win := wins.get(area.code))
    ]
    return geojson.json({"items": items})


@blueprint.put("/<category_code>/<area_code>")
@blueprint.arguments(Leads)
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def set_leads(body: dict[str, Any], category_code: str, area_code: str) -> Response:
    """Say who acts for a category below an area; cases to come are routed so."""
    auth.require("routing.edit")
    areas.get_id(session(), area_code, datetime.now(UTC))
    responsibilities.save(session(), category_code, area_code, **body)
    session().commit()
    return matrix()


@blueprint.delete("/<category_code>/<area_code>")
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def forget(category_code: str, area_code: str) -> Response:
    """Take a row away; what is less specific holds again."""
    auth.require("routing.edit")
    responsibilities.delete(session(), category_code, area_code)
    session().commit()
    return matrix()
