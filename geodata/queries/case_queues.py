"""Queues of work: which cases wait for whom, and which run out of time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from geodata.models import Area, CaseClock, CaseTask, Department, Incident, Officer
from geodata.models.incident import OPEN_STATUSES
from geodata.queries import areas
from geodata.rights.actor import Actor

DESK_ROLES = ("dispatcher", "station_lead")


def state(clock: Any = CaseClock) -> ColumnElement[str | None]:
    """Return the state of a clock that runs: paused, overdue, near_due or ok."""
    return case(
        (clock.id.is_(None), None),
        (clock.paused_at.is_not(None), "paused"),
        (clock.due_at < func.now(), "overdue"),
        (clock.near_due_at <= func.now(), "near_due"),
        else_="ok",
    )


def is_open() -> ColumnElement[bool]:
    """Return the test that somebody still owes something."""
    return Incident.status.in_(OPEN_STATUSES)


def _mine(viewer: Actor) -> ColumnElement[bool]:
    officer = select(Officer.id).where(Officer.code == viewer.officer_code).scalar_subquery()
    return and_(
        is_open(),
        or_(Incident.handler_id == viewer.account_id, Incident.owner_officer_id == officer),
    )


def _desk(viewer: Actor) -> ColumnElement[bool]:
    """At a desk of an area for which the viewer dispatches, or of one below it."""
    grants = [grant for grant in viewer.grants if grant.role in DESK_ROLES]
    if not grants:
        return false()
    at_a_desk = and_(is_open(), Incident.owner_area_id.is_not(None))
    if any(grant.area_code is None for grant in grants):
        return at_a_desk
    tops = select(Area.id).where(Area.code.in_([grant.area_code for grant in grants]))
    return and_(at_a_desk, Incident.owner_area_id.in_(areas.below(tops)))


def _department(viewer: Actor) -> ColumnElement[bool]:
    """Led by the viewer's department, or waiting for its task."""
    own = select(Department.id).where(Department.code == viewer.department_code)
    has_task = exists().where(
        CaseTask.incident_id == Incident.id,
        CaseTask.state == "open",
        CaseTask.department_id.in_(own),
    )
    return and_(is_open(), or_(Incident.owner_department_id.in_(own), has_task))


def _clock(wanted: str) -> Callable[[Actor], ColumnElement[bool]]:
    clock = aliased(CaseClock)

    def test(_viewer: Actor) -> ColumnElement[bool]:
        return exists().where(
            clock.incident_id == Incident.id, clock.stopped_at.is_(None), state(clock) == wanted
        )

    return test


QUEUES: dict[str, Callable[[Actor], ColumnElement[bool]]] = {
    "mine": _mine,
    "desk": _desk,
    "department": _department,
    "unclaimed": lambda _: Incident.status.in_(("dispatched", "rework")),
    "unplaced": lambda _: and_(is_open(), Incident.grid_id.is_(None)),
    "supervised": lambda _: and_(is_open(), Incident.supervise_count > 0),
    "near_due": _clock("near_due"),
    "overdue": _clock("overdue"),
    "paused": _clock("paused"),
}
# These ask who looks; the others are the same for everybody.
PERSONAL = ("mine", "desk", "department")
