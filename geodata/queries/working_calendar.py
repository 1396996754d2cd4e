"""When the city works."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.models import CalendarDay, WorkingHours


def hours(session: Session) -> Sequence[WorkingHours]:
    """Return the stretches of the week in order."""
    return session.scalars(
        select(WorkingHours).order_by(WorkingHours.weekday, WorkingHours.opens)
    ).all()


def days(session: Session) -> Sequence[CalendarDay]:
    """Return the days that differ, in order."""
    return session.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()
