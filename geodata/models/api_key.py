"""Keys by which programs act for an account."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, OptionalMoment, Words


class ApiKey(Base):
    """A key is shown once; here is the SHA-256 of its 256 random bits."""

    __tablename__ = "api_key"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    name: Mapped[Words]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[Moment]
    last_used_at: Mapped[OptionalMoment]
    revoked_at: Mapped[OptionalMoment]
