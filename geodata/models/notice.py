"""What an account is told; its words are made when it is read, in the reader's language."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words

SUBJECT_IS_KNOWN = "subject_kind IN ('incident', 'plan', 'alert', 'webhook')"


class Notice(Base):
    """One event told to one account, once.

    ``facts`` hold numbers, codes and names of things, never a text that a person wrote and
    never contact data. ``is_shown`` is false for what goes by e-mail or webhook alone.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(SUBJECT_IS_KNOWN, name="subject_kind"),
        UniqueConstraint("account_id", "subject_kind", "event_id"),
        Index("ix_notice_account_id_id", "account_id", "id", postgresql_where=text("is_shown")),
        Index("ix_notice_created_at", "created_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    kind: Mapped[Words]
    subject_kind: Mapped[Words]
    subject: Mapped[Words]
    event_id: Mapped[int] = mapped_column(BigInteger)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    is_shown: Mapped[bool] = mapped_column(server_default="true")
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    read_at: Mapped[OptionalMoment]
