"""Comments on plans, pinned to a place or a grid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, point_in_range
from geodata.models.base import Base, Moment, OptionalMoment, Words


class PlanComment(Base):
    """What somebody says about a place or a grid of a plan; the client's UUID is its key."""

    __tablename__ = "plan_comment"
    __table_args__ = (point_in_range("geom"),)

    id: Mapped[UUID] = mapped_column(PG_UUID(as_uuid=True), primary_key=True)
    plan_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("plan.id", ondelete="CASCADE"), index=True
    )
    author: Mapped[Words]
    at: Mapped[Moment] = mapped_column(server_default=func.now())
    text: Mapped[Words]
    grid_code: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[Any | None] = mapped_column(geometry_type("POINT"))
    done_by: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[OptionalMoment]
