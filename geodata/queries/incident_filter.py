"""Which incidents are meant: the one filter that every list, map and figure shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from geodata.models import Department, Incident
from geodata.models.incident import FINAL_STATUSES, OPEN_STATUSES
from geodata.queries import areas, categories
from geodata.queries._spatial import Box, in_box

STATUS_GROUPS = {"open": OPEN_STATUSES, "closed": FINAL_STATUSES}


@dataclass(frozen=True)
class IncidentFilter:
    """Every part is optional; the period is half-open [start, end)."""

    start: datetime | None = None
    end: datetime | None = None
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    area: str | None = None
    box: Box | None = None
    late: bool | None = None
    overdue: bool | None = None


def is_late() -> ColumnElement[bool]:
    """Return the test that an incident was resolved after its due time."""
    return func.coalesce(Incident.resolved_at > Incident.due_at, False)


def is_overdue() -> ColumnElement[bool]:
    """Return the test that an incident is past its due time and still unresolved."""
    return func.coalesce(and_(Incident.resolved_at.is_(None), Incident.due_at < func.now()), False)


def conditions(session: Session, wanted: IncidentFilter, at: datetime) -> list[ColumnElement[bool]]:
    """Return the WHERE parts; raises NotFoundError for an unknown area at ``at``."""
    parts: list[ColumnElement[bool]] = []
    if wanted.start:
        parts.append(Incident.reported_at >= wanted.start)
    if wanted.end:
        parts.append(Incident.reported_at < wanted.end)
    if wanted.categories:
        chosen = categories.ids_with_children(wanted.categories)
        parts.append(Incident.category_id.in_(chosen))
    if wanted.statuses:
        names = [n for word in wanted.statuses for n in STATUS_GROUPS.get(word, (word,))]
        parts.append(Incident.status.in_(names))
    if wanted.departments:
        chosen = select(Department.id).where(Department.code.in_(wanted.departments))
        parts.append(Incident.department_id.in_(chosen))
    if wanted.area:
        below = areas.subtree_ids(areas.get_id(session, wanted.area, at))
        parts.append(Incident.grid_id.in_(below))
    if wanted.box:
        parts.append(in_box(Incident.geom, wanted.box))
    if wanted.late is not None:
        parts.append(is_late() if wanted.late else ~is_late())
    if wanted.overdue is not None:
        parts.append(is_overdue() if wanted.overdue else ~is_overdue())
    return parts
