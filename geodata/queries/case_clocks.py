"""Clocks of cases: the one that runs, all of one case, and those that ran out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, insert, literal, select
from sqlalchemy.orm import Session

from geodata.models import CaseClock, Incident
from geodata.models.incident import FINAL_STATUSES


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


def start_known(session: Session) -> int:
    """Give cases that came with a due time the clock that it says; return how many.

    It runs round the clock from the report, is near due in the last fifth, and stopped when the
    case was resolved. Cases that have a clock already are left alone.
    """
    has_clock = select(CaseClock.id).where(CaseClock.incident_id == Incident.id).exists()
    took_s = func.extract("epoch", Incident.due_at - Incident.reported_at)
    ended = case(
        (
            Incident.status.in_(FINAL_STATUSES),
            func.coalesce(Incident.resolved_at, Incident.due_at),
        ),
        else_=Incident.resolved_at,
    )
    paused = case((Incident.status == "suspended", Incident.reported_at))
    rows = select(
        Incident.id,
        literal("handle"),
        Incident.reported_at,
        Incident.reported_at + func.make_interval(0, 0, 0, 0, 0, 0, took_s * 0.8),
        Incident.due_at,
        paused,
        ended,
    ).where(Incident.due_at >= Incident.reported_at, ~has_clock)
    names = ["incident_id", "stage", "started_at", "near_due_at", "due_at", "paused_at"]
    statement = insert(CaseClock).from_select([*names, "stopped_at"], rows).returning(CaseClock.id)
    return len(session.scalars(statement).all())


def near_due(session: Session, now: datetime) -> Sequence[UUID]:
    """Return cases whose clock is near due and that nobody was warned of."""
    return _running_cases(
        session,
        CaseClock.near_due_at <= now,
        CaseClock.due_at > now,
        CaseClock.warned_at.is_(None),
    )


def overdue(session: Session, after: datetime, until: datetime, mark: str) -> Sequence[UUID]:
    """Return cases that were due in (after, until] and whose clock has no ``mark`` yet.

    ``mark`` is supervised_at or escalated_at.
    """
    return _running_cases(
        session,
        CaseClock.due_at <= until,
        CaseClock.due_at > after,
        getattr(CaseClock, mark).is_(None),
    )


def mark(session: Session, incident_id: UUID, name: str, at: datetime) -> None:
    """Note on the clock that runs that something was done about it: warned_at and the like."""
    clock = running(session, incident_id)
    if clock is not None:
        setattr(clock, name, at)


def _running_cases(session: Session, *where: ColumnElement[bool]) -> Sequence[UUID]:
    return session.scalars(
        select(CaseClock.incident_id)
        .where(CaseClock.stopped_at.is_(None), CaseClock.paused_at.is_(None), *where)
        .order_by(CaseClock.incident_id)
    ).all()
