"""Incidents counted: on the map, over time, and by category, status, department or area."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from geodata.models import Area, Category, Department, Incident
from geodata.queries import areas, public_view
from geodata.queries._rows import Rows
from geodata.queries.incidents import Conditions

# A cluster stands for this many pixels of the map, so that two never overlap.
CLUSTER_PIXELS = 72


def points(session: Session, where: Conditions, limit: int, *, is_exact: bool = True) -> Rows:
    """Return places, exact or snapped: lon, lat, id, category_code, status."""
    shown = public_view.place(is_exact=is_exact)
    return session.execute(
        select(
            func.ST_X(shown),
            func.ST_Y(shown),
            Incident.id,
            Category.code,
            Incident.status,
        )
        .join(Category, Category.id == Incident.category_id)
        .where(*where)
        .order_by(Incident.number)
        .limit(limit)
    ).all()


def clusters(
    session: Session,
    where: Conditions,
    zoom: int,
    latitude: float,
    *,
    is_exact: bool = True,
) -> Rows:
    """Return lon, lat (mean of the members) and count per square of about CLUSTER_PIXELS.

    ``latitude`` is that of the middle of the view: on a web map a degree of latitude is drawn
    longer by 1/cos(latitude).
    """
    step_lon = 360.0 / 2**zoom / 256.0 * CLUSTER_PIXELS
    step_lat = step_lon * func.cos(func.radians(literal(latitude)))
    shown = public_view.place(is_exact=is_exact)
    x, y = func.ST_X(shown), func.ST_Y(shown)
    return session.execute(
        select(func.avg(x), func.avg(y), func.count())
        .where(*where)
        .group_by(func.floor(x / step_lon), func.floor(y / step_lat))
    ).all()


def histogram(
    session: Session, where: Conditions, start: datetime, end: datetime, bins: int
) -> list[int]:
    """Return counts of ``bins`` equal steps of [start, end)."""
    moment = func.extract("epoch", Incident.reported_at)
    step = func.width_bucket(moment, start.timestamp(), end.timestamp(), bins)
    rows = session.execute(
        select(step, func.count())
        .where(*where, Incident.reported_at >= start, Incident.reported_at < end)
        .group_by(step)
    )
    counts = [0] * bins
    for position, number in rows:
        counts[min(int(position), bins) - 1] = int(number)
    return counts


def period(session: Session) -> tuple[datetime | None, datetime | None]:
    """Return the first and last moment of a report."""
    row = session.execute(
        select(func.min(Incident.reported_at), func.max(Incident.reported_at))
    ).one()
    return row[0], row[1]


def by_category(session: Session, where: Conditions) -> Rows:
    """Return code, names and count per category."""
    return _grouped(session, where, Category, Incident.category_id)


def by_department(session: Session, where: Conditions) -> Rows:
    """Return code, names and count per department."""
    return _grouped(session, where, Department, Incident.department_id)


def by_status(session: Session, where: Conditions) -> Rows:
    """Return status and count."""
    return session.execute(
        select(Incident.status.label("code"), func.count().label("count"))
        .where(*where)
        .group_by(Incident.status)
        .order_by(func.count().desc())
    ).all()


def by_area(session: Session, where: Conditions, tier: int) -> Rows:
    """Return code, names and count per area of ``tier``, rolled up from the grids."""
    chain = areas.chains()
    return session.execute(
        select(Area.code, Area.name, Area.name_zh, func.count().label("count"))
        .select_from(Incident)
        .join(chain, chain.c.grid_id == Incident.grid_id)
        .join(Area, Area.id == chain.c.id)
        .where(*where, chain.c.tier == tier)
        .group_by(Area.code, Area.name, Area.name_zh)
        .order_by(func.count().desc(), Area.code)
    ).all()


def _grouped(session: Session, where: Conditions, noun: Any, key: ColumnElement[Any] | Any) -> Rows:
    return session.execute(
        select(noun.code, noun.name, noun.name_zh, func.count().label("count"))
        .select_from(Incident)
        .join(noun, noun.id == key)
        .where(*where)
        .group_by(noun.code, noun.name, noun.name_zh)
        .order_by(func.count().desc(), noun.code)
    ).all()


def heaps(session: Session, where: Conditions, step_deg: float, *, is_exact: bool = True) -> Rows:
    """Return lon, lat (mean of the members) and count per square of ``step_deg`` degrees."""
    shown = public_view.place(is_exact=is_exact)
    x, y = func.ST_X(shown), func.ST_Y(shown)
    return session.execute(
        select(func.avg(x), func.avg(y), func.count())
        .where(*where)
        .group_by(func.floor(x / step_deg), func.floor(y / step_deg))
    ).all()
