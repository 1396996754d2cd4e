"""The secret with which a reporter sees and follows a report without signing in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, func
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Moment


class IncidentTracking(Base):
    """The tracking code of an incident, as a hash: who reads the database cannot act with it."""

    __tablename__ = "incident_tracking"
    __table_args__ = (CheckConstraint("length(code_hash) = 32", name="code_hash"),)

    incident_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
