"""Photos that belong to incidents: what was reported, before, after."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, Index, Text, func, text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Moment, OptionalMoment, Words

# A note is for those who handle the case; the other kinds are public.
ATTACHMENT_KINDS = ("report", "before", "after", "note")


class Attachment(Base):
    """A photo, kept as a file under a random name; its EXIF is here and no longer in the file.

    The client's UUID is its key, as with incidents. ``source_sha256`` is of what was sent, so
    that a retry is told from other content; ``sha256`` is of the file that is kept.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("kind IN ('report', 'before', 'after', 'note')", name="kind"),
        CheckConstraint("length(sha256) = 64 AND length(source_sha256) = 64", name="sha256"),
        CheckConstraint("width > 0 AND height > 0", name="size"),
        Index("ix_attachment_unbound", "created_at", postgresql_where=text("incident_id IS NULL")),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="in_range"),
    )

    id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), primary_key=True)
    incident_id: Mapped[UUID | None] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("incident.id"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    kind: Mapped[Words]
    name: Mapped[str] = mapped_column(Text, unique=True)
    sha256: Mapped[Words]
    source_sha256: Mapped[Words]
    byte_count: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[OptionalMoment]
    lon: Mapped[float | None] = mapped_column(Double)
    lat: Mapped[float | None] = mapped_column(Double)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
