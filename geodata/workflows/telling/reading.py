"""What waits in the outbox, as news: the facts of its event, none of them written by a person."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from geodata.models import OutboxEntry
from geodata.notices.news import News
from geodata.queries import outbox


def read(session: Session, entry: OutboxEntry) -> News:
    """Return the news of an entry."""
    return _READERS[entry.source](session, entry.event_id)


def _of_incident(session: Session, event_id: int) -> News:
    row = outbox.incident_event(session, event_id)
    facts = {
        "number": row.number,
        "action": row.action,
        "status": row.to_status,
        "category_code": row.category_code,
        "category": row.category,
        "category_zh": row.category_zh,
    }
    return News("incident", row.id, str(row.incident_id), row.at, row.actor, row.action, facts)


def _of_plan(session: Session, event_id: int) -> News:
    row = outbox.plan_event(session, event_id)
    facts = {"name": row.name, "action": row.action}
    return News("plan", row.id, str(row.plan_id), row.at, row.actor, row.action, facts)


def _of_alert(session: Session, event_id: int) -> News:
    row = outbox.alert_event(session, event_id)
    facts = {"name": row.title, "name_zh": row.title_zh, "action": row.action}
    return News("alert", row.id, str(row.alert_id), row.at, row.actor, row.action, facts)


_READERS: dict[str, Callable[[Session, int], News]] = {
    "incident": _of_incident,
    "plan": _of_plan,
    "alert": _of_alert,
}
