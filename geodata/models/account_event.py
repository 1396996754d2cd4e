"""What happened to accounts and rights, and who looked at personal data: appended and chained."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words


class AccountEvent(Base):
    """One thing that an account did or that was done to it; chained within the account.

    The trigger of migration 0006 numbers and hashes each row and refuses UPDATE and DELETE.
    """

    __tablename__ = "account_event"
    __table_args__ = (
        Index("uq_account_event_account_id_sequence", "account_id", "sequence", unique=True),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    sequence: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Moment] = mapped_column(server_default=func.now())
    actor: Mapped[Words]
    action: Mapped[Words]
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
