"""Versions of plans with a name."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words


class PlanSnapshot(Base):
    """A version of a plan with a name, to come back to."""

    __tablename__ = "plan_snapshot"
    __table_args__ = (UniqueConstraint("plan_id", "name"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("plan.id", ondelete="CASCADE"))
    name: Mapped[Words]
    version: Mapped[int]
    author: Mapped[Words]
    at: Mapped[Moment] = mapped_column(server_default=func.now())
