"""Officers and their grids."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geodata.models import Area, Officer, OfficerGrid
from geodata.queries._rows import AnyRow


def responsible_for(session: Session, grid_code: str, at: datetime) -> Officer | None:
    """Return the officer who answers for a grid at a moment."""
    return session.scalar(
        select(Officer)
        .join(OfficerGrid, OfficerGrid.officer_id == Officer.id)
        .join(Area, Area.id == OfficerGrid.grid_id)
        .where(
            Area.code == grid_code,
            OfficerGrid.valid_from <= at,
            or_(OfficerGrid.valid_to.is_(None), OfficerGrid.valid_to > at),
        )
    )


def first_with_grid(session: Session, at: datetime) -> AnyRow | None:
    """Return code and grid_id of the first officer, by code, who has a grid at a moment."""
    return session.execute(
        select(Officer.code, OfficerGrid.grid_id)
        .join(OfficerGrid, OfficerGrid.officer_id == Officer.id)
        .where(
            OfficerGrid.valid_from <= at,
            or_(OfficerGrid.valid_to.is_(None), OfficerGrid.valid_to > at),
        )
        .order_by(Officer.code, OfficerGrid.grid_id)
        .limit(1)
    ).one_or_none()


def id_of(session: Session, code: str) -> int | None:
    """Return the key of an officer, or None."""
    return session.scalar(select(Officer.id).where(Officer.code == code))
