"""What happened to incidents since an event, and the live notifications of it."""

from __future__ import annotations

import select as readiness
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geodata.models import IncidentEvent
from geodata.queries._rows import Rows

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
