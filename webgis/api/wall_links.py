"""Links for wall screens: an admin makes and withdraws them, a screen opens one by its key."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.models import WallLink
from geodata.queries import wall_links
from webgis import auth, geojson, limits
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import Strict

MAX_VIEWS = 20
VIEW = validate.Regexp(r"^[^\s<>#]{0,2000}$", error="a view is the query string of a page")

blueprint = Blueprint("wall_links", __name__, url_prefix="/wall-links")


class NewLink(Strict):
    """What a wall shows in turn."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    views = fields.List(
        fields.String(validate=VIEW), required=True, validate=validate.Length(1, MAX_VIEWS)
    )
    seconds_per_view = fields.Integer(load_default=30, validate=validate.Range(5, 3600))


@blueprint.get("")
@blueprint.response(200, schemas.Items)
def list_links() -> Response:
    """Return every link without its key, which nobody can tell again."""
    auth.require("wall.manage")
    return geojson.json({"items": [_shape(link) for link in wall_links.listing(session())]})


@blueprint.post("")
@limits.limiter.limit(limits.of_writes)
@blueprint.arguments(NewLink)
@blueprint.response(201, {"type": "object"})
def create_link(body: dict[str, Any]) -> Response:
    """Make a link; its key is in this answer and never again."""
    auth.require("wall.manage")
    link, key = wall_links.create(session(), created_by=auth.current_actor().name, **body)
    session().commit()
    return geojson.json({**_shape(link), "key": key, "path": f"/wall/{key}"}, 201)


@blueprint.post("/<int(max=9223372036854775807):link_id>/revoke")
@limits.limiter.limit(limits.of_writes)
@blueprint.response(200, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def revoke_link(link_id: int) -> Response:
    """Withdraw a link for good: screens that show it go dark within a minute."""
    auth.require("wall.manage")
    link = wall_links.revoke(session(), link_id)
    session().commit()
    return geojson.json(_shape(link))


@blueprint.get("/open/<string:key>")
@blueprint.response(200, {"type": "object"})
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def open_link(key: str) -> Response:
    """Return what a wall shows; 404 once the link was withdrawn."""
    link = wall_links.open_with(session(), key)
    session().commit()
    shown = {name: _shape(link)[name] for name in ("name", "views", "seconds_per_view")}
    response = geojson.json(shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shape(link: WallLink) -> dict[str, Any]:
    names = ("id", "name", "views", "seconds_per_view", "created_by", "created_at")
    return {name: getattr(link, name) for name in (*names, "revoked_at", "seen_at")}
