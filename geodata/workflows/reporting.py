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
from geodata.queries import categories, incidents
from geodata.rights.actor import ANONYMOUS, Actor
from geodata.workflows import casework

# A phone's clock may run ahead by so much.
CLOCK_SKEW = timedelta(minutes=5)


def receive(
    session: Session, report: dict[str, Any], now: datetime, actor: Actor = ANONYMOUS
) -> bool:
    """Write a report as a new incident; False when it is a retry of one that is there.

    ``report`` has id, lon, lat, category_code and, optionally, datum, accuracy_m, description,
    reported_at, address, source ("web" unless given) and detail (kept with the event). The caller
    commits. Raises InvalidInputError for a position, time or category
    that cannot be, ConflictError when the id is there with other content.
    """
    check_lon_lat(report["lon"], report["lat"])
    moment = report.get("reported_at") or now
    if moment > now + CLOCK_SKEW:
        raise InvalidInputError(
            f"reported_at {moment.isoformat()} is in the future", field="reported_at"
        )
    values = {**_values(session, report, moment), "reporter_id": actor.account_id}
    if not incidents.insert_once(session, values):
        _check_same(session, report)
        return False
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


def _values(session: Session, report: dict[str, Any], moment: datetime) -> dict[str, Any]:
    datum = report.get("datum", "wgs84")
    lon, lat = crs.convert_datum(
        np.array([report["lon"]]), np.array([report["lat"]]), datum, "wgs84"
    )
    return {
        "id": report["id"],
        "source": report.get("source", "web"),
        "category_id": categories.get_id(session, report["category_code"]),
        "status": "reported",
        "description": report.get("description") or None,
        "address": report.get("address") or None,
        "geom": f"SRID={crs.STORAGE_EPSG};POINT({float(lon[0])!r} {float(lat[0])!r})",
        "raw_lon": report["lon"],
        "raw_lat": report["lat"],
        "datum": datum,
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
    )
    if not same:
        raise ConflictError(f"incident {report['id']} is there already with other content")
