"""When the city works: hours of the week, and the days that differ."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Words


class WorkingHours(Base):
    """One stretch of a weekday (0 is Monday), in the city's own time."""

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="stretch"),
    )

    weekday: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    opens: Mapped[time] = mapped_column(primary_key=True)
    closes: Mapped[time]


class CalendarDay(Base):
    """A day that differs from its weekday: a holiday, or a make-up working day (调休)."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[Words]
    name_zh: Mapped[Words]
