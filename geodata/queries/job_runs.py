"""Runs of jobs: queued, working with a heartbeat, done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import JobRun

# A worker that has been silent for so long is dead, and its run is taken up again.
SILENCE_S = 60
# After so many deaths the run itself is the likely cause.
MAX_ATTEMPTS = 3


def queue(session: Session, kind: str, parameters: dict[str, Any]) -> tuple[JobRun, bool]:
    """Queue a run, or return the equal one that waits already; True when it is new."""
    statement = (
        insert(JobRun)
        .values(id=uuid4(), kind=kind, parameters=parameters)
        .on_conflict_do_nothing(
            index_elements=["kind", "parameters"], index_where=JobRun.state == "queued"
        )
        .returning(JobRun.id)
    )
    new_id = session.scalar(statement)
    if new_id is not None:
        return get(session, new_id), True
    waiting = session.scalar(
        select(JobRun).where(
            JobRun.kind == kind, JobRun.parameters == parameters, JobRun.state == "queued"
        )
    )
    return (waiting, False) if waiting else queue(session, kind, parameters)


def get(session: Session, run_id: UUID) -> JobRun:
    """Return a run as it is now; raises NotFoundError."""
    run = session.get(JobRun, run_id, populate_existing=True)
    if run is None:
        raise NotFoundError(f"there is no job {run_id}")
    return run


def recent(session: Session, limit: int = 50) -> Sequence[JobRun]:
    """Return the latest runs, newest first."""
    return session.scalars(select(JobRun).order_by(JobRun.created_at.desc()).limit(limit)).all()


def latest_result(
    session: Session, kind: str, parameters: dict[str, Any] | None = None
) -> JobRun | None:
    """Return the last succeeded run of a kind, with exactly ``parameters`` when given."""
    statement = select(JobRun).where(JobRun.kind == kind, JobRun.state == "succeeded")
    if parameters is not None:
        statement = statement.where(JobRun.parameters == parameters)
    return session.scalar(statement.order_by(JobRun.finished_at.desc()).limit(1))


def claim(session: Session, run_id: UUID) -> int | None:
    """Mark a queued run as running and return the number of this attempt.

    None when another worker has it or it was cancelled. The number is a fence: a worker that was
    taken for dead can neither beat nor finish a run that somebody else took up.
    """
    return session.scalar(
        update(JobRun)
        .where(JobRun.id == run_id, JobRun.state == "queued")
        .values(
            state="running",
            started_at=func.clock_timestamp(),
            heartbeat_at=func.clock_timestamp(),
            attempt=JobRun.attempt + 1,
            percent=0,
            message="",
        )
        .returning(JobRun.attempt)
    )


def beat(session: Session, run_id: UUID, attempt: int, percent: float, message: str) -> bool:
    """Tell that the run lives and how far it is; True when it should go on."""
    return (
        session.scalar(
            update(JobRun)
            .where(*_mine(run_id, attempt))
            .values(heartbeat_at=func.clock_timestamp(), percent=percent, message=message)
            .returning(JobRun.cancel_requested)
        )
        is False
    )


def request_cancel(session: Session, run_id: UUID) -> JobRun:
    """Cancel a queued run at once, or ask a running one to stop; a finished one stays as it is."""
    run = get(session, run_id)
    session.execute(
        update(JobRun)
        .where(JobRun.id == run_id, JobRun.state == "queued")
        .values(state="cancelled", cancel_requested=True, finished_at=func.clock_timestamp())
    )
    session.execute(
        update(JobRun)
        .where(JobRun.id == run_id, JobRun.state == "running")
        .values(cancel_requested=True)
    )
    session.refresh(run)
    return run


def finish(session: Session, run_id: UUID, attempt: int, state: str, **values: Any) -> bool:
    """End my attempt (succeeded, failed, cancelled) with its figures; False if it is not mine."""
    done = session.scalar(
        update(JobRun)
        .where(*_mine(run_id, attempt))
        .values(state=state, finished_at=func.clock_timestamp(), **values)
        .returning(JobRun.id)
    )
    return done is not None


def _mine(run_id: UUID, attempt: int) -> tuple[ColumnElement[bool], ...]:
    return JobRun.id == run_id, JobRun.state == "running", JobRun.attempt == attempt


def take_back_silent(session: Session, now: datetime) -> tuple[list[UUID], list[UUID]]:
    """Queue runs again whose worker died, and give up those that died too often.

    Returns the keys queued again and the keys given up.
    """
    silent = (JobRun.state == "running", JobRun.heartbeat_at < now - timedelta(seconds=SILENCE_S))
    given_up = session.scalars(
        update(JobRun)
        .where(*silent, JobRun.attempt >= MAX_ATTEMPTS)
        .values(
            state="failed",
            finished_at=func.clock_timestamp(),
            error=f"the worker died {MAX_ATTEMPTS} times on this job",
        )
        .returning(JobRun.id)
    ).all()
    again = session.scalars(
        update(JobRun)
        .where(*silent, JobRun.attempt < MAX_ATTEMPTS)
        .values(state="queued", message="taken up again")
        .returning(JobRun.id)
    ).all()
    return list(again), list(given_up)


def waiting_since(session: Session, before: datetime) -> Sequence[UUID]:
    """Return queued runs older than ``before``: their message to the worker may be lost."""
    return session.scalars(
        select(JobRun.id).where(JobRun.state == "queued", JobRun.created_at < before)
    ).all()
