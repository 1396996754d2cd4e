"""By which way an account wants which news, and when it wants to be left alone."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, SmallInteger, Text, Time, text
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base


class NoticeChoice(Base):
    """The ways of one kind of news for one account; without a row the kind's own defaults hold."""

    __tablename__ = "notice_choice"

    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    in_app: Mapped[bool]
    email: Mapped[bool]
    webhook: Mapped[bool]


class NoticeSetting(Base):
    """What holds for all news of an account.

    ``bell`` is the random name under which its open pages hear of news: the stream of events is
    open to everybody and must not tell who is told what. Times are the city's own; from
    ``quiet_from`` to ``quiet_to`` (over midnight when it is later) nothing is pushed.
    """

    __tablename__ = "notice_setting"
    __table_args__ = (
        CheckConstraint("digest_hour BETWEEN 0 AND 23", name="digest_hour"),
        CheckConstraint("num_nonnulls(quiet_from, quiet_to) IN (0, 2)", name="quiet"),
    )

    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    bell: Mapped[UUID] = mapped_column(
        PG_UUID(as_uuid=True), unique=True, server_default=text("gen_random_uuid()")
    )
    digest_hour: Mapped[int | None] = mapped_column(SmallInteger)
    quiet_from: Mapped[time | None] = mapped_column(Time)
    quiet_to: Mapped[time | None] = mapped_column(Time)
