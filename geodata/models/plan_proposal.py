"""What the zoning engine proposes for a plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Key, Moment, Words


class PlanProposal(Base):
    """What the engine proposes for a version of a plan, until somebody accepts it."""

    __tablename__ = "plan_proposal"
    __table_args__ = (Index("ix_plan_proposal_plan_id", "plan_id"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("plan.id", ondelete="CASCADE"))
    run_id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True))
    version: Mapped[int]
    variant: Mapped[Words]
    moves: Mapped[list[Any]] = mapped_column(JSONB)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[Moment] = mapped_column(server_default=func.now())
