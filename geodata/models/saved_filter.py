"""A filter of the work queue that somebody keeps under a name."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words


class SavedFilter(Base):
    """One account's own; ``question`` is what is asked, as it stands in the page's address."""

    __tablename__ = "saved_filter"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        CheckConstraint("length(name) BETWEEN 1 AND 80", name="name"),
        CheckConstraint("length(question) <= 2000", name="question"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    name: Mapped[Words]
    question: Mapped[Words]
    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
