"""Who stands behind an incident, as pseudonyms: enough to see that the same two meet again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base


class IncidentParty(Base):
    """One party of one incident; ``pseudonym`` is a keyed hash, no name is kept."""

    __tablename__ = "incident_party"
    __table_args__ = (CheckConstraint("pseudonym ~ '^[0-9a-f]{32}$'", name="pseudonym"),)

    incident_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True
    )
    pseudonym: Mapped[str] = mapped_column(Text, primary_key=True, index=True)
