"""Who follows an incident."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.models import Follower
from geodata.queries import merged_cases


def insert_once(session: Session, values: dict[str, Any]) -> bool:
    """Write a follower; False when it is there already: the same id, account or address."""
    statement = insert(Follower).values(**values).on_conflict_do_nothing()
    return session.scalar(statement.returning(Follower.id)) is not None


def incident_of(session: Session, follower_id: UUID) -> UUID | None:
    """Return which incident a follower follows."""
    return session.scalar(select(Follower.incident_id).where(Follower.id == follower_id))


def remove(session: Session, incident_id: UUID, follower_id: UUID) -> bool:
    """End a following; False when there is none."""
    statement = delete(Follower).where(
        Follower.id == follower_id, Follower.incident_id == incident_id
    )
    return session.scalar(statement.returning(Follower.id)) is not None


def count(session: Session, incident_id: UUID) -> int:
    """Return how many follow an incident or one that was merged into it."""
    family = merged_cases.keys(incident_id)
    counted = select(func.count(Follower.id)).where(Follower.incident_id.in_(family))
    return int(session.scalar(counted) or 0)
