"""News that waits to be told, and the events that it is of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from geodata.models import (
    Alert,
    AlertEvent,
    Category,
    Incident,
    IncidentEvent,
    OutboxEntry,
    Plan,
    PlanEvent,
)
from geodata.queries._rows import AnyRow

# Any constant: one program at a time tells the news, so that it is told in order.
LOCK = 0x6E657773
MOST_ATTEMPTS = 5


def is_mine(session: Session) -> bool:
    """Return whether this transaction may tell the news; another one is at it otherwise."""
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(LOCK))))


def waiting(session: Session, limit: int) -> Sequence[OutboxEntry]:
    """Return entries that wait, oldest first, without those that failed too often."""
    return session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.attempt_count < MOST_ATTEMPTS)
        .order_by(OutboxEntry.id)
        .limit(limit)
    ).all()


def remove(session: Session, entry_id: int) -> None:
    """Remove an entry that was told."""
    session.execute(delete(OutboxEntry).where(OutboxEntry.id == entry_id))


def note_failure(session: Session, entry_id: int, error: str) -> None:
    """Keep why an entry could not be told."""
    session.execute(
        update(OutboxEntry)
        .where(OutboxEntry.id == entry_id)
        .values(attempt_count=OutboxEntry.attempt_count + 1, error=error[:500])
    )


def incident_event(session: Session, event_id: int) -> AnyRow:
    """Return an incident's event with what notices say of the incident."""
    return session.execute(
        select(
            IncidentEvent.id,
            IncidentEvent.incident_id,
            IncidentEvent.at,
            IncidentEvent.actor,
            IncidentEvent.action,
            IncidentEvent.to_status,
            Incident.number,
            Category.code.label("category_code"),
            Category.name.label("category"),
            Category.name_zh.label("category_zh"),
        )
        .join(Incident, Incident.id == IncidentEvent.incident_id)
        .join(Category, Category.id == Incident.category_id)
        .where(IncidentEvent.id == event_id)
    ).one()


def plan_event(session: Session, event_id: int) -> AnyRow:
    """Return a plan's event with the plan's name."""
    return session.execute(
        select(
            PlanEvent.id,
            PlanEvent.plan_id,
            PlanEvent.at,
            PlanEvent.actor,
            PlanEvent.action,
            Plan.name,
        )
        .join(Plan, Plan.id == PlanEvent.plan_id)
        .where(PlanEvent.id == event_id)
    ).one()


def alert_event(session: Session, event_id: int) -> AnyRow:
    """Return an alert's event with the alert's titles."""
    return session.execute(
        select(
            AlertEvent.id,
            AlertEvent.alert_id,
            AlertEvent.at,
            AlertEvent.actor,
            AlertEvent.action,
            Alert.title,
            Alert.title_zh,
        )
        .join(Alert, Alert.id == AlertEvent.alert_id)
        .where(AlertEvent.id == event_id)
    ).one()
