"""The figures of a period: what came in, what was resolved, what was open and overdue at its end.

Each is told with the numbers that it is made of, and as the period's last moment saw it, so that
an earlier period can be compared with a later one by the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from geodata.models import Incident
from geodata.models.incident import FINAL_STATUSES
from geodata.queries._rows import Rows
from geodata.queries.incidents import Conditions


@dataclass(frozen=True)
class Figures:
    """Counts of one period; ``median_hours`` is None where nothing was resolved."""

    reported: int
    resolved: int
    resolved_late: int
    open_at_end: int
    overdue_at_end: int
    median_hours: float | None


def of_period(session: Session, where: Conditions, start: datetime, end: datetime) -> Figures:
    """Return the figures of [start, end); ``where`` must not bound the time of report."""
    resolved = and_(Incident.resolved_at >= start, Incident.resolved_at < end)
    is_open = _open_at(end)
    hours = func.extract("epoch", Incident.resolved_at - Incident.reported_at) / 3600.0
    row = session.execute(
        select(
            func.count().filter(Incident.reported_at >= start).label("reported"),
            func.count().filter(resolved).label("resolved"),
            func.count().filter(resolved, Incident.resolved_at > Incident.due_at),
            func.count().filter(is_open).label("open"),
            func.count().filter(is_open, Incident.due_at < end).label("overdue"),
            func.percentile_cont(0.5).within_group(hours.asc()).filter(resolved).label("hours"),
        ).where(*where, Incident.reported_at < end)
    ).one()
    reported, resolved_count, late, open_count, overdue, median = row
    return Figures(
        reported=reported,
        resolved=resolved_count,
        resolved_late=late,
        open_at_end=open_count,
        overdue_at_end=overdue,
        median_hours=None if median is None else float(median),
    )


def counts_by_day(
    session: Session, where: Conditions, start: datetime, end: datetime, time_zone: str
) -> Rows:
    """Return day, reported and resolved of [start, end) by the city's own days."""
    reported = _per_day(where, Incident.reported_at, start, end, time_zone)
    resolved = _per_day(where, Incident.resolved_at, start, end, time_zone)
    day = func.coalesce(reported.c.day, resolved.c.day)
    return session.execute(
        select(
            day.label("day"),
            func.coalesce(reported.c.count, 0).label("reported"),
            func.coalesce(resolved.c.count, 0).label("resolved"),
        )
        .select_from(reported.outerjoin(resolved, reported.c.day == resolved.c.day, full=True))
        .order_by(day)
    ).all()


def _per_day(
    where: Conditions, moment: Any, start: datetime, end: datetime, time_zone: str
) -> Subquery:
    day = func.date(func.timezone(time_zone, moment))
    return (
        select(day.label("day"), func.count().label("count"))
        .where(*where, moment >= start, moment < end)
        .group_by(day)
        .subquery()
    )


def _open_at(moment: datetime) -> ColumnElement[bool]:
    # One that is final without a time of resolution was closed when nobody knows: not open.
    return or_(
        Incident.resolved_at >= moment,
        and_(Incident.resolved_at.is_(None), Incident.status.not_in(FINAL_STATUSES)),
    )
