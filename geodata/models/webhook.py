"""Addresses that news is pushed to."""

from __future__ import annotations

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, LargeBinary, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words


class Webhook(Base):
    """A subscription whose items are pushed, or (without one) an account's own notices.

    The subscription holds the place, drawn or an area's shape, and is the same as that of the
    feeds; with ``area_code`` the area's subtree counts, as of each event's date. Signed with
    ``secret``, and with ``old_secret`` until ``old_secret_until``.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("url ~ '^https?://'", name="url"),
        CheckConstraint("area_code IS NULL OR subscription_id IS NOT NULL", name="place"),
        CheckConstraint("octet_length(secret) BETWEEN 24 AND 64", name="secret"),
        CheckConstraint("(old_secret IS NULL) = (old_secret_until IS NULL)", name="old_secret"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    subscription_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("subscription.id"), unique=True
    )
    area_code: Mapped[str | None] = mapped_column(Text)
    name: Mapped[Words]
    url: Mapped[Words]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    old_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    old_secret_until: Mapped[OptionalMoment]
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    failing_since: Mapped[OptionalMoment]
    disabled_at: Mapped[OptionalMoment]
    disabled_why: Mapped[str | None] = mapped_column(Text)
