"""The history of incidents: appended, attributable, chained so that tampering shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words


class IncidentEvent(Base):
    """One thing that happened to an incident: who, when, why.

    ``sequence`` counts within the incident; ``hash`` covers the row and the hash of the event
    before it, so an edited, removed or re-ordered row breaks the chain. A trigger fills both and
    refuses UPDATE and DELETE.
    """

    __tablename__ = "incident_event"
    __table_args__ = (
        Index("uq_incident_event_incident_id_sequence", "incident_id", "sequence", unique=True),
    )

    id: Mapped[Key]
    incident_id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), ForeignKey("incident.id"))
    sequence: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Moment] = mapped_column(server_default=func.now())
    actor: Mapped[Words]
    action: Mapped[Words]
    from_status: Mapped[str | None] = mapped_column(Text)
    to_status: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
