"""Taking a report: checked, converted to WGS-84, located, written once."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from geodata import crs
from geodata.errors import ConflictError, InvalidInputError
from geodata.geometry import check_lon_lat
from geodata.models import IncidentEvent
from geodata.queries import areas, categories, incidents, reporters
from geodata.rights.actor import ANONYMOUS, Actor
from geodata.workflows import casework

# A phone's clock may run ahead by so much.
CLOCK_SKEW = timedelta(minutes=5)


def receive(
    session: Session, report: dict[str, Any], now: datetime, actor: Actor = ANONYMOUS
) -> bool:
    """Write a report as a new incident; False when it is a retry of one that is there.

    ``report`` has id, lon, lat, category_code and, optionally, datum, accuracy_m, description,
    reported_at, address, contact, the tracking_code that the reporter chose, source ("web" unless
    given) and detail (kept with the event). The caller commits. Raises InvalidInputError for a
    position, time or category that cannot be, ConflictError when the id is there with other
    content.
    """
    check_lon_lat(report["lon"], report["lat"])
    moment = report.get("reported_at") or now
    if moment > now + CLOCK_SKEW:
        raise InvalidInputError(
            f"reported_at {moment.isoformat()} is in the future", field="reported_at"
        )
    lon, lat = _place(report)
    # The city as it is today: a report may be older than the boundaries in use.
    if areas.at_place(session, lon, lat, now) is None:
        raise InvalidInputError(f"the place {lon:.5f}, {lat:.5f} is outside the city", field="lon")
    values = _values(session, report, moment, f"POINT({lon!r} {lat!r})")
    values["reporter_id"] = actor.account_id
    if not incidents.insert_once(session, values):
        _check_same(session, report)
        return False
    reporters.save(session, values["id"], report.get("contact"), report.get("tracking_code"))
    incidents.append_event(
        session,
        IncidentEvent(
            incident_id=values["id"],
            at=now,
            actor=actor.name,
            action="report",
            to_status="reported",
            detail=report.get("detail") or {},
        ),
    )
    casework.begin(session, values["id"], now)
    return True


def _place(report: dict[str, Any]) -> tuple[float, float]:
    given = np.array([report["lon"]]), np.array([report["lat"]])
    lon, lat = crs.convert_datum(*given, report.get("datum", "wgs84"), "wgs84")
    return float(lon[0]), float(lat[0])


def _values(
    session: Session, report: dict[str, Any], moment: datetime, point: str
) -> dict[str, Any]:
    return {
        "id": report["id"],
        "source": report.get("source", "web"),
        "category_id": categories.get_id(session, report["category_code"]),
        "status": "reported",
        "description": report.get("description") or None,
        "address": report.get("address") or None,
        "geom": f"SRID={crs.STORAGE_EPSG};{point}",
        "raw_lon": report["lon"],
        "raw_lat": report["lat"],
        "datum": report.get("datum", "wgs84"),
        "accuracy_m": report.get("accuracy_m"),
        "reported_at": moment,
    }


def _check_same(session: Session, report: dict[str, Any]) -> None:
    there = incidents.get(session, report["id"])
    same = (
        math.isclose(there.raw_lon, report["lon"], abs_tol=1e-12)
        and math.isclose(there.raw_lat, report["lat"], abs_tol=1e-12)
        and there.category_code == report["category_code"]
        and (there.description or "") == (report.get("description") or "")
        and reporters.may_retry(session, report["id"], report.get("tracking_code"))
    )
    if not same:
        raise ConflictError(f"incident {report['id']} is there already with other content")
