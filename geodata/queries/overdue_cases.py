"""How many open cases of an area are overdue: by a running clock, or by the case's due time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from geodata.models import Area, CaseClock, Incident
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import areas, categories
from geodata.queries._rows import Rows


def by_area(
    session: Session, tier: int, at: datetime, category_codes: Sequence[str] | None
) -> Rows:
    """Return area_id, open_count, overdue_count and incident_ids (the overdue, latest due first).

    Cases of the areas of ``tier`` that were reported before ``at`` and are open; a suspended case
    is not overdue.
    """
    chain = areas.chains()
    is_overdue = and_(
        Incident.status != "suspended",
        or_(
            Incident.due_at < at,
            and_(CaseClock.due_at < at, CaseClock.paused_at.is_(None)),
        ),
    )
    statement = (
        select(
            chain.c.id.label("area_id"),
            func.count().label("open_count"),
            func.count().filter(is_overdue).label("overdue_count"),
            func.array_agg(Incident.id).filter(is_overdue).label("incident_ids"),
        )
        .select_from(Incident)
        .join(chain, chain.c.grid_id == Incident.grid_id)
        .join(Area, Area.id == chain.c.id)
        .outerjoin(
            CaseClock,
            and_(CaseClock.incident_id == Incident.id, CaseClock.stopped_at.is_(None)),
        )
        .where(
            chain.c.tier == tier,
            Incident.reported_at < at,
            Incident.resolved_at.is_(None),
            Incident.status.in_(OPEN_STATUSES),
        )
        .group_by(chain.c.id)
        .order_by(chain.c.id)
    )
    if category_codes:
        chosen = categories.ids_with_children(category_codes)
        statement = statement.where(Incident.category_id.in_(chosen))
    return session.execute(statement).all()
