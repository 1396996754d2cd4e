"""Incidents as service requests of a citizens' line (Open311): what anybody may know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, null, select
from sqlalchemy.orm import Session, aliased

from geodata.models import Category, Department, Incident, IncidentEvent
from geodata.queries import public_view
from geodata.queries._rows import AnySelect, Rows

Topic = aliased(Category, name="topic")


@dataclass(frozen=True)
class RequestSearch:
    """Which requests: reported in [start, end], of categories, in states; empty means all."""

    start: datetime
    end: datetime
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


def services(session: Session) -> Rows:
    """Return the categories that a report may name: those that have none below them."""
    below = aliased(Category, name="below")
    return session.execute(
        select(
            Category.code,
            Category.name,
            Category.name_zh,
            Topic.name.label("topic"),
            Topic.name_zh.label("topic_zh"),
        )
        .outerjoin(Topic, Topic.id == Category.parent_id)
        .outerjoin(below, below.parent_id == Category.id)
        .where(below.id.is_(None))
        .order_by(Category.code)
    ).all()


def page(session: Session, search: RequestSearch, *, limit: int, offset: int) -> Rows:
    """Return public requests, the newest first."""
    statement = _rows().where(
        public_view.is_public(),
        Incident.reported_at >= search.start,
        Incident.reported_at <= search.end,
    )
    if search.categories:
        statement = statement.where(Category.code.in_(search.categories))
    if search.statuses:
        statement = statement.where(Incident.status.in_(search.statuses))
    order = (Incident.reported_at.desc(), Incident.number.desc())
    return session.execute(statement.order_by(*order).limit(limit).offset(offset)).all()


def of_ids(session: Session, ids: Sequence[UUID]) -> Rows:
    """Return the requests that are there, in the order of their numbers.

    Who knows the id of a request may follow it, also one of a sensitive category: that one has
    no place.
    """
    return session.execute(_rows().where(Incident.id.in_(ids)).order_by(Incident.number)).all()


def _rows() -> AnySelect:
    shown = public_view.place(is_exact=False)
    changed_at = (
        select(func.max(IncidentEvent.at))
        .where(IncidentEvent.incident_id == Incident.id)
        .correlate(Incident)
        .scalar_subquery()
    )
    return (
        select(
            Incident.id,
            Incident.status,
            Incident.reported_at,
            func.coalesce(changed_at, Incident.reported_at).label("changed_at"),
            Incident.due_at,
            Category.code.label("category_code"),
            Category.name.label("category_name"),
            Category.name_zh.label("category_name_zh"),
            Department.name.label("department_name"),
            Department.name_zh.label("department_name_zh"),
            case((public_view.is_public(), func.ST_X(shown)), else_=null()).label("lon"),
            case((public_view.is_public(), func.ST_Y(shown)), else_=null()).label("lat"),
        )
        .join(Category, Category.id == Incident.category_id)
        .outerjoin(Department, Department.id == Incident.department_id)
    )
