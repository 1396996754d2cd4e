"""The smallest piece that a plan moves whole: a block or compound."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.models._geometry import geometry_type, valid_in_range
from geodata.models.base import Base, Key


class Unit(Base):
    """A unit with its households and population, inside one community (tier 4)."""

    __tablename__ = "unit"
    __table_args__ = (
        ForeignKeyConstraint(["community_id", "community_tier"], ["area.id", "area.tier"]),
        CheckConstraint("community_tier = 4", name="community_tier"),
        CheckConstraint("households >= 0 AND population >= 0", name="counts"),
        valid_in_range("geom"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    community_id: Mapped[int] = mapped_column(BigInteger, index=True)
    community_tier: Mapped[int] = mapped_column(SmallInteger, server_default="4")
    households: Mapped[int]
    population: Mapped[int]
    is_synthetic: Mapped[bool] = mapped_column(default=False, server_default="false")
    geom: Mapped[Any] = mapped_column(geometry_type("MULTIPOLYGON"), nullable=False)
