"""Incidents: one, a page of many, and writing one so that it is never lost and never doubled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, null, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geodata.errors import NotFoundError
from geodata.models import Area, Category, Department, Incident, IncidentEvent
from geodata.queries import case_owners, keyset, public_view
from geodata.queries._rows import AnyRow, AnySelect, Rows
from geodata.queries.incident_filter import is_late, is_overdue

SORTABLE = {
    "reported_at": Incident.reported_at,
    "due_at": Incident.due_at,
    "resolved_at": Incident.resolved_at,
    "number": Incident.number,
    "status": Incident.status,
    "clock_due_at": case_owners.Running.due_at,
}

Conditions = Sequence[ColumnElement[bool]]


def count(session: Session, where: Conditions) -> int:
    """Return how many incidents fit."""
    return int(session.scalar(select(func.count()).select_from(Incident).where(*where)) or 0)


def page(
    session: Session,
    where: Conditions,
    *,
    sort: str,
    limit: int,
    offset: int = 0,
    after: tuple[Any, int] | None = None,
    is_exact: bool = True,
) -> Rows:
    """Return one page; ``sort`` is a column of SORTABLE, with a minus for descending.

    ``after`` is the sorted column's value and the number of the last row seen: the page begins
    behind it. ``is_exact`` False shows what strangers may see: snapped places, no addresses.
    """
    column, is_descending = SORTABLE[sort.removeprefix("-")], sort.startswith("-")
    order = column.desc().nulls_last() if is_descending else column.asc().nulls_last()
    statement = _rows(is_exact=is_exact).where(*where).order_by(order, Incident.number)
    if after is not None:
        value, number = after
        behind = keyset.beyond(column, value, Incident.number, number, is_descending=is_descending)
        statement = statement.where(behind)
    return session.execute(statement.limit(limit).offset(offset)).all()


def get(session: Session, incident_id: UUID) -> AnyRow:
    """Return one incident with all its fields; raises NotFoundError."""
    statement = _rows().add_columns(
        Incident.description,
        Incident.source,
        Incident.source_id,
        Incident.raw_lon,
        Incident.raw_lat,
        Incident.datum,
        Incident.accuracy_m,
        Incident.grid_id,
        Incident.closed_at,
        Incident.return_count,
        Incident.rework_count,
        Incident.reopen_count,
        Incident.supervise_count,
        Incident.merged_into,
        Incident.parent_id,
    )
    row = session.execute(statement.where(Incident.id == incident_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no incident {incident_id}")
    return row


def is_sensitive(session: Session, incident_id: UUID) -> bool:
    """Return whether an incident's category is never shown as a point."""
    found = select(Incident.id).where(Incident.id == incident_id, public_view.is_public())
    return session.scalar(found) is None


def history(session: Session, incident_id: UUID) -> Sequence[IncidentEvent]:
    """Return what happened to an incident, oldest first."""
    return session.scalars(
        select(IncidentEvent)
        .where(IncidentEvent.incident_id == incident_id)
        .order_by(IncidentEvent.sequence)
    ).all()


def broken_chains(session: Session) -> Sequence[UUID]:
    """Return incidents whose history was tampered with: an edited, lost or re-ordered event."""
    previous = func.lag(IncidentEvent.hash).over(
        partition_by=IncidentEvent.incident_id, order_by=IncidentEvent.sequence
    )
    position = func.row_number().over(
        partition_by=IncidentEvent.incident_id, order_by=IncidentEvent.sequence
    )
    checked = select(
        IncidentEvent.incident_id.label("incident_id"),
        (
            IncidentEvent.previous_hash.is_distinct_from(previous)
            | (IncidentEvent.sequence != position)
            | IncidentEvent.hash.is_distinct_from(
                func.incident_event_hash(literal_column("incident_event"))
            )
        ).label("is_broken"),
    ).subquery()
    return session.scalars(
        select(checked.c.incident_id).where(checked.c.is_broken).distinct()
    ).all()


def insert_once(session: Session, values: dict[str, Any]) -> bool:
    """Write a new incident; False when its id is there already (a retry)."""
    statement = insert(Incident).values(**values).on_conflict_do_nothing(index_elements=["id"])
    return session.scalar(statement.returning(Incident.id)) is not None


def append_event(session: Session, event: IncidentEvent) -> None:
    """Append one event; the trigger numbers and chains it."""
    session.execute(
        insert(IncidentEvent).values(
            incident_id=event.incident_id,
            actor=event.actor,
            action=event.action,
            from_status=event.from_status,
            to_status=event.to_status,
            reason=event.reason,
            detail=event.detail or {},
            sequence=0,
            hash=b"",
            **({"at": event.at} if event.at else {}),
        )
    )


def _rows(*, is_exact: bool = True) -> AnySelect:
    shown = public_view.place(is_exact=is_exact)
    return case_owners.joined(
        select(
            Incident.id,
            Incident.number,
            Category.code.label("category_code"),
            Category.name.label("category_name"),
            Category.name_zh.label("category_name_zh"),
            Department.code.label("department_code"),
            Incident.status,
            Incident.priority,
            Incident.reported_at,
            Incident.due_at,
            Incident.resolved_at,
            func.ST_X(shown).label("lon"),
            func.ST_Y(shown).label("lat"),
            Area.code.label("grid_code"),
            Area.name.label("grid_name"),
            Area.name_zh.label("grid_name_zh"),
            (Incident.address if is_exact else null()).label("address"),
            is_late().label("is_late"),
            is_overdue().label("is_overdue"),
            Incident.is_uncertain,
            Incident.is_synthetic,
            Incident.version,
            Incident.level_tier,
            *case_owners.columns(),
        )
        .join(Category, Category.id == Incident.category_id)
        .outerjoin(Department, Department.id == Incident.department_id)
        .outerjoin(Area, Area.id == Incident.grid_id)
    )
