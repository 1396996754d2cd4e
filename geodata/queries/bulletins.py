"""Weekly bulletins."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Bulletin, JobRun
from geodata.queries._rows import Rows


def save(session: Session, run_id: UUID, week_start: date, html: str) -> None:
    """Write the page of a run."""
    session.add(Bulletin(run_id=run_id, week_start=week_start, html=html))
    session.flush()


def listing(session: Session, limit: int = 60) -> Rows:
    """Return id, week_start, computed_at and summary of finished bulletins, the newest first."""
    return session.execute(
        select(
            Bulletin.run_id.label("id"),
            Bulletin.week_start,
            JobRun.finished_at.label("computed_at"),
            JobRun.parameters,
            JobRun.summary,
        )
        .join(JobRun, JobRun.id == Bulletin.run_id)
        .where(JobRun.state == "succeeded")
        .order_by(Bulletin.week_start.desc(), JobRun.finished_at.desc())
        .limit(limit)
    ).all()


def page(session: Session, run_id: UUID) -> Bulletin:
    """Return one bulletin; raises NotFoundError."""
    found = session.get(Bulletin, run_id)
    if found is None:
        raise NotFoundError(f"there is no bulletin {run_id}")
    return found
