"""A link that a wall screen opens without a person signed in: read-only, revocable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words


class WallLink(Base):
    """The key itself is told once and kept nowhere; here is its SHA-256.

    ``views`` are query strings of the command page, shown in turn for ``seconds_per_view``.
    """

    __tablename__ = "wall_link"
    __table_args__ = (
        CheckConstraint("seconds_per_view BETWEEN 5 AND 3600", name="seconds_per_view"),
        CheckConstraint("jsonb_typeof(views) = 'array'", name="views"),
        CheckConstraint("octet_length(key_hash) = 32", name="key_hash"),
    )

    id: Mapped[Key]
    name: Mapped[Words]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    views: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    seconds_per_view: Mapped[int] = mapped_column(server_default="30")
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    revoked_at: Mapped[OptionalMoment]
    seen_at: Mapped[OptionalMoment]
