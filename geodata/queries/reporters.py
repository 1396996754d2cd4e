"""Those who reported: how to reach them, and the code with which they see their report."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Incident, IncidentContact, IncidentEvent, IncidentTracking
from geodata.queries._rows import Rows

# The action under which a history tells that somebody had the contact shown.
READING = "read_contact"


def save(
    session: Session, incident_id: UUID, contact: dict[str, Any] | None, code: str | None
) -> None:
    """Write the contact of a new incident down, as far as given, and its tracking code."""
    given = {name: (contact or {}).get(name) or None for name in ("name", "phone", "email")}
    if any(given.values()):
        session.execute(insert(IncidentContact).values(incident_id=incident_id, **given))
    if code:
        values = {"incident_id": incident_id, "code_hash": _hash(code)}
        session.execute(insert(IncidentTracking).values(**values))


def contact(session: Session, incident_id: UUID) -> IncidentContact | None:
    """Return how the reporter may be reached; None for an anonymous report."""
    return session.get(IncidentContact, incident_id)


def readings(session: Session, limit: int) -> Rows:
    """Return who had masked contacts shown, when and why, the latest first."""
    return session.execute(
        select(
            IncidentEvent.at,
            IncidentEvent.actor,
            IncidentEvent.reason,
            Incident.number,
            IncidentEvent.incident_id,
        )
        .join(Incident, Incident.id == IncidentEvent.incident_id)
        .where(IncidentEvent.action == READING)
        .order_by(IncidentEvent.at.desc(), Incident.number)
        .limit(limit)
    ).all()


def may_retry(session: Session, incident_id: UUID, code: str | None) -> bool:
    """Return whether a report may be the same as one that is there: its code, or none, is given."""
    if not code:
        return True
    found = session.get(IncidentTracking, incident_id)
    return found is not None and found.code_hash == _hash(code)


def incident_of(session: Session, code: str) -> UUID:
    """Return the incident that a tracking code opens; raises NotFoundError."""
    wanted = IncidentTracking.code_hash == _hash(code)
    found = session.scalar(select(IncidentTracking.incident_id).where(wanted))
    if found is None:
        raise NotFoundError("there is no report with this tracking code")
    return found


def _hash(code: str) -> bytes:
    # 80 random bits need no salt and no slow hash: nobody guesses them.
    return hashlib.sha256(code.upper().encode()).digest()
