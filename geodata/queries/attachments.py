"""Photos of incidents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Attachment
from geodata.queries import merged_cases


def find(session: Session, attachment_id: UUID) -> Attachment | None:
    """Return an attachment, or None."""
    return session.get(Attachment, attachment_id)


def get(session: Session, attachment_id: UUID) -> Attachment:
    """Return an attachment; raises NotFoundError."""
    found = find(session, attachment_id)
    if found is None:
        raise NotFoundError(f"there is no attachment {attachment_id}")
    return found


def of_incident(session: Session, incident_id: UUID, kinds: Sequence[str]) -> Sequence[Attachment]:
    """Return the photos of some kinds of a case and of those merged into it, the oldest first."""
    return session.scalars(
        select(Attachment)
        .where(
            Attachment.incident_id.in_(merged_cases.keys(incident_id)), Attachment.kind.in_(kinds)
        )
        .order_by(Attachment.created_at, Attachment.id)
    ).all()


def count(session: Session, incident_id: UUID) -> int:
    """Return how many attachments an incident has."""
    counted = select(func.count(Attachment.id)).where(Attachment.incident_id == incident_id)
    return int(session.scalar(counted) or 0)


def insert_once(session: Session, values: dict[str, Any]) -> bool:
    """Write a new attachment; False when its id is there already (a retry)."""
    statement = insert(Attachment).values(**values).on_conflict_do_nothing(index_elements=["id"])
    return session.scalar(statement.returning(Attachment.id)) is not None


def kinds(session: Session, incident_id: UUID) -> frozenset[str]:
    """Return of which kinds an incident has photos of its own."""
    found = select(Attachment.kind).where(Attachment.incident_id == incident_id)
    return frozenset(session.scalars(found.distinct()))


def bind(
    session: Session, ids: Collection[UUID], incident_id: UUID, account_id: int | None
) -> frozenset[UUID]:
    """Give photos that an account sent before without a case to one; return which now belong to it.

    Photos of other cases, and those that others sent, stay where they are.
    """
    session.execute(
        update(Attachment)
        .where(
            Attachment.id.in_(ids),
            Attachment.incident_id.is_(None),
            Attachment.account_id == account_id,
        )
        .values(incident_id=incident_id)
    )
    found = select(Attachment.id).where(
        Attachment.id.in_(ids), Attachment.incident_id == incident_id
    )
    return frozenset(session.scalars(found))


def forget_unbound(session: Session, before: datetime) -> list[str]:
    """Delete photos that no case ever got; return the names of their files."""
    unbound = delete(Attachment).where(
        Attachment.incident_id.is_(None), Attachment.created_at < before
    )
    return list(session.scalars(unbound.returning(Attachment.name)))
