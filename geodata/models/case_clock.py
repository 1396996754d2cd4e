"""The clocks of a case, one row per stage that it went through."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment

STAGES = ("verify", "dispatch", "handle", "check")
UNITS = ("urgent_hours", "working_hours", "working_days")


def in_words(column: str, words: tuple[str, ...]) -> str:
    """Return the test that a column holds one of some words."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class CaseClock(Base):
    """One clock: started, perhaps paused, stopped. At most one of a case runs at a time.

    ``limit_amount`` in ``limit_unit`` is what was allowed; both are missing when only the due
    time is known, as of cases that came from elsewhere. While it is paused, ``remaining_s``
    keeps the time that is left, in seconds of the limit's own unit. ``warned_at``,
    ``supervised_at`` and ``escalated_at`` tell what was done about it, so that each is done once.
    """

    __tablename__ = "case_clock"
    __table_args__ = (
        CheckConstraint(in_words("stage", STAGES), name="stage"),
        CheckConstraint(in_words("limit_unit", UNITS), name="limit_unit"),
        CheckConstraint("(limit_amount IS NULL) = (limit_unit IS NULL)", name="limit"),
        CheckConstraint("limit_amount > 0", name="limit_amount"),
        Index(
            "uq_case_clock_running",
            "incident_id",
            unique=True,
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index("ix_case_clock_due_at", "due_at", postgresql_where=text("stopped_at IS NULL")),
        Index("ix_case_clock_incident_id", "incident_id"),
    )

    id: Mapped[Key]
    incident_id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), ForeignKey("incident.id"))
    stage: Mapped[str] = mapped_column(Text)
    limit_amount: Mapped[float | None] = mapped_column(Double)
    limit_unit: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[Moment]
    near_due_at: Mapped[Moment]
    due_at: Mapped[Moment]
    paused_at: Mapped[OptionalMoment]
    remaining_s: Mapped[float | None] = mapped_column(Double)
    stopped_at: Mapped[OptionalMoment]
    warned_at: Mapped[OptionalMoment]
    supervised_at: Mapped[OptionalMoment]
    escalated_at: Mapped[OptionalMoment]
