"""Messages to webhooks, and every attempt to deliver them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words

DELIVERY_STATES = ("waiting", "delivered", "given_up")
STATE_IS_KNOWN = "state IN ('waiting', 'delivered', 'given_up')"


class WebhookDelivery(Base):
    """One message to one webhook; ``message_id`` is the same in every attempt.

    ``claimed_until`` is the lease of who is sending it: when they die, it is sent again. Messages
    about one subject go in the order of their ids, each after the one before has ended.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint(STATE_IS_KNOWN, name="state"),
        UniqueConstraint("webhook_id", "message_id"),
        Index(
            "ix_webhook_delivery_waiting",
            "webhook_id",
            "subject",
            "id",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_webhook_delivery_webhook_id_id", "webhook_id", "id"),
    )

    id: Mapped[Key]
    webhook_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("webhook.id", ondelete="CASCADE")
    )
    message_id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True))
    kind: Mapped[Words]
    subject: Mapped[Words]
    body: Mapped[Words]
    state: Mapped[str] = mapped_column(Text, server_default="waiting")
    attempt_count: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[Moment]
    next_at: Mapped[Moment]
    claimed_until: Mapped[OptionalMoment]
    ended_at: Mapped[OptionalMoment]


class WebhookAttempt(Base):
    """One attempt: the answer's status and first bytes, or why there was none."""

    __tablename__ = "webhook_attempt"

    id: Mapped[Key]
    delivery_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("webhook_delivery.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[Moment]
    latency_s: Mapped[float] = mapped_column(Double)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    answer: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
