"""What feeds tell: the newest public incidents and protected counts, anywhere or in a place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Category, Incident, IncidentEvent, PublicCount
from geodata.queries import public_view
from geodata.queries._rows import Rows

LIMIT = 200


def incidents(session: Session, within: Any = None) -> Rows:
    """Return public incidents, the newest first, at the places where they are shown.

    ``within`` is a polygon as SQL. Columns: id, number, code, name, name_zh, status, reported_at,
    changed_at, resolved_at, lon, lat.
    """
    shown = public_view.place(is_exact=False)
    changed_at = (
        select(func.max(IncidentEvent.at))
        .where(IncidentEvent.incident_id == Incident.id)
        .correlate(Incident)
        .scalar_subquery()
    )
    statement = (
        select(
            Incident.id,
            Incident.number,
            Category.code,
            Category.name,
            Category.name_zh,
            Incident.status,
            Incident.reported_at,
            func.coalesce(changed_at, Incident.reported_at).label("changed_at"),
            Incident.resolved_at,
            func.ST_X(shown).label("lon"),
            func.ST_Y(shown).label("lat"),
        )
        .join(Category, Category.id == Incident.category_id)
        .where(public_view.is_public())
    )
    if within is not None:
        statement = statement.where(func.ST_Intersects(shown, within))
    newest = (Incident.reported_at.desc(), Incident.number.desc())
    return session.execute(statement.order_by(*newest).limit(LIMIT)).all()


def counts(session: Session, within: Any = None) -> Rows:
    """Return groups of the newest published week, those with most reports first.

    Columns: id, topic, name, name_zh, count, step_start, step_end, published_at, lon, lat (a
    point inside of the square).
    """
    newest = select(func.max(PublicCount.step_start)).scalar_subquery()
    inside = func.ST_PointOnSurface(PublicCount.geom)
    statement = (
        select(
            PublicCount.id,
            PublicCount.topic,
            Category.name,
            Category.name_zh,
            PublicCount.count,
            PublicCount.step_start,
            PublicCount.step_end,
            PublicCount.published_at,
            func.ST_X(inside).label("lon"),
            func.ST_Y(inside).label("lat"),
        )
        .join(Category, Category.code == PublicCount.topic)
        .where(PublicCount.step_start == newest)
    )
    if within is not None:
        statement = statement.where(func.ST_Intersects(PublicCount.geom, within))
    order = (PublicCount.count.desc(), PublicCount.id)
    return session.execute(statement.order_by(*order).limit(LIMIT)).all()
