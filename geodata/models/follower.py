"""Who wants the news of an incident."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Moment


class Follower(Base):
    """A follower: an account, an e-mail address, or a device that looks by itself.

    The client's UUID is the key; only whoever knows it can end the following.
    """

    __tablename__ = "follower"
    __table_args__ = (
        UniqueConstraint("incident_id", "account_id"),
        UniqueConstraint("incident_id", "email"),
    )

    id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), ForeignKey("incident.id", ondelete="CASCADE")
    )
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    email: Mapped[str | None] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(Text, server_default="zh")
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
