"""Lists that change rarely: categories, departments, statuses."""

from __future__ import annotations

from flask import Response

from geodata.models.incident import OPEN_STATUSES, STATUSES
from geodata.queries import categories, departments
from webgis import geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session

STATUS_NAMES = {
    "reported": ("Reported", "上报"),
    "verified": ("Verified", "核实"),
    "filed": ("Filed", "立案"),
    "dispatched": ("Dispatched", "派遣"),
    "processing": ("In progress", "处置中"),
    "returned": ("Returned", "退回"),
    "extended": ("Extended", "延期"),
    "suspended": ("Suspended", "挂账"),
    "feedback": ("Feedback", "反馈"),
    "checking": ("Checking", "核查"),
    "rework": ("Rework", "返工"),
    "closed": ("Closed", "结案"),
    "reviewed": ("Reviewed", "回头看"),
    "rejected": ("Rejected", "不予立案"),
}

blueprint = Blueprint("catalogue", __name__, url_prefix="")


@blueprint.get("/categories")
@blueprint.response(200, schemas.Items)
def list_categories() -> Response:
    """Return categories of both levels."""
    return geojson.json({"items": [row._asdict() for row in categories.listing(session())]})


@blueprint.get("/departments")
@blueprint.response(200, schemas.Items)
def list_departments() -> Response:
    """Return departments."""
    return geojson.json({"items": [row._asdict() for row in departments.listing(session())]})


@blueprint.get("/statuses")
@blueprint.response(200, schemas.Items)
def list_statuses() -> Response:
    """Return the states that an incident can be in, in the order of the loop."""
    items = [
        {
            "code": code,
            "name": STATUS_NAMES[code][0],
            "name_zh": STATUS_NAMES[code][1],
            "is_open": code in OPEN_STATUSES,
        }
        for code in STATUSES
    ]
    return geojson.json({"items": items})
