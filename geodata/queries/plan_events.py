"""The history of plans."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import PlanEvent
from geodata.queries._rows import Rows


def append(session: Session, event: PlanEvent) -> None:
    """Append one event; the trigger numbers and chains it."""
    session.execute(
        insert(PlanEvent).values(
            plan_id=event.plan_id,
            version=event.version,
            actor=event.actor,
            action=event.action,
            reason=event.reason,
            undoes=event.undoes,
            detail=event.detail or {},
            at=event.at,
            sequence=0,
            hash=b"",
        )
    )


def listing(session: Session, plan_id: int) -> Sequence[PlanEvent]:
    """Return what happened to a plan, oldest first."""
    return session.scalars(
        select(PlanEvent).where(PlanEvent.plan_id == plan_id).order_by(PlanEvent.sequence)
    ).all()


def heads(session: Session, plan_id: int) -> Rows:
    """Return the history without its details: who, when, what, why, how many units moved."""
    return session.execute(
        select(
            PlanEvent.version,
            PlanEvent.at,
            PlanEvent.actor,
            PlanEvent.action,
            PlanEvent.reason,
            PlanEvent.undoes,
            func.coalesce(func.jsonb_array_length(PlanEvent.detail["moves"]), 0).label(
                "moved_count"
            ),
        )
        .where(PlanEvent.plan_id == plan_id)
        .order_by(PlanEvent.sequence)
    ).all()


def of_version(session: Session, plan_id: int, version: int) -> PlanEvent:
    """Return the event that made a version. Raises NotFoundError."""
    found = session.scalar(
        select(PlanEvent).where(PlanEvent.plan_id == plan_id, PlanEvent.version == version)
    )
    if found is None:
        raise NotFoundError(f"plan {plan_id} has no version {version}")
    return found


def after(session: Session, plan_id: int, version: int) -> Sequence[PlanEvent]:
    """Return the events after a version, newest first."""
    return session.scalars(
        select(PlanEvent)
        .where(PlanEvent.plan_id == plan_id, PlanEvent.version > version)
        .order_by(PlanEvent.version.desc())
    ).all()


def editors(session: Session, plan_id: int) -> set[str]:
    """Return the names of all who changed what a plan draws."""
    drawing = ("create", "edit", "undo", "redo", "restore", "accept", "import")
    return set(
        session.scalars(
            select(PlanEvent.actor).where(
                PlanEvent.plan_id == plan_id, PlanEvent.action.in_(drawing)
            )
        )
    )
