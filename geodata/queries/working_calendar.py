"""When the city works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from geodata.errors import InvalidInputError
from geodata.models import CalendarDay, WorkingHours


def hours(session: Session) -> Sequence[WorkingHours]:
    """Return the stretches of the week in order."""
    return session.scalars(
        select(WorkingHours).order_by(WorkingHours.weekday, WorkingHours.opens)
    ).all()


def days(session: Session) -> Sequence[CalendarDay]:
    """Return the days that differ, in order."""
    return session.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()


def replace_year(session: Session, year: int, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the days of a year that differ. Raises InvalidInputError for a day outside it."""
    seen: set[date] = set()
    for number, row in enumerate(rows, 1):
        if row["day"].year != year:
            raise InvalidInputError(f"{row['day']} is not in {year}", row=number, field="day")
        if row["day"] in seen:
            raise InvalidInputError(f"{row['day']} stands there twice", row=number, field="day")
        seen.add(row["day"])
    session.execute(
        delete(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    )
    session.add_all(CalendarDay(**row) for row in rows)
    session.flush()


def replace_hours(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the hours of the week. Raises InvalidInputError for stretches that overlap."""
    last: dict[int, time] = {}
    ordered = sorted(enumerate(rows, 1), key=lambda row: (row[1]["weekday"], row[1]["opens"]))
    for number, row in ordered:
        if row["closes"] <= row["opens"]:
            raise InvalidInputError("it closes before it opens", row=number, field="closes")
        if row["opens"] < last.get(row["weekday"], time.min):
            raise InvalidInputError(
                "it opens before the stretch before it closes", row=number, field="opens"
            )
        last[row["weekday"]] = row["closes"]
    session.execute(delete(WorkingHours))
    session.add_all(WorkingHours(**row) for row in rows)
    session.flush()
