"""Snapshots, comments and proposals of plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import ConflictError, NotFoundError
from geodata.models import PlanComment, PlanProposal, PlanSnapshot
from geodata.queries._rows import Rows


def snapshots(session: Session, plan_id: int) -> Rows:
    """Return the named versions of a plan, newest first."""
    return session.execute(
        select(PlanSnapshot.name, PlanSnapshot.version, PlanSnapshot.author, PlanSnapshot.at)
        .where(PlanSnapshot.plan_id == plan_id)
        .order_by(PlanSnapshot.id.desc())
    ).all()


def save_snapshot(session: Session, values: dict[str, Any]) -> None:
    """Give a version of a plan a name. Raises ConflictError when the name is taken."""
    statement = insert(PlanSnapshot).values(**values).on_conflict_do_nothing()
    if session.scalar(statement.returning(PlanSnapshot.id)) is None:
        raise ConflictError(f"the plan has a snapshot {values['name']!r} already")


def comments(session: Session, plan_id: int) -> Rows:
    """Return the comments on a plan, oldest first."""
    return session.execute(
        select(
            PlanComment.id,
            PlanComment.author,
            PlanComment.at,
            PlanComment.text,
            PlanComment.grid_code,
            func.ST_X(PlanComment.geom).label("lon"),
            func.ST_Y(PlanComment.geom).label("lat"),
            PlanComment.done_by,
            PlanComment.done_at,
        )
        .where(PlanComment.plan_id == plan_id)
        .order_by(PlanComment.at, PlanComment.id)
    ).all()


def save_comment(session: Session, values: dict[str, Any]) -> bool:
    """Write a comment; False when its id is there already (a retry)."""
    statement = insert(PlanComment).values(**values).on_conflict_do_nothing()
    return session.scalar(statement.returning(PlanComment.id)) is not None


def settle_comment(session: Session, plan_id: int, key: UUID, by: str, at: datetime) -> None:
    """Mark a comment as done. Raises NotFoundError."""
    found = session.get(PlanComment, key)
    if found is None or found.plan_id != plan_id:
        raise NotFoundError(f"plan {plan_id} has no comment {key}")
    found.done_by, found.done_at = by, at
    session.flush()


def proposals(session: Session, plan_id: int) -> Sequence[PlanProposal]:
    """Return what the engine proposed for a plan, newest first."""
    return session.scalars(
        select(PlanProposal)
        .where(PlanProposal.plan_id == plan_id)
        .order_by(PlanProposal.id.desc())
        .limit(30)
    ).all()


def proposal(session: Session, plan_id: int, proposal_id: int) -> PlanProposal:
    """Return one proposal. Raises NotFoundError."""
    found = session.get(PlanProposal, proposal_id)
    if found is None or found.plan_id != plan_id:
        raise NotFoundError(f"plan {plan_id} has no proposal {proposal_id}")
    return found
