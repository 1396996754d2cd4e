"""E-mails that wait to be sent, without an address: it is looked up when they are sent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words

RECIPIENT_KINDS = ("account", "reporter", "follower")
RECIPIENT_IS_KNOWN = "recipient_kind IN ('account', 'reporter', 'follower')"
MAIL_STATE_IS_KNOWN = "state IN ('waiting', 'sent', 'given_up')"


class Mail(Base):
    """One piece of news for one mailbox; all that are due for it go in one e-mail.

    ``recipient`` is the account's or follower's key, or the incident whose reporter is meant.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint(RECIPIENT_IS_KNOWN, name="recipient_kind"),
        CheckConstraint(MAIL_STATE_IS_KNOWN, name="state"),
        Index("ix_mail_due_at", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[Key]
    recipient_kind: Mapped[Words]
    recipient: Mapped[Words]
    kind: Mapped[Words]
    subject_kind: Mapped[Words]
    subject: Mapped[Words]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    state: Mapped[str] = mapped_column(Text, server_default="waiting")
    attempt_count: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[Moment]
    due_at: Mapped[Moment]
    claimed_until: Mapped[OptionalMoment]
    ended_at: Mapped[OptionalMoment]
    error: Mapped[str | None] = mapped_column(Text)
