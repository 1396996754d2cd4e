"""Incidents like another one: the same category, near in place and time, open or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Incident
from geodata.queries._rows import Rows
from geodata.queries._spatial import distance_m, within_m


def find(
    session: Session,
    like: Incident,
    *,
    lon: float,
    lat: float,
    radius_m: float,
    around: timedelta,
    limit: int,
) -> Rows:
    """Return incidents of the category of ``like`` near it in place and time, nearest first.

    Columns: id, number, status, reported_at, merged_into, lon, lat, distance_m. They lie
    within ``radius_m`` and were reported at most ``around`` before or after ``like``.
    """
    reported_at: datetime = like.reported_at
    away = distance_m(Incident.geom, lon, lat).label("distance_m")
    return session.execute(
        select(
            Incident.id,
            Incident.number,
            Incident.status,
            Incident.reported_at,
            Incident.merged_into,
            func.ST_X(Incident.geom).label("lon"),
            func.ST_Y(Incident.geom).label("lat"),
            away,
        )
        .where(
            within_m(Incident.geom, lon, lat, radius_m),
            Incident.category_id == like.category_id,
            Incident.id != like.id,
            Incident.reported_at.between(reported_at - around, reported_at + around),
        )
        .order_by(away, Incident.number)
        .limit(limit)
    ).all()
