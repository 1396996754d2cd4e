"""How many households of a community live inside a grid."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from geodata.models import Area, Unit
from geodata.queries._rows import Rows
from geodata.queries.areas import valid_at

Grid = aliased(Area, name="grid")


def by_community(session: Session, at: datetime) -> Rows:
    """Return code, households and covered_households (of units that lie in a grid at ``at``)."""
    is_covered = exists(
        select(Grid.id).where(
            Grid.tier == 5,
            valid_at(at, Grid),
            func.ST_Covers(Grid.geom, func.ST_PointOnSurface(Unit.geom)),
        )
    )
    return session.execute(
        select(
            Area.code,
            func.sum(Unit.households).label("households"),
            func.coalesce(func.sum(Unit.households).filter(is_covered), 0).label(
                "covered_households"
            ),
        )
        .join(Area, Area.id == Unit.community_id)
        .where(valid_at(at))
        .group_by(Area.code)
    ).all()
