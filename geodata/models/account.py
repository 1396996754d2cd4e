"""People and programs that sign in."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words


class Account(Base):
    """One person or program. ``login`` stands in histories, so it is never given away again.

    ``session_number`` is in every cookie: raising it signs the account out everywhere.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("login ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'", name="login"),
        CheckConstraint("locale IN ('zh', 'en')", name="locale"),
    )

    id: Mapped[Key]
    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[Words]
    password_hash: Mapped[str | None] = mapped_column(Text)
    oidc_subject: Mapped[str | None] = mapped_column(Text, unique=True)
    department_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("department.id"))
    officer_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("officer.id"))
    email: Mapped[str | None] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(Text, server_default="zh")
    is_active: Mapped[bool] = mapped_column(default=True, server_default="true")
    session_number: Mapped[int] = mapped_column(Integer, server_default="1")
    failed_count: Mapped[int] = mapped_column(Integer, server_default="0")
    locked_until: Mapped[OptionalMoment]
    created_at: Mapped[Moment]
