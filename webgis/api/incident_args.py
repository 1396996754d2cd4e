"""What the incident endpoints may be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from geodata.crs import DATUMS
from geodata.queries import cities, incident_counts
from geodata.queries.incidents import SORTABLE
from webgis.api import page_keys
from webgis.api.report_args import (
    EMAIL,
    MAX_ADDRESS,
    MAX_CONTACT,
    PHONE,
    TRACKING_CODE,
    PlaceArgs,
    PlainText,
)
from webgis.database import session
from webgis.request_args import (
    CODE,
    MAX_BINS,
    MAX_OFFSET,
    MAX_PAGE_SIZE,
    BoxField,
    IncidentFilterArgs,
    Moment,
    Strict,
)

SORTS = [*SORTABLE, *(f"-{name}" for name in SORTABLE)]
MAX_DESCRIPTION = 4_000
MAX_RADIUS_M = 2_000


class PageArgs(IncidentFilterArgs):
    """A page of the list."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, MAX_OFFSET))
    page_size = fields.Integer(load_default=50, validate=validate.Range(1, MAX_PAGE_SIZE))
    sort = fields.String(load_default="-reported_at", validate=validate.OneOf(SORTS))
    after = fields.String(
        validate=validate.Length(1, 100),
        metadata={"description": "the answer's 'next': the page behind the last row seen"},
    )

    @post_load
    def read_after(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Read the key of the last row seen."""
        if "after" in data:
            if data["page"] > 1:
                raise ValidationError("give 'after' or 'page', not both", "after")
            data["after"] = page_keys.read(data["after"], data["sort"])
        return data

    @validates_schema
    def check_depth(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a page so deep that the database would count its way there."""
        if (data.get("page", 1) - 1) * data.get("page_size", 50) > MAX_OFFSET:
            raise ValidationError(f"at most {MAX_OFFSET:,} rows deep; narrow the filter", "page")


class MapArgs(IncidentFilterArgs):
    """A view of the map."""

    box = BoxField(data_key="bbox", required=True, metadata={"type": "string"})
    zoom = fields.Integer(required=True, validate=validate.Range(0, 22))


class HistogramArgs(IncidentFilterArgs):
    """Steps of time."""

    bins = fields.Integer(load_default=60, validate=validate.Range(1, MAX_BINS))


class SummaryArgs(IncidentFilterArgs):
    """What to count by."""

    by = fields.String(
        required=True, validate=validate.OneOf(["category", "status", "department", "area"])
    )
    tier = fields.Integer(load_default=2, validate=validate.Range(1, 5))


class Contact(Strict):
    """How the reporter may be reached; all of it optional."""

    name = PlainText(validate=validate.Length(max=MAX_CONTACT))
    phone = PlainText(validate=PHONE)
    email = PlainText(validate=EMAIL)


class NearbyArgs(PlaceArgs):
    """A place and what is about to be reported there."""

    category = fields.String(required=True, validate=CODE)
    radius_m = fields.Float(load_default=250, validate=validate.Range(1, MAX_RADIUS_M))


class NewIncident(Strict):
    """A report from a person or another system."""

    id = fields.UUID(required=True)
    lon = fields.Float(required=True)
    lat = fields.Float(required=True)
    datum = fields.String(load_default="wgs84", validate=validate.OneOf(DATUMS))
    accuracy_m = fields.Float(validate=validate.Range(0, 100_000))
    category_code = fields.String(required=True, validate=CODE)
    description = PlainText(load_default="", validate=validate.Length(max=MAX_DESCRIPTION))
    reported_at = Moment(metadata={"type": "string"})
    address = PlainText(validate=validate.Length(max=MAX_ADDRESS))
    contact = fields.Nested(Contact, metadata={"description": "never public"})
    tracking_code = fields.String(
        validate=TRACKING_CODE, metadata={"description": "chosen by the reporter; opens /track"}
    )


def default_period(args: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return the asked period; its missing ends are those of the city's data."""
    city = cities.get(session())
    first, last = incident_counts.period(session())
    start = args.get("start") or city.period_start or first or datetime.now(UTC)
    end = args.get("end") or city.period_end or last or datetime.now(UTC)
    return (start, end) if start < end else (start, start + timedelta(days=1))
