"""How long a stage may take, when the city works, and the other numbers of the loop."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import fields, validate

from geodata.loop.clocks import Limit
from geodata.models.case_clock import STAGES, UNITS
from geodata.models.incident import PRIORITIES
from geodata.queries import case_limits, working_calendar
from webgis import auth, geojson
from webgis.api import schemas
from webgis.api.blueprint import Blueprint
from webgis.database import session
from webgis.request_args import CODE, Strict

MAX_ROWS = 2_000

blueprint = Blueprint("case_limits", __name__, url_prefix="")


class LimitRow(Strict):
    """A limit; without category or priority it holds for all of them."""

    stage = fields.String(required=True, validate=validate.OneOf(STAGES))
    category_code = fields.String(load_default=None, allow_none=True, validate=CODE)
    priority = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(PRIORITIES)
    )
    amount = fields.Float(required=True, validate=validate.Range(0, 10_000, min_inclusive=False))
    unit = fields.String(required=True, validate=validate.OneOf(UNITS))


class LimitRows(Strict):
    """Limits to set; those that are not named stay."""

    items = fields.List(
        fields.Nested(LimitRow), required=True, validate=validate.Length(1, MAX_ROWS)
    )


class DayRow(Strict):
    """A day that differs from its weekday."""

    day = fields.Date(required=True)
    is_working = fields.Boolean(required=True)
    name = fields.String(required=True, validate=validate.Length(1, 100))
    name_zh = fields.String(required=True, validate=validate.Length(1, 100))


class Days(Strict):
    """The days of one year that differ; they replace those that were there."""

    items = fields.List(fields.Nested(DayRow), required=True, validate=validate.Length(max=366))


class Stretch(Strict):
    """One stretch of work on a weekday (0 is Monday), in the city's own time."""

    weekday = fields.Integer(required=True, validate=validate.Range(0, 6))
    opens = fields.Time(required=True)
    closes = fields.Time(required=True)


class Week(Strict):
    """The hours of the week; they replace those that were there."""

    items = fields.List(fields.Nested(Stretch), required=True, validate=validate.Length(1, 50))


class Number(Strict):
    """A number of the loop."""

    value = fields.Float(required=True, validate=validate.Range(0, 100_000))


@blueprint.get("/limits")
@blueprint.response(200, schemas.Items)
def list_limits() -> Response:
    """Return every limit; the narrowest that fits a case counts."""
    return geojson.json({"items": [row._asdict() for row in case_limits.listing(session())]})


@blueprint.put("/limits")
@blueprint.arguments(LimitRows)
@blueprint.response(200, schemas.Items)
def set_limits(body: dict[str, Any]) -> Response:
    """Set limits; clocks that run keep theirs."""
    auth.require("routing.edit")
    for row in body["items"]:
        Limit(row["amount"], row["unit"])
        case_limits.save(session(), **row)
    session().commit()
    return list_limits()


@blueprint.get("/calendar")
@blueprint.response(200, schemas.Items)
def calendar() -> Response:
    """Return the days that differ, and the hours of the week."""
    days = working_calendar.days(session())
    hours = working_calendar.hours(session())
    return geojson.json(
        {
            "items": [
                {
                    "day": row.day,
                    "is_working": row.is_working,
                    "name": row.name,
                    "name_zh": row.name_zh,
                }
                for row in days
            ],
            "hours": [
                {"weekday": row.weekday, "opens": row.opens, "closes": row.closes} for row in hours
            ],
        }
    )


@blueprint.put("/calendar/<int:year>")
@blueprint.arguments(Days)
@blueprint.response(200, schemas.Items)
def set_year(body: dict[str, Any], year: int) -> Response:
    """Replace the holidays and make-up working days of a year."""
    auth.require("routing.edit")
    working_calendar.replace_year(session(), year, body["items"])
    session().commit()
    return calendar()


@blueprint.put("/calendar/hours")
@blueprint.arguments(Week)
@blueprint.response(200, schemas.Items)
def set_hours(body: dict[str, Any]) -> Response:
    """Replace the hours of the week; clocks that run keep their due time."""
    auth.require("routing.edit")
    working_calendar.replace_hours(session(), body["items"])
    session().commit()
    return calendar()


@blueprint.get("/loop-settings")
@blueprint.response(200, schemas.Items)
def settings() -> Response:
    """Return the numbers of the loop with their meaning."""
    return geojson.json({"items": [row._asdict() for row in case_limits.explained(session())]})


@blueprint.put("/loop-settings/<name>")
@blueprint.arguments(Number)
@blueprint.response(200, schemas.Items)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def set_number(body: dict[str, Any], name: str) -> Response:
    """Set one number."""
    auth.require("routing.edit")
    case_limits.set_number(session(), name, body["value"])
    session().commit()
    return settings()
