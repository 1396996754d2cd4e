"""What can be reported: services, the attributes of a report, and where everything is."""

from __future__ import annotations

from typing import Any

from flask import url_for

from geodata.crs import DATUMS
from geodata.queries import cities, service_requests
from geodata.queries._rows import AnyRow
from webgis import pages
from webgis.database import session
from webgis.open311.refusal import unknown

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-24T00:00:00Z"
DATUM, ACCURACY = "datum", "accuracy_m"


def discovery() -> dict[str, Any]:
    """Return where the service is and how to get a key."""
    city = cities.get(session())
    root = url_for("open311.services", form="json", _external=True).removesuffix("/services.json")
    return {
        "changeset": CHANGESET,
        "contact": f"{city.name} {city.name_zh}",
        "key_service": "An administrator of this server gives keys to programs, on request.",
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": root,
                "changeset": CHANGESET,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def listing() -> list[dict[str, Any]]:
    """Return every service in the reader's language."""
    is_zh = pages.locale() == "zh"
    return [_service(row, is_zh=is_zh) for row in service_requests.services(session())]


def known(code: str) -> AnyRow:
    """Return a service; raises NotFoundError."""
    found = [row for row in service_requests.services(session()) if row.code == code]
    if not found:
        unknown(f"there is no service {code!r}; /services lists them")
    return found[0]


def definition(code: str) -> dict[str, Any]:
    """Return the attributes of a service: how the position was measured."""
    datum = {
        "variable": True,
        "code": DATUM,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "Datum of lat and long; wgs84 unless given",
        "order": 1,
        "description": "Datum",
        "values": [{"key": name, "name": name.upper()} for name in DATUMS],
    }
    accuracy = {
        "variable": True,
        "code": ACCURACY,
        "datatype": "number",
        "required": False,
        "datatype_description": "Radius of accuracy of the position, in metres",
        "order": 2,
        "description": "Accuracy",
        "values": [],
    }
    return {"service_code": known(code).code, "attributes": [datum, accuracy]}


def _service(row: AnyRow, *, is_zh: bool) -> dict[str, Any]:
    topic = (row.topic_zh if is_zh else row.topic) or ""
    return {
        "service_code": row.code,
        "service_name": row.name_zh if is_zh else row.name,
        "description": f"{row.name} {row.name_zh}",
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(filter(None, (row.topic, row.topic_zh))),
        "group": topic,
    }
