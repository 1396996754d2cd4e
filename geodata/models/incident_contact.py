"""How to reach the person who reported; apart from the incident, for it is never public."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, func
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Moment


class IncidentContact(Base):
    """The reporter's name, phone and e-mail, as far as given; an anonymous report has no row."""

    __tablename__ = "incident_contact"
    __table_args__ = (
        CheckConstraint("coalesce(name, phone, email) IS NOT NULL", name="not_empty"),
    )

    incident_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
