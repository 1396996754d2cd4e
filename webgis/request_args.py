"""What a request may ask for: fields and schemas that several endpoints share."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import marshmallow as ma
from marshmallow import ValidationError, fields, validate

from geodata.errors import UnauthenticatedError
from geodata.models.incident import STATUSES
from geodata.queries import cities
from geodata.queries._spatial import Box
from geodata.queries.case_queues import PERSONAL, QUEUES
from geodata.queries.incident_filter import STATUS_GROUPS, IncidentFilter
from webgis import auth, openness
from webgis.database import session

MAX_BINS = 400
MAX_PAGE_SIZE = 500
MAX_OFFSET = 1_000_000
CODE = validate.Regexp(r"^[0-9A-Za-z_-]{1,32}$", error="a code has letters, digits, - and _ only")
YEARS = (1900, 2200)


class Moment(fields.Field):
    """A date or date-time in ISO 8601; without a zone it is the city's own time."""

    def _deserialize(self, value: Any, _attr: str | None, _data: Any, **_: Any) -> datetime:
        # A plus in an address arrives as a space.
        text = str(value).strip().replace(" ", "+") if "T" in str(value) else str(value).strip()
        try:
            moment = (
                datetime.fromisoformat(text)
                if len(text) > 10
                else datetime.combine(date.fromisoformat(text), time())
            )
        except ValueError as error:
            raise ValidationError("not a date such as 2016-08-01 or 2016-08-01T12:00Z") from error
        if not YEARS[0] <= moment.year < YEARS[1]:
            raise ValidationError(f"the year must be between {YEARS[0]} and {YEARS[1]}")
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(cities.get(session()).time_zone))
        return moment


class BoxField(fields.Field):
    """A box in degrees: west,south,east,north."""

    def _deserialize(self, value: Any, _attr: str | None, _data: Any, **_: Any) -> Box:
        parts = str(value).split(",")
        try:
            west, south, east, north = (float(part) for part in parts)
        except ValueError as error:
            raise ValidationError("a box is four numbers: west,south,east,north") from error
        if not all(map(math.isfinite, (west, south, east, north))):
            raise ValidationError("a box needs finite numbers")
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValidationError("needs -180 <= west < east <= 180 and -90 <= south < north <= 90")
        return west, south, east, north


class Words(fields.Field):
    """One or several codes: repeated, or separated by commas."""

    def __init__(self, allowed: tuple[str, ...] = (), **settings: Any) -> None:
        super().__init__(**settings)
        self.allowed = allowed

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> tuple[str, ...]:
        given = data.getlist(attr) if hasattr(data, "getlist") else [value]
        words = tuple(word.strip() for item in given for word in str(item).split(",") if word)
        if len(words) > 100:
            raise ValidationError("at most 100 codes")
        for word in words:
            if self.allowed and word not in self.allowed:
                raise ValidationError(f"{word!r} is not one of {', '.join(self.allowed)}")
            CODE(word)
        return words


class Strict(ma.Schema):
    """A schema that names what it does not know, so that a typo is no silent 'all'."""

    class Meta:
        """Refuse unknown parameters."""

        unknown = ma.RAISE


class AsOf(Strict):
    """The boundaries' date."""

    at = Moment(metadata={"type": "string", "description": "boundaries as of this moment"})


class IncidentFilterArgs(AsOf):
    """The filter of every incident endpoint."""

    start = Moment(data_key="from", metadata={"type": "string", "description": "first moment"})
    end = Moment(data_key="to", metadata={"type": "string", "description": "first moment after"})
    categories = Words(data_key="category", metadata={"type": "string"})
    statuses = Words(
        allowed=STATUSES + tuple(STATUS_GROUPS), data_key="status", metadata={"type": "string"}
    )
    departments = Words(data_key="department", metadata={"type": "string"})
    area = fields.String(validate=CODE)
    box = BoxField(data_key="bbox", metadata={"type": "string"})
    late = fields.Boolean(metadata={"description": "resolved after its due time"})
    overdue = fields.Boolean(metadata={"description": "past its due time, still unresolved"})
    text = fields.String(
        data_key="q",
        validate=validate.Length(max=200),
        metadata={"description": "words that stand in the description or the address"},
    )
    number = fields.Integer(validate=validate.Range(1, 2**62))
    owner = fields.String(
        validate=CODE, metadata={"description": "department, officer or area that answers for it"}
    )
    queue = fields.String(validate=validate.OneOf([*QUEUES]))

    @ma.validates_schema
    def check_period(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a period that ends before it starts."""
        if data.get("start") and data.get("end") and data["start"] >= data["end"]:
            raise ValidationError("the period ends before it starts", "to")


FILTER_NAMES = (
    "start",
    "end",
    "categories",
    "statuses",
    "departments",
    "area",
    "box",
    "late",
    "overdue",
    "text",
    "number",
    "owner",
    "queue",
)


def incident_filter(args: dict[str, Any]) -> IncidentFilter:
    """Take the filter out of the arguments; the rest stays."""
    viewer = auth.current_actor()
    if args.get("queue") in PERSONAL and viewer.account_id is None:
        raise UnauthenticatedError(f"sign in first: the queue {args['queue']!r} is a person's own")
    found = {name: args.pop(name) for name in FILTER_NAMES if name in args}
    is_public = not openness.sees_all()
    if is_public and found.get("text"):
        raise UnauthenticatedError("sign in first: descriptions and addresses are not public")
    return IncidentFilter(**found, viewer=viewer, is_public=is_public)
