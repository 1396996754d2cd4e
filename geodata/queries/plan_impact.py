"""What lies in the units that a plan moves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from geodata.models import Address, Area, Assignment, Incident, OfficerGrid, Plan, Unit
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import areas
from geodata.queries._rows import Rows

Today = aliased(Area, name="today")


def units(session: Session, plan: Plan, now: datetime) -> Rows:
    """Return every unit of a plan: id, households, and its grid's code before and after."""
    grid_id = func.grid_at(func.ST_PointOnSurface(Unit.geom), now)
    return session.execute(
        select(
            Unit.id,
            Unit.households,
            Today.code.label("before"),
            Assignment.grid_code.label("after"),
        )
        .outerjoin(Today, Today.id == grid_id)
        .outerjoin(Assignment, and_(Assignment.unit_id == Unit.id, Assignment.plan_id == plan.id))
        .where(Unit.community_id.in_(areas.subtree_ids(plan.scope_id)))
        .order_by(Unit.code)
    ).all()


def counts(
    session: Session, unit_ids: Collection[int], since: datetime
) -> dict[int, dict[str, int]]:
    """Return addresses, open_cases and incidents since a moment in each of some units."""
    found: dict[int, dict[str, int]] = {}
    inside: dict[str, tuple[Any, Any]] = {
        "addresses": (Address, True),
        "open_cases": (Incident, Incident.status.in_(OPEN_STATUSES)),
        "incidents": (Incident, Incident.reported_at >= since),
    }
    for name, (noun, test) in inside.items():
        rows = session.execute(
            select(Unit.id, func.count().label("count"))
            .join(noun, func.ST_Intersects(Unit.geom, noun.geom))
            .where(Unit.id.in_(unit_ids), test)
            .group_by(Unit.id)
        )
        for unit_id, count in rows:
            found.setdefault(unit_id, {})[name] = count
    return found


def officers_touched(session: Session, codes: Collection[str | None], at: datetime) -> int:
    """Return how many officers answer for grids of some codes at a moment."""
    counted = (
        select(func.count(OfficerGrid.officer_id.distinct()))
        .join(Area, Area.id == OfficerGrid.grid_id)
        .where(
            Area.code.in_([code for code in codes if code]),
            areas.valid_at(at),
            func.tstzrange(OfficerGrid.valid_from, OfficerGrid.valid_to).op("@>")(at),
        )
    )
    return int(session.scalar(counted) or 0)
