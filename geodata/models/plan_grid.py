"""The grids that a plan draws."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models.base import Base, Words


class PlanGrid(Base):
    """A grid of a plan; ``is_new`` when no published grid had its code before."""

    __tablename__ = "plan_grid"
    __table_args__ = (
        CheckConstraint("code ~ '^[0-9]{15}$'", name="code"),
        CheckConstraint("grid_type IN ('base', 'dedicated')", name="grid_type"),
    )

    plan_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[Words]
    name_zh: Mapped[Words]
    grid_type: Mapped[str] = mapped_column(Text, server_default="base")
    is_locked: Mapped[bool] = mapped_column(server_default="false")
    is_new: Mapped[bool] = mapped_column(server_default="false")
