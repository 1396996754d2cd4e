"""What an assisting department (协办) does in a case that another one leads."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words
from geodata.models.case_clock import in_words

TASK_STATES = ("open", "done", "cancelled")


class CaseTask(Base):
    """A task; a department has at most one open task in a case."""

    __tablename__ = "case_task"
    __table_args__ = (
        CheckConstraint(in_words("state", TASK_STATES), name="state"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        Index("ix_case_task_incident_id", "incident_id"),
        Index(
            "uq_case_task_open",
            "incident_id",
            "department_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Key]
    incident_id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), ForeignKey("incident.id"))
    department_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("department.id"), index=True)
    state: Mapped[str] = mapped_column(Text, server_default="open")
    note: Mapped[Words]
    result: Mapped[str | None] = mapped_column(Text)
    asked_by: Mapped[Words]
    asked_at: Mapped[Moment]
    ended_by: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[OptionalMoment]
