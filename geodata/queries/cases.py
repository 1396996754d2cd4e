"""Cases in the loop: locked rows, and the facts that decide what may be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from geodata.errors import NotFoundError
from geodata.models import Area, CaseRequest, Department, Incident, IncidentEvent
from geodata.queries._rows import Rows
from geodata.queries.areas import valid_at

# Whoever did one of these has handled the case.
HANDLING = ("claim", "feedback", "finish_task", "close_on_spot")


def lock(session: Session, incident_ids: Collection[UUID]) -> dict[UUID, Incident]:
    """Return incidents by key, each locked until the transaction ends, as they are now.

    They are locked in the order of their keys, so that two who lock the same never wait for each
    other. Raises NotFoundError when one is not there.
    """
    found = session.scalars(
        select(Incident)
        .where(Incident.id.in_(incident_ids))
        .order_by(Incident.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    missing = set(incident_ids) - {incident.id for incident in found}
    if missing:
        raise NotFoundError(f"there is no incident {min(missing, key=str)}")
    return {incident.id: incident for incident in found}


def get(session: Session, incident_id: UUID) -> Incident:
    """Return an incident as it is now, not locked. Raises NotFoundError."""
    found = session.get(Incident, incident_id, populate_existing=True)
    if found is None:
        raise NotFoundError(f"there is no incident {incident_id}")
    return found


def areas_around(session: Session, case: Incident, at: datetime) -> Rows:
    """Return id, code and tier of the areas around a case at a moment, from the city down.

    Boundaries may have been drawn anew since it was reported. A case outside every grid is in
    the city alone.
    """
    here = select(func.grid_at(Incident.geom, at)).where(Incident.id == case.id)
    grid_id = session.scalar(here) or case.grid_id
    if grid_id is None:
        return session.execute(
            select(Area.id, Area.code, Area.tier).where(Area.tier == 1, valid_at(at))
        ).all()
    above = aliased(Area, name="above")
    walk = (
        select(Area.id, Area.code, Area.tier, Area.parent_id)
        .where(Area.id == grid_id)
        .cte("walk", recursive=True)
    )
    walk = walk.union_all(
        select(above.id, above.code, above.tier, above.parent_id).join(
            walk, above.id == walk.c.parent_id
        )
    )
    return session.execute(select(walk.c.id, walk.c.code, walk.c.tier).order_by(walk.c.tier)).all()


def department_code(session: Session, department_id: int | None) -> str | None:
    """Return the code of a department by its key."""
    return session.scalar(select(Department.code).where(Department.id == department_id))


def handlers(session: Session, incident_id: UUID) -> frozenset[str]:
    """Return the names of all who ever handled a case."""
    return frozenset(
        session.scalars(
            select(IncidentEvent.actor)
            .where(IncidentEvent.incident_id == incident_id, IncidentEvent.action.in_(HANDLING))
            .distinct()
        )
    )


def undecided(session: Session, incident_id: UUID) -> CaseRequest | None:
    """Return the request that waits for its decision."""
    return session.scalar(
        select(CaseRequest).where(
            CaseRequest.incident_id == incident_id, CaseRequest.decision.is_(None)
        )
    )


def suspended_until(session: Session, now: datetime) -> Sequence[UUID]:
    """Return suspended cases whose approved time of suspension is over."""
    latest = (
        select(CaseRequest.until)
        .where(
            CaseRequest.incident_id == Incident.id,
            CaseRequest.kind == "suspension",
            CaseRequest.decision == "approved",
        )
        .order_by(CaseRequest.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalars(
        select(Incident.id)
        .where(Incident.status == "suspended", latest <= now)
        .order_by(Incident.id)
    ).all()


def insert_part(session: Session, parent: Incident, values: dict[str, Any]) -> UUID:
    """Write a part of a case at the place of the whole, with other ``values``; return its key."""
    same = (
        *("category_id", "priority", "description", "address", "geom", "raw_lon", "raw_lat"),
        *("datum", "accuracy_m", "reported_at", "grid_id", "is_uncertain", "is_synthetic"),
        *("owner_department_id", "owner_officer_id", "owner_area_id", "reporter_id"),
        *("level_tier", "status"),
    )
    row = {name: getattr(parent, name) for name in same} | {
        "source": "split",
        "parent_id": parent.id,
        **values,
    }
    session.execute(insert(Incident).values(**row))
    return UUID(str(values["id"]))


def numbers(session: Session, incident_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the numbers of incidents by key."""
    rows = session.execute(
        select(Incident.id, Incident.number).where(Incident.id.in_(incident_ids))
    )
    return {row.id: row.number for row in rows}
