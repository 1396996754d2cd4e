"""What happened to incidents since an event, and the live notifications of it."""

from __future__ import annotations

import select as readiness
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import Area, Category, Department, Incident, IncidentEvent
from geodata.queries import public_view
from geodata.queries._rows import AnyRow, Rows
from geodata.queries.incident_filter import is_late, is_overdue

POLL_S = 5.0


def newest_id(session: Session) -> int:
    """Return the key of the newest event, 0 when there is none."""
    return int(session.scalar(select(func.coalesce(func.max(IncidentEvent.id), 0))) or 0)


def since(session: Session, event_id: int, limit: int) -> Rows:
    """Return events after ``event_id``, oldest first: id, incident_id, action."""
    return session.execute(
        select(IncidentEvent.id, IncidentEvent.incident_id, IncidentEvent.action)
        .where(IncidentEvent.id > event_id)
        .order_by(IncidentEvent.id)
        .limit(limit)
    ).all()


def headline(session: Session, incident_id: UUID) -> AnyRow | None:
    """Return what a screen shows of an incident at once: no text that a person wrote.

    Everybody may listen: the place is snapped, and one of a sensitive category is None.
    """
    shown = public_view.place(is_exact=False)
    return session.execute(
        select(
            Incident.id,
            Incident.number,
            Category.code.label("category_code"),
            Department.code.label("department_code"),
            Incident.status,
            Incident.priority,
            Incident.reported_at,
            Incident.due_at,
            Incident.resolved_at,
            func.ST_X(shown).label("lon"),
            func.ST_Y(shown).label("lat"),
            Area.code.label("grid_code"),
            is_late().label("is_late"),
            is_overdue().label("is_overdue"),
            Incident.is_uncertain,
            Incident.is_synthetic,
        )
        .join(Category, Category.id == Incident.category_id)
        .outerjoin(Department, Department.id == Incident.department_id)
        .outerjoin(Area, Area.id == Incident.grid_id)
        .where(Incident.id == incident_id, public_view.is_public())
    ).one_or_none()


def notifications(connection: Any) -> Iterator[str]:
    """Yield payloads of a listening psycopg2 connection for ever; raises when it is lost."""
    while True:
        if readiness.select([connection], [], [], POLL_S)[0]:
            connection.poll()
        else:
            # A silent, dead server is found out by speaking to it.
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        while connection.notifies:
            yield connection.notifies.pop(0).payload
