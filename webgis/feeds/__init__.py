"""Feeds of public items: Atom with GeoRSS, and iCalendar; of the city or of a drawn polygon."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from geodata.queries import cities, subscriptions
from webgis import pages
from webgis.database import session
from webgis.feeds import atom, calendar, items

FORM = "<any(atom, ics):form>"

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")


@blueprint.get(f"/city.{FORM}")
def of_city(form: str) -> Response:
    """Return what is new in the city."""
    return _feed(form)


@blueprint.get(f"/place/<key>.{FORM}")
def of_place(key: str, form: str) -> Response:
    """Return what is new in a drawn polygon."""
    response = _feed(form, subscriptions.place(session(), key))
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _feed(form: str, within: Any = None) -> Response:
    city = cities.get(session())
    title = f"网格 {city.name_zh}" if pages.locale() == "zh" else f"Wangge {city.name}"
    found = items.of(within)
    if form == "atom":
        response = Response(atom.write(found, title, request.base_url), content_type=atom.KIND)
    else:
        response = Response(calendar.write(found, title), content_type=calendar.KIND)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response
