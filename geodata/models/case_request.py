"""What a handler asked for and an approver decides: more time, or suspension (挂账)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words
from geodata.models.case_clock import in_words

REQUEST_KINDS = ("extension", "suspension")
DECISIONS = ("approved", "refused", "dropped")


class CaseRequest(Base):
    """A request; a case has at most one that is undecided."""

    __tablename__ = "case_request"
    __table_args__ = (
        CheckConstraint(in_words("kind", REQUEST_KINDS), name="kind"),
        CheckConstraint(in_words("decision", DECISIONS), name="decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("kind <> 'extension' OR until IS NOT NULL", name="until"),
        Index("ix_case_request_incident_id", "incident_id"),
        Index(
            "uq_case_request_undecided",
            "incident_id",
            unique=True,
            postgresql_where=text("decision IS NULL"),
        ),
    )

    id: Mapped[Key]
    incident_id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), ForeignKey("incident.id"))
    kind: Mapped[str] = mapped_column(Text)
    reason: Mapped[Words]
    until: Mapped[OptionalMoment]
    asked_by: Mapped[Words]
    asked_at: Mapped[Moment]
    decision: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[OptionalMoment]
