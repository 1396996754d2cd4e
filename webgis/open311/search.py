"""Reading requests: by id, or a span of at most ninety days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from marshmallow import ValidationError

from geodata.models.incident import FINAL_STATUSES, OPEN_STATUSES
from geodata.queries import cities, service_requests
from geodata.queries._rows import AnyRow
from geodata.queries.service_requests import RequestSearch
from webgis import openness, pages
from webgis.api.catalogue import STATUS_NAMES
from webgis.database import session
from webgis.open311.refusal import refuse, unknown
from webgis.request_args import Moment

SPAN = timedelta(days=90)
MAX_ROWS = 1_000
MAX_PAGE = 1_000
MAX_IDS = 100
STATUSES = {"open": OPEN_STATUSES, "closed": FINAL_STATUSES}


def page() -> list[dict[str, Any]]:
    """Return the requests that were asked for."""
    ids = _words("service_request_id")
    if ids:
        # The standard: ids override every other argument.
        return _shown(service_requests.of_ids(session(), [_id(text) for text in ids[:MAX_IDS]]))
    if not openness.is_open() and not openness.sees_all():
        refuse("requests are not open data in this city; give the service_request_id of yours")
    size = _whole("page_size", MAX_ROWS, MAX_ROWS)
    offset = (_whole("page", 1, MAX_PAGE) - 1) * size
    return _shown(service_requests.page(session(), _search(), limit=size, offset=offset))


def one(text: str) -> list[dict[str, Any]]:
    """Return one request as a list; raises NotFoundError."""
    rows = service_requests.of_ids(session(), [_id(text)])
    if not rows:
        unknown(f"there is no request {text!r}")
    return _shown(rows)


def given(name: str) -> str | None:
    """Return an argument; an empty one is an absent one."""
    value = (request.form if request.method == "POST" else request.args).get(name, "").strip()
    if "\x00" in value:
        refuse(f"{name}: has a sign that no text has")
    return value or None


def _search() -> RequestSearch:
    start, end = _moment("start_date"), _moment("end_date")
    now = datetime.now(UTC)
    if start and end and not timedelta() <= end - start <= SPAN:
        refuse("start_date, end_date: a span of at most 90 days that ends after it starts")
    end = end or (min(now, start + SPAN) if start else now)
    words = _words("status")
    if not set(words) <= set(STATUSES):
        refuse("status: open or closed")
    return RequestSearch(
        start=start or end - SPAN,
        end=end,
        categories=tuple(_words("service_code")),
        statuses=tuple(status for word in words for status in STATUSES[word]),
    )


def _words(name: str) -> list[str]:
    return [word.strip() for word in (given(name) or "").split(",") if word.strip()]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        unknown(f"there is no request {text[:60]!r}")


def _moment(name: str) -> datetime | None:
    text = given(name)
    if text is None:
        return None
    try:
        moment: datetime = Moment().deserialize(text)
    except ValidationError as error:
        refuse(f"{name}: {'; '.join(error.messages)}")
    return moment


def _whole(name: str, default: int, most: int) -> int:
    text = given(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        refuse(f"{name}: a whole number from 1 on")
    return min(int(text), most)


def _shown(rows: Any) -> list[dict[str, Any]]:
    zone = ZoneInfo(cities.get(session()).time_zone)
    is_zh = pages.locale() == "zh"
    return [_request(row, zone, is_zh=is_zh) for row in rows]


def _request(row: AnyRow, zone: ZoneInfo, *, is_zh: bool) -> dict[str, Any]:
    suffix = "_zh" if is_zh else ""
    names = row._mapping
    return {
        "service_request_id": str(row.id),
        "status": "open" if row.status in OPEN_STATUSES else "closed",
        "status_notes": STATUS_NAMES[row.status][int(is_zh)],
        "service_name": names[f"category_name{suffix}"],
        "service_code": row.category_code,
        # What people wrote and where exactly they stood is for staff.
        "description": None,
        "agency_responsible": names[f"department_name{suffix}"],
        "service_notice": None,
        "requested_datetime": row.reported_at.astimezone(zone),
        "updated_datetime": row.changed_at.astimezone(zone),
        "expected_datetime": row.due_at and row.due_at.astimezone(zone),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": row.lat,
        "long": row.lon,
        "media_url": None,
    }
