"""Clocks of cases: the one that runs, all of one case, and those that ran out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import CaseClock


def running(session: Session, incident_id: UUID) -> CaseClock | None:
    """Return the clock that runs (or is paused) in a case."""
    return session.scalar(
        select(CaseClock).where(
            CaseClock.incident_id == incident_id, CaseClock.stopped_at.is_(None)
        )
    )


def of_case(session: Session, incident_id: UUID) -> Sequence[CaseClock]:
    """Return all clocks of a case, oldest first."""
    return session.scalars(
        select(CaseClock)
        .where(CaseClock.incident_id == incident_id)
        .order_by(CaseClock.started_at, CaseClock.id)
    ).all()
