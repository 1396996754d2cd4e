"""Market Town with five weeks of complaints, and the trouble that rules look for.

Every day one complaint in each of ten quarters, hardly ever at the same door.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from geodata.models import Incident
from tests.worlds import market

WEEKS = 5
DOOR = (114.0052, 22.5051)
LAST_DAY = market.NOON


def quiet(session: Session, town: market.Town, days: int = 7 * WEEKS) -> None:
    """Write one complaint a day in each of ten quarters, closed in time."""
    for day in range(days):
        for place in range(10):
            at = LAST_DAY - timedelta(days=day)
            lon = 114.0005 + place * 0.0018 + day % 15 * 0.0001
            lat = 22.5005 + (day + 3 * place) % 17 * 0.0005
            session.add(_complaint(town, f"quiet {day} {place}", lon, lat, at))
    session.flush()


def at_the_door(
    session: Session, town: market.Town, count: int = 8, since: int = 0, hours: int = 8
) -> list[UUID]:
    """Write complaints a few metres from one door, ``hours`` apart, from the last noon back."""
    keys = []
    for i in range(since, since + count):
        at = LAST_DAY - timedelta(hours=1 + i * hours)
        row = _complaint(town, f"door {i}", DOOR[0] + i * 1e-5, DOOR[1], at)
        session.add(row)
        keys.append(row.id)
    session.flush()
    return keys


def outbreak(session: Session, town: market.Town, count: int = 40) -> None:
    """Write complaints of the last six days within two hundred metres of the door."""
    for i in range(count):
        lon, lat = DOOR[0] + i % 7 * 5e-4 - 15e-4, DOOR[1] + i % 5 * 6e-4 - 12e-4
        at = LAST_DAY - timedelta(hours=1 + i * 3.4)
        session.add(_complaint(town, f"outbreak {i}", lon, lat, at))
    session.flush()


def _complaint(town: market.Town, name: str, lon: float, lat: float, at: object) -> Incident:
    return market.complaint(
        town,
        lon,
        lat,
        id=uuid5(market.NAMESPACE, name),
        reported_at=at,
        resolved_at=at,
        status="closed",
    )
