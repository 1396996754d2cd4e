"""Officers and their grids."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from geodata.models import Area, Officer, OfficerGrid


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
