"""News that was written together with what it tells of, and waits to be told."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words

NEWS_SOURCES = ("incident", "plan", "alert")
SOURCE_IS_KNOWN = "source IN ('incident', 'plan', 'alert')"


class OutboxEntry(Base):
    """An event of an incident, plan or alert that nobody was told of yet.

    A trigger writes it in the event's own transaction; whoever tells it removes it in the
    transaction that writes the notices. History that is older than a day when it is written
    (an import, a demo city) is no news.
    """

    __tablename__ = "outbox_entry"
    __table_args__ = (
        CheckConstraint(SOURCE_IS_KNOWN, name="source"),
        UniqueConstraint("source", "event_id"),
    )

    id: Mapped[Key]
    source: Mapped[Words]
    event_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    attempt_count: Mapped[int] = mapped_column(server_default="0")
    error: Mapped[str | None] = mapped_column(Text)
