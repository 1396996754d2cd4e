"""Which incidents are meant: the one filter that every list, map and figure shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from geodata.models import Area, Department, Incident, Officer
from geodata.models.incident import FINAL_STATUSES, OPEN_STATUSES
from geodata.queries import areas, case_queues, categories, public_view
from geodata.queries._spatial import Box, in_box
from geodata.rights.actor import ANONYMOUS, Actor

STATUS_GROUPS = {"open": OPEN_STATUSES, "closed": FINAL_STATUSES}


@dataclass(frozen=True)
class IncidentFilter:
    """Every part is optional; the period is half-open [start, end).

    ``text`` are words that all stand in the description or the address, in any order; ``owner``
    is the code of a department, officer or area that answers for the case now; ``queue`` is one
    of case_queues.QUEUES, and ``viewer`` whose it is. ``is_public`` is the view of
    strangers: without sensitive categories, and places as they are shown to them.
    """

    start: datetime | None = None
    end: datetime | None = None
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    area: str | None = None
    box: Box | None = None
    late: bool | None = None
    overdue: bool | None = None
    text: str | None = None
    number: int | None = None
    owner: str | None = None
    queue: str | None = None
    viewer: Actor = ANONYMOUS
    is_public: bool = False


def is_late() -> ColumnElement[bool]:
    """Return the test that an incident was resolved after its due time."""
    return func.coalesce(Incident.resolved_at > Incident.due_at, False)


def is_overdue() -> ColumnElement[bool]:
    """Return the test that an incident is past its due time and still unresolved."""
    return func.coalesce(and_(Incident.resolved_at.is_(None), Incident.due_at < func.now()), False)


def conditions(session: Session, wanted: IncidentFilter, at: datetime) -> list[ColumnElement[bool]]:
    """Return the WHERE parts; raises NotFoundError for an unknown area at ``at``."""
    parts = [*_when_and_what(wanted), *_work(wanted)]
    if wanted.area:
        below = areas.subtree_ids(areas.get_id(session, wanted.area, at))
        parts.append(Incident.grid_id.in_(below))
    if wanted.box:
        inside = public_view.in_public_box if wanted.is_public else _in_exact_box
        parts.append(inside(wanted.box))
    if wanted.is_public:
        parts.append(public_view.is_public())
    return parts


def _when_and_what(wanted: IncidentFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.start:
        yield Incident.reported_at >= wanted.start
    if wanted.end:
        yield Incident.reported_at < wanted.end
    if wanted.categories:
        yield Incident.category_id.in_(categories.ids_with_children(wanted.categories))
    if wanted.statuses:
        names = [n for word in wanted.statuses for n in STATUS_GROUPS.get(word, (word,))]
        yield Incident.status.in_(names)
    if wanted.departments:
        chosen = select(Department.id).where(Department.code.in_(wanted.departments))
        yield Incident.department_id.in_(chosen)
    if wanted.late is not None:
        yield is_late() if wanted.late else ~is_late()
    if wanted.overdue is not None:
        yield is_overdue() if wanted.overdue else ~is_overdue()


def _work(wanted: IncidentFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.number is not None:
        yield Incident.number == wanted.number
    for word in (wanted.text or "").split():
        yield or_(
            Incident.description.icontains(word, autoescape=True),
            Incident.address.icontains(word, autoescape=True),
        )
    if wanted.owner:
        yield _owned_by(wanted.owner)
    if wanted.queue:
        yield case_queues.QUEUES[wanted.queue](wanted.viewer)


def _in_exact_box(box: Box) -> ColumnElement[bool]:
    return in_box(Incident.geom, box)


def _owned_by(code: str) -> ColumnElement[bool]:
    return or_(
        Incident.owner_department_id.in_(select(Department.id).where(Department.code == code)),
        Incident.owner_officer_id.in_(select(Officer.id).where(Officer.code == code)),
        Incident.owner_area_id.in_(select(Area.id).where(Area.code == code)),
    )
